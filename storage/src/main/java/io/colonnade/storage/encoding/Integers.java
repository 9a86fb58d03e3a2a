package io.colonnade.storage.encoding;

/**
 * Up to 2,048 integers (values, dictionary codes, lengths, bits of doubles) in the form that suits
 * them: {@link Az64} or {@link RunLength}; the first byte tells. Stateless.
 *
 * <p>Sources of the reading methods need {@link #SOURCE_PADDING} spare bytes at the end of the
 * array, targets the padding of vectors.
 */
public final class Integers {
    public static final int SOURCE_PADDING = BitPacking.SOURCE_PADDING;

    /** Runs shorter than this decode slower than bit-packed codes. */
    private static final int MIN_AVERAGE_RUN = 16;

    private static final int RUN_LENGTH_BITS = 12;

    /** One value in so many is the break-even of decoding values one by one. */
    private static final int SINGLE_DECODE_SHARE = 32;

    private Integers() {}

    /** Has the fastest unpacking of this CPU tried out in the background; once per process. */
    public static void warmUp() {
        WideSupport.start();
    }

    /** Overwrites the values. */
    public static void encode(long[] values, int count, ByteOutput out) {
        Az64.Shape shape = Az64.shape(values, count);
        int runs = RunLength.runs(values, count);
        boolean longRuns = (long) runs * MIN_AVERAGE_RUN <= count;
        if (longRuns && 3L * runs * (shape.width() + RUN_LENGTH_BITS) < shape.bits(count)) {
            RunLength.encode(values, count, runs, out);
        } else {
            Az64.encode(values, count, shape, out);
        }
    }

    /** As {@link #encode}, never as runs. */
    public static void encodeAz64(long[] values, int count, ByteOutput out) {
        Az64.encode(values, count, Az64.shape(values, count), out);
    }

    /** As {@link #encode}, always as runs. */
    public static void encodeRuns(long[] values, int count, ByteOutput out) {
        RunLength.encode(values, count, RunLength.runs(values, count), out);
    }

    private static boolean isRuns(byte[] bytes, int offset) {
        return (bytes[offset] & 0xFF) == RunLength.MARK;
    }

    /** Where the encoding of `count` values at `offset` ends. */
    public static int end(byte[] bytes, int offset, int count) {
        return isRuns(bytes, offset)
                ? RunLength.end(bytes, offset)
                : Az64.end(bytes, offset, count);
    }

    public static void decode(byte[] bytes, int offset, int count, long[] target) {
        if (isRuns(bytes, offset)) {
            RunLength.decode(bytes, offset, count, target);
        } else {
            Az64.decode(bytes, offset, count, target);
        }
    }

    /** The values must fit an int. */
    public static void decode(byte[] bytes, int offset, int count, int[] target) {
        if (isRuns(bytes, offset)) {
            RunLength.decode(bytes, offset, count, target);
        } else {
            Az64.decode(bytes, offset, count, target);
        }
    }

    /** Decodes only the selected positions where that is cheaper, else all. */
    public static void decode(
            byte[] bytes, int offset, int count, int[] selection, int selected, long[] target) {
        if (isRuns(bytes, offset) || selected > count / SINGLE_DECODE_SHARE) {
            decode(bytes, offset, count, target);
            return;
        }
        for (int i = 0; i < selected; i++) {
            target[selection[i]] = Az64.valueAt(bytes, offset, selection[i]);
        }
    }

    /** The same for values that fit an int. */
    public static void decode(
            byte[] bytes, int offset, int count, int[] selection, int selected, int[] target) {
        if (isRuns(bytes, offset) || selected > count / SINGLE_DECODE_SHARE) {
            decode(bytes, offset, count, target);
            return;
        }
        for (int i = 0; i < selected; i++) {
            target[selection[i]] = (int) Az64.valueAt(bytes, offset, selection[i]);
        }
    }
}
