package io.colonnade.storage.encoding;

import static io.colonnade.storage.vector.LittleEndian.getInt;
import static io.colonnade.storage.vector.LittleEndian.getShort;

import java.util.Arrays;

/**
 * Integers as runs of equal values.
 *
 * <pre>
 * 255 u8 | runs u16 | bytes of the values i32 | values as {@link Az64} | lengths - 1 as {@link Az64}
 * </pre>
 */
final class RunLength {
    static final int MARK = 255;
    private static final int HEADER = 7;

    private RunLength() {}

    static int runs(long[] values, int count) {
        int runs = 1;
        for (int i = 1; i < count; i++) {
            runs += values[i] == values[i - 1] ? 0 : 1;
        }
        return runs;
    }

    static void encode(long[] values, int count, int runs, ByteOutput out) {
        long[] runValues = new long[runs];
        long[] lengths = new long[runs];
        int run = -1;
        for (int i = 0; i < count; i++) {
            if (i == 0 || values[i] != values[i - 1]) {
                runValues[++run] = values[i];
            } else {
                lengths[run]++;
            }
        }
        out.putByte(MARK);
        out.putShort(runs);
        int sizeAt = out.size();
        out.putInt(0);
        Az64.encode(runValues, runs, Az64.shape(runValues, runs), out);
        out.setInt(sizeAt, out.size() - sizeAt - 4);
        Az64.encode(lengths, runs, Az64.shape(lengths, runs), out);
    }

    private static int lengthsAt(byte[] bytes, int offset) {
        return offset + HEADER + getInt(bytes, offset + 3);
    }

    static int end(byte[] bytes, int offset) {
        return Az64.end(bytes, lengthsAt(bytes, offset), getShort(bytes, offset + 1));
    }

    static void decode(byte[] bytes, int offset, int count, long[] target) {
        int runs = getShort(bytes, offset + 1);
        int lengths = lengthsAt(bytes, offset);
        int at = 0;
        for (int run = 0; run < runs; run++) {
            long value = Az64.valueAt(bytes, offset + HEADER, run);
            int end = at + (int) Az64.valueAt(bytes, lengths, run) + 1;
            Arrays.fill(target, at, end, value);
            at = end;
        }
        checkCount(at, count);
    }

    static void decode(byte[] bytes, int offset, int count, int[] target) {
        int runs = getShort(bytes, offset + 1);
        int lengths = lengthsAt(bytes, offset);
        int at = 0;
        for (int run = 0; run < runs; run++) {
            int value = (int) Az64.valueAt(bytes, offset + HEADER, run);
            int end = at + (int) Az64.valueAt(bytes, lengths, run) + 1;
            Arrays.fill(target, at, end, value);
            at = end;
        }
        checkCount(at, count);
    }

    private static void checkCount(int found, int count) {
        if (found != count) {
            throw new IllegalStateException(found + " values in runs instead of " + count);
        }
    }
}
