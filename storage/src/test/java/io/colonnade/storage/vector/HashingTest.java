package io.colonnade.storage.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.storage.segment.SegmentFixture;

import org.junit.jupiter.api.Test;

/** Equal values hash alike whatever their form; hashes spread; stored buckets never move. */
class HashingTest {
    private static long[] hash(Vector... columns) {
        Batch batch = new Batch(columns);
        batch.setSize(4);
        int[] all = new int[columns.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        long[] hashes = new long[4];
        Hashing.hash(batch, all, hashes);
        return hashes;
    }

    @Test
    void integersOfAllWidthsHashAlike() {
        IntVector ints = new IntVector(4);
        LongVector longs = new LongVector(4);
        Int128Vector wide = new Int128Vector(4);
        for (int i = 0; i < 4; i++) {
            ints.values()[i] = i - 2;
            longs.values()[i] = i - 2L;
            wide.low()[i] = i - 2L;
            wide.high()[i] = i < 2 ? -1 : 0;
        }
        long[] expected = hash(ints);
        for (int i = 0; i < 4; i++) {
            assertEquals(expected[i], hash(longs)[i]);
            assertEquals(expected[i], hash(wide)[i]);
            assertEquals(expected[i], Hashing.hash(i - 2));
        }
        LongVector constant = new LongVector(4);
        constant.setConstantValue(1);
        assertEquals(expected[3], hash(constant)[0]);
    }

    @Test
    void textHashesByBytesInEveryForm() {
        String[] values = {"", "a", "twelve bytes", "a text of more than sixteen bytes"};
        BytesVector flat = new BytesVector(4);
        byte[] heap = new byte[100];
        int[] starts = new int[4];
        int[] lengths = new int[4];
        int at = 5;
        for (int i = 0; i < 4; i++) {
            byte[] bytes = SegmentFixture.bytes(values[i]);
            flat.append(i, bytes, 0, bytes.length);
            System.arraycopy(bytes, 0, heap, at, bytes.length);
            starts[i] = at;
            lengths[i] = bytes.length;
            at += bytes.length;
        }
        BytesVector coded = new BytesVector(4);
        int[] codes = coded.setDictionary(new Dictionary(heap, starts, lengths, 4));
        for (int i = 0; i < 4; i++) {
            codes[i] = i;
        }
        for (int i = 0; i < 4; i++) {
            byte[] bytes = SegmentFixture.bytes(values[i]);
            assertEquals(hash(flat)[i], hash(coded)[i]);
            assertEquals(hash(flat)[i], Hashing.hash(bytes, 0, bytes.length));
        }
    }

    @Test
    void nullsHashAlikeButNotAsZero() {
        IntVector ints = new IntVector(4);
        BytesVector texts = new BytesVector(4);
        ints.setNull(1);
        texts.setNull(1);
        assertEquals(hash(ints)[1], hash(texts)[1]);
        assertNotEquals(hash(ints)[0], hash(ints)[1]);
        Vector constant = new IntVector(4);
        constant.setConstantNull();
        assertEquals(hash(ints)[1], hash(constant)[3]);
    }

    @Test
    void zeroesAndNansAreOne() {
        DoubleVector doubles = new DoubleVector(4);
        doubles.values()[0] = 0.0;
        doubles.values()[1] = -0.0;
        doubles.values()[2] = Double.NaN;
        doubles.values()[3] = Double.longBitsToDouble(0xFFF8000000000001L);
        long[] hashes = hash(doubles);
        assertEquals(hashes[0], hashes[1]);
        assertEquals(hashes[2], hashes[3]);
    }

    @Test
    void columnOrderMatters() {
        LongVector a = new LongVector(4);
        LongVector b = new LongVector(4);
        a.values()[0] = 1;
        b.values()[0] = 2;
        assertNotEquals(hash(a, b)[0], hash(b, a)[0]);
    }

    @Test
    void consecutiveKeysFillAllBuckets() {
        int[] counts = new int[Hashing.BUCKETS];
        for (int i = 0; i < 100 * Hashing.BUCKETS; i++) {
            counts[Hashing.bucket(Hashing.hash(i))]++;
        }
        for (int count : counts) {
            assertTrue(count > 50 && count < 160, "a bucket has " + count);
        }
    }

    @Test
    void storedBucketsNeverMove() {
        byte[] text = SegmentFixture.bytes("Colonnade stores rows by bucket");
        assertEquals(8335581870889535018L, Hashing.hash(0));
        assertEquals(-5881692343951829313L, Hashing.hash(123_456_789_012L));
        assertEquals(8545897264013653333L, Hashing.hash(text, 0, text.length));
    }
}
