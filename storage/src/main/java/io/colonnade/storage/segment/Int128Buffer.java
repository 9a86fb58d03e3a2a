package io.colonnade.storage.segment;

import io.colonnade.storage.encoding.ByteOutput;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.encoding.EncodingChoice;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.storage.encoding.Lane;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * Rows of a column of 128-bit numbers.
 *
 * <pre>
 * RAW    n x i64 high | n x i64 low
 * AZ64   1 u8 | Integers, each sign-extended; or, when a value of the vector needs more, 0 u8 | RAW
 * </pre>
 */
final class Int128Buffer extends ColumnBuffer {
    static final int WIDE = 0;
    static final int NARROW = 1;

    private long[] high = new long[SegmentFormat.VECTOR_ROWS];
    private long[] low = new long[SegmentFormat.VECTOR_ROWS];
    private final long[] scratch = new long[SegmentFormat.VECTOR_ROWS];

    Int128Buffer(EncodingChoice choice) {
        super(choice);
    }

    @Override
    void appendValues(Vector vector, int[] selection, int first, int count) {
        Int128Vector from = (Int128Vector) vector;
        int at = rows();
        if (at + count > high.length) {
            int capacity = grown(high.length, at + count);
            high = Arrays.copyOf(high, capacity);
            low = Arrays.copyOf(low, capacity);
        }
        for (int i = 0; i < count; i++) {
            int p = selection == null ? first + i : selection[first + i];
            boolean isNull = from.isNull(p);
            high[at + i] = isNull ? 0 : from.highAt(p);
            low[at + i] = isNull ? 0 : from.lowAt(p);
        }
    }

    @Override
    EncodedBlock encode(int count, BlockBuilder builder) {
        Encoding encoding =
                switch (choice()) {
                    case AUTO, AZ64, RUNLENGTH, DICTIONARY -> Encoding.AZ64;
                    case RAW -> Encoding.RAW;
                    case LZ4 -> Encoding.LZ4;
                    case ZSTD -> Encoding.ZSTD;
                };
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            putVector(encoding, first, n, builder);
        }
        return builder.finish(encoding, Block.NO_DICTIONARY, new byte[0]);
    }

    private void putVector(Encoding encoding, int first, int n, BlockBuilder builder) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        boolean narrow = encoding == Encoding.AZ64;
        for (int i = first; i < first + n; i++) {
            if (!isNull(i)) {
                long image = ZoneImage.of(high[i], low[i]);
                min = Math.min(min, image);
                max = Math.max(max, image);
                narrow &= high[i] == low[i] >> 63;
                distinct().add(Hashing.int128Image(high[i], low[i]));
            }
        }
        int nulls = nullCount(first, n);
        builder.startVector(n, min, max, nulls);
        if (nulls == n) {
            return;
        }
        if (nulls > 0) {
            builder.putValidity(validity(), first, n);
        }
        ByteOutput body = builder.body();
        if (narrow) {
            body.putByte(NARROW);
            for (int i = 0; i < n; i++) {
                // keeps the zero of a NULL out of the range of the others
                scratch[i] = isNull(first + i) ? min : low[first + i];
            }
            Integers.encode(scratch, n, body);
            return;
        }
        if (encoding == Encoding.AZ64) {
            body.putByte(WIDE);
        }
        for (int i = first; i < first + n; i++) {
            body.putLong(high[i]);
        }
        for (int i = first; i < first + n; i++) {
            body.putLong(low[i]);
        }
    }

    @Override
    void dropValues(int count) {
        System.arraycopy(high, count, high, 0, rows() - count);
        System.arraycopy(low, count, low, 0, rows() - count);
    }

    @Override
    long rawBytes(int count) {
        return (long) count * Lane.INT128.bytes();
    }
}
