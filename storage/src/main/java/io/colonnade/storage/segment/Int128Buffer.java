package io.colonnade.storage.segment;

import io.colonnade.storage.encoding.ByteOutput;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.storage.encoding.Lane;
import io.colonnade.storage.encoding.NumberDictionary;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.ColumnEncoding;

import java.util.Arrays;

/**
 * Rows of a column of 128-bit numbers.
 *
 * <pre>
 * RAW, LZ4, ZSTD  n x i64 high | n x i64 low
 * others          1 u8 | Integers, each sign-extended; or, when a value of the vector needs more,
 *                 2 u8 | Integers of the high words | Integers of the low words
 *                 (format version 1: 0 u8 | RAW)
 * BYTEDICT        codes and exceptions, each sign-extended
 * </pre>
 *
 * <p>BYTEDICT is for blocks whose values all fit 64 bits; others get AZ64.
 */
final class Int128Buffer extends ColumnBuffer {
    static final int WIDE = 0;
    static final int NARROW = 1;
    static final int SPLIT = 2;
    private static final int BYTE_ENTRIES = 256;

    private long[] high = new long[SegmentFormat.VECTOR_ROWS];
    private long[] low = new long[SegmentFormat.VECTOR_ROWS];
    private final long[] scratch = new long[SegmentFormat.VECTOR_ROWS];

    Int128Buffer(ColumnEncoding choice) {
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
                    case AUTO, AZ64, TEXT255, TEXT32K -> Encoding.AZ64;
                    case BYTEDICT -> isNarrow(0, count) ? Encoding.BYTEDICT : Encoding.AZ64;
                    case RAW -> Encoding.RAW;
                    case LZO -> Encoding.LZ4;
                    case ZSTD -> Encoding.ZSTD;
                    case DELTA, DELTA32K, MOSTLY8, MOSTLY16, MOSTLY32, RUNLENGTH ->
                            Encoding.valueOf(choice().name());
                };
        NumberDictionary dictionary = new NumberDictionary(BYTE_ENTRIES);
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (startVector(first, n, builder)) {
                putVector(encoding, first, n, dictionary, builder.body());
            }
        }
        return encoding == Encoding.BYTEDICT
                ? builder.finish(encoding, Block.OWN_DICTIONARY, dictionary.toBytes())
                : builder.finish(encoding, Block.NO_DICTIONARY, new byte[0]);
    }

    private boolean isNarrow(int first, int n) {
        for (int i = first; i < first + n; i++) {
            if (high[i] != low[i] >> 63) {
                return false;
            }
        }
        return true;
    }

    private boolean startVector(int first, int n, BlockBuilder builder) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = first; i < first + n; i++) {
            if (!isNull(i)) {
                long image = ZoneImage.of(high[i], low[i]);
                min = Math.min(min, image);
                max = Math.max(max, image);
                distinct().add(Hashing.int128Image(high[i], low[i]));
            }
        }
        int nulls = nullCount(first, n);
        builder.startVector(n, min, max, nulls);
        if (nulls > 0 && nulls < n) {
            replaceNulls(first, n);
            builder.putValidity(validity(), first, n);
        }
        return nulls < n;
    }

    /** A NULL takes the value before it, the leading ones the first value: runs stay long. */
    private void replaceNulls(int first, int n) {
        int last = first;
        while (isNull(last)) {
            last++;
        }
        for (int i = first; i < first + n; i++) {
            last = isNull(i) ? last : i;
            high[i] = high[last];
            low[i] = low[last];
        }
    }

    private void putVector(
            Encoding encoding, int first, int n, NumberDictionary dictionary, ByteOutput body) {
        switch (encoding) {
            case RAW, LZ4, ZSTD -> putWords(first, n, body);
            case BYTEDICT -> {
                System.arraycopy(low, first, scratch, 0, n);
                dictionary.putCodes(scratch, n, body);
            }
            default -> {
                boolean narrow = isNarrow(first, n);
                body.putByte(narrow ? NARROW : SPLIT);
                if (!narrow) {
                    System.arraycopy(high, first, scratch, 0, n);
                    Integers.encode(encoding, scratch, n, body);
                }
                System.arraycopy(low, first, scratch, 0, n);
                Integers.encode(encoding, scratch, n, body);
            }
        }
    }

    private void putWords(int first, int n, ByteOutput body) {
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
