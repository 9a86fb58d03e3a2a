package io.colonnade.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class RowOriginsTest {
    private static ByteString encode(long[] ids) {
        RowOrigins.Encoder encoder = new RowOrigins.Encoder();
        for (long id : ids) {
            encoder.add(id);
        }
        return encoder.encoded();
    }

    @Test
    void anyOrderOfManySegmentsComesBack() {
        SplittableRandom random = new SplittableRandom(Long.getLong("seed", 16));
        for (int round = 0; round < 50; round++) {
            long[] ids = new long[random.nextInt(2_000)];
            int segments = 1 + random.nextInt(300);
            for (int i = 0; i < ids.length; i++) {
                long ordinal = random.nextInt(segments) * 1_000_003L;
                ids[i] = ordinal << 20 | random.nextInt(1 << 20);
            }
            assertArrayEquals(ids, RowOrigins.decode(encode(ids), ids.length));
        }
    }

    @Test
    void mergedRunsTakeAByteForEachRow() {
        SplittableRandom random = new SplittableRandom(1);
        long[] ids = new long[10_000];
        int[] next = new int[8];
        for (int i = 0; i < ids.length; i++) {
            int run = random.nextInt(next.length);
            ids[i] = (long) run << 20 | next[run]++;
        }
        ByteString encoded = encode(ids);
        assertTrue(encoded.size() <= ids.length + next.length * 2, "bytes: " + encoded.size());
    }

    @Test
    void damagedListsSaySo() {
        ByteString encoded = encode(new long[] {7L << 20 | 5, 7L << 20 | 6});
        for (ByteString bad : new ByteString[] {encoded.substring(1), ByteString.EMPTY}) {
            ColonnadeException error =
                    assertThrows(ColonnadeException.class, () -> RowOrigins.decode(bad, 2));
            assertEquals(ErrorCode.DATA_CORRUPTED, error.code());
        }
    }
}
