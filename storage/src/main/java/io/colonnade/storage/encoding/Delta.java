package io.colonnade.storage.encoding;

/**
 * Integers as differences, each to the value 16 positions before: sixteen lanes side by side, so
 * that adding them up again needs no step from one lane to the next.
 *
 * <pre>
 * 253 u8 | the first up to 16 values as {@link Az64} | [differences as {@link Patched}]
 * </pre>
 *
 * <p>Differences are stored for all positions; those of the first 16 mean nothing. Redshift's DELTA
 * holds differences of one byte, its DELTA32K of two; larger ones are exceptions.
 */
final class Delta {
    static final int MARK = 253;
    static final int NARROW_BITS = 8;
    static final int WIDE_BITS = 16;

    private static final int LANES = 16;

    private Delta() {}

    /** Overwrites the values. */
    static void encode(long[] values, int count, int maxWidth, ByteOutput out) {
        int heads = Math.min(LANES, count);
        long[] differences = new long[count];
        for (int i = LANES; i < count; i++) {
            differences[i] = values[i] - values[i - LANES];
        }
        out.putByte(MARK);
        Az64.encode(values, heads, Az64.shape(values, heads), out);
        if (count == heads) {
            return;
        }
        Patched.Window window = Patched.window(differences, LANES, count, 0, maxWidth);
        int like = LANES;
        while (like < count - 1 && !window.holds(differences[like])) {
            like++;
        }
        for (int i = 0; i < LANES; i++) {
            differences[i] = differences[like];
        }
        Patched.encode(differences, count, window, out);
    }

    static int end(byte[] bytes, int offset, int count) {
        int differences = Az64.end(bytes, offset + 1, Math.min(LANES, count));
        return count <= LANES ? differences : Patched.end(bytes, differences, count);
    }

    static void decode(byte[] bytes, int offset, int count, long[] target) {
        int heads = Math.min(LANES, count);
        if (count > LANES) {
            Patched.decode(bytes, Az64.end(bytes, offset + 1, heads), count, target);
        }
        for (int i = 0; i < heads; i++) {
            target[i] = Az64.valueAt(bytes, offset + 1, i);
        }
        for (int i = LANES; i < count; i++) {
            target[i] += target[i - LANES];
        }
    }

    static void decode(byte[] bytes, int offset, int count, int[] target) {
        int heads = Math.min(LANES, count);
        if (count > LANES) {
            Patched.decode(bytes, Az64.end(bytes, offset + 1, heads), count, target);
        }
        for (int i = 0; i < heads; i++) {
            target[i] = (int) Az64.valueAt(bytes, offset + 1, i);
        }
        for (int i = LANES; i < count; i++) {
            target[i] += target[i - LANES];
        }
    }
}
