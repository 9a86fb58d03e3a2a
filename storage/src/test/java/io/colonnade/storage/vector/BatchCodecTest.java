package io.colonnade.storage.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.segment.SegmentFixture;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Batches of all types and forms go through the codec unchanged. */
class BatchCodecTest {
    private static final long SEED = Long.getLong("seed", 20260102L);
    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.BOOLEAN,
                    SqlType.INTEGER,
                    SqlType.BIGINT,
                    SqlType.decimal(38, 2),
                    SqlType.DOUBLE,
                    SqlType.VARCHAR,
                    SqlType.VARCHAR);

    private final Random random = new Random(SEED);

    private Object value(SqlType type) {
        return switch (type.physical()) {
            case BOOLEAN -> random.nextBoolean();
            case INT -> (long) random.nextInt();
            case LONG -> random.nextLong();
            case INT128 -> new BigInteger(120, random).negate();
            case DOUBLE -> random.nextGaussian();
            case BYTES -> "v".repeat(random.nextInt(20)) + random.nextInt();
        };
    }

    private Batch batch(int rows, double nulls) {
        Batch batch = Batch.create(TYPES);
        for (int c = 0; c < TYPES.size(); c++) {
            for (int i = 0; i < rows; i++) {
                Object value = random.nextDouble() < nulls ? null : value(TYPES.get(c));
                SegmentFixture.set(batch.column(c), i, value);
            }
        }
        // the last column in dictionary form
        BytesVector words = new BytesVector(Batch.CAPACITY);
        byte[] bytes = SegmentFixture.bytes("onetwothree");
        Dictionary dictionary = new Dictionary(bytes, new int[] {0, 3, 6}, new int[] {3, 3, 5}, 3);
        int[] codes = words.setDictionary(dictionary);
        for (int i = 0; i < rows; i++) {
            codes[i] = random.nextInt(3);
        }
        batch.setColumn(TYPES.size() - 1, words);
        batch.setSize(rows);
        return batch;
    }

    private static List<List<Object>> rows(Batch batch) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < batch.rowCount(); i++) {
            List<Object> row = new ArrayList<>();
            for (int c = 0; c < batch.columnCount(); c++) {
                row.add(SegmentFixture.get(batch.column(c), batch.position(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void roundTrips() {
        for (int rows : new int[] {0, 1, 2, 64, 65, 2048}) {
            for (double nulls : new double[] {0, 0.3, 1}) {
                Batch batch = batch(rows, nulls);
                Batch decoded = BatchCodec.decode(BatchCodec.encode(batch));
                assertEquals(rows(batch), rows(decoded), "rows " + rows + " seed " + SEED);
                assertTrue(decoded.verify());
            }
        }
    }

    @Test
    void writesSelectedRowsOnlyAndReusesVectors() {
        Batch reuse = Batch.create(TYPES);
        for (int round = 0; round < 3; round++) {
            Batch batch = batch(500, 0.2 * round);
            batch.select(new int[] {0, 7, 63, 64, 499}, 5);
            byte[] bytes = BatchCodec.encode(batch);
            ByteBuffer buffer = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 3));
            Batch decoded = BatchCodec.decode(buffer, reuse);
            assertEquals(rows(batch), rows(decoded), "seed " + SEED);
            assertEquals(3, buffer.remaining());
            assertEquals(reuse.column(2), decoded.column(2));
        }
    }

    @Test
    void constantsStayConstants() {
        LongVector number = new LongVector(Batch.CAPACITY);
        number.setConstantValue(42);
        BytesVector text = new BytesVector(Batch.CAPACITY);
        text.setConstantValue(SegmentFixture.bytes("same"));
        Vector nothing = Vector.create(SqlType.INTEGER.physical(), Batch.CAPACITY);
        nothing.setConstantNull();
        Batch batch = new Batch(number, text, nothing);
        batch.setSize(1000);
        byte[] bytes = BatchCodec.encode(batch);
        assertTrue(bytes.length < 100);
        Batch decoded = BatchCodec.decode(bytes);
        assertTrue(decoded.column(0).isConstant());
        assertEquals(rows(batch), rows(decoded));
    }

    @Test
    void damagedBytesAreAnErrorOfThatName() {
        byte[] bytes = BatchCodec.encode(batch(100, 0.1));
        byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
        ColonnadeException error =
                assertThrows(ColonnadeException.class, () -> BatchCodec.decode(cut));
        assertEquals(ErrorCode.DATA_CORRUPTED, error.code());
    }
}
