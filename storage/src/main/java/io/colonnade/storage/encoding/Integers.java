package io.colonnade.storage.encoding;

/**
 * Up to 2,048 integers (values, dictionary codes, lengths, bits of doubles) in one of the forms
 * {@link Az64}, {@link Patched}, {@link RunLength}, {@link Delta}, {@link Mostly}; the first byte
 * tells which. Stateless.
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

    /** Exceptions are patched in one by one: more than this share would be felt. */
    private static final int PATCHED_SHARE = 32;

    /** Patching must save so much, for it takes the values their decoding one by one. */
    private static final double PATCHED_MAX_BITS = 0.85;

    /** Codes so narrow leave nothing to save. */
    private static final int PATCHED_MIN_WIDTH = 4;

    private Integers() {}

    /** Has the fastest unpacking of this CPU tried out in the background; once per process. */
    public static void warmUp() {
        BitPacking.warmUp();
    }

    /** Overwrites the values; the form that suits them. */
    public static void encode(long[] values, int count, ByteOutput out) {
        Az64.Shape shape = Az64.shape(values, count);
        int runs = RunLength.runs(values, count);
        boolean longRuns = (long) runs * MIN_AVERAGE_RUN <= count;
        if (longRuns && 3L * runs * (shape.width() + RUN_LENGTH_BITS) < shape.bits(count)) {
            RunLength.encode(values, count, runs, out);
            return;
        }
        if (shape.width() >= PATCHED_MIN_WIDTH) {
            Patched.Window window =
                    Patched.window(values, 0, count, values[count / 2], BitPacking.MAX_WIDTH);
            if (window.exceptions() * PATCHED_SHARE <= count
                    && window.bits() <= PATCHED_MAX_BITS * shape.bits(count)) {
                Patched.encode(values, count, window, out);
                return;
            }
        }
        Az64.encode(values, count, shape, out);
    }

    /** In the form of an encoding that has one of its own; overwrites the values. */
    public static void encode(Encoding encoding, long[] values, int count, ByteOutput out) {
        switch (encoding) {
            case AZ64 -> encode(values, count, out);
            case RUNLENGTH -> encodeRuns(values, count, out);
            case DELTA -> Delta.encode(values, count, Delta.NARROW_BITS, out);
            case DELTA32K -> Delta.encode(values, count, Delta.WIDE_BITS, out);
            case MOSTLY8 -> Mostly.encode(values, count, 1, out);
            case MOSTLY16 -> Mostly.encode(values, count, 2, out);
            case MOSTLY32 -> Mostly.encode(values, count, 4, out);
            case RAW, DICTIONARY, LZ4, ZSTD, FSST, BYTEDICT, TEXT255, TEXT32K, ALP ->
                    throw new IllegalArgumentException(encoding + " of integers");
        }
    }

    /** As {@link #encode}, but plain {@link Az64} in any case. */
    public static void encodeAz64(long[] values, int count, ByteOutput out) {
        Az64.encode(values, count, Az64.shape(values, count), out);
    }

    /** As {@link #encode}, always as runs. */
    public static void encodeRuns(long[] values, int count, ByteOutput out) {
        RunLength.encode(values, count, RunLength.runs(values, count), out);
    }

    /** Where the encoding of `count` values at `offset` ends. */
    public static int end(byte[] bytes, int offset, int count) {
        return switch (bytes[offset] & 0xFF) {
            case RunLength.MARK -> RunLength.end(bytes, offset);
            case Patched.MARK -> Patched.end(bytes, offset, count);
            case Delta.MARK -> Delta.end(bytes, offset, count);
            case Mostly.MARK -> Mostly.end(bytes, offset, count);
            default -> Az64.end(bytes, offset, count);
        };
    }

    public static void decode(byte[] bytes, int offset, int count, long[] target) {
        switch (bytes[offset] & 0xFF) {
            case RunLength.MARK -> RunLength.decode(bytes, offset, count, target);
            case Patched.MARK -> Patched.decode(bytes, offset, count, target);
            case Delta.MARK -> Delta.decode(bytes, offset, count, target);
            case Mostly.MARK -> Mostly.decode(bytes, offset, count, target);
            default -> Az64.decode(bytes, offset, count, target);
        }
    }

    /** The values must fit an int. */
    public static void decode(byte[] bytes, int offset, int count, int[] target) {
        switch (bytes[offset] & 0xFF) {
            case RunLength.MARK -> RunLength.decode(bytes, offset, count, target);
            case Patched.MARK -> Patched.decode(bytes, offset, count, target);
            case Delta.MARK -> Delta.decode(bytes, offset, count, target);
            case Mostly.MARK -> Mostly.decode(bytes, offset, count, target);
            default -> Az64.decode(bytes, offset, count, target);
        }
    }

    private static boolean isPlain(byte[] bytes, int offset) {
        return (bytes[offset] & 0xFF) < Mostly.MARK;
    }

    /** Decodes only the selected positions where that is cheaper, else all. */
    public static void decode(
            byte[] bytes, int offset, int count, int[] selection, int selected, long[] target) {
        if (!isPlain(bytes, offset) || selected > count / SINGLE_DECODE_SHARE) {
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
        if (!isPlain(bytes, offset) || selected > count / SINGLE_DECODE_SHARE) {
            decode(bytes, offset, count, target);
            return;
        }
        for (int i = 0; i < selected; i++) {
            target[selection[i]] = (int) Az64.valueAt(bytes, offset, selection[i]);
        }
    }
}
