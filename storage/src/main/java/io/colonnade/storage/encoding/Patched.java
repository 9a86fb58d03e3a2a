package io.colonnade.storage.encoding;

/**
 * Integers of which a few lie far out: {@link Az64} of the others, and exceptions.
 *
 * <pre>
 * 254 u8 | codes as {@link Az64} | {@link Exceptions}
 * </pre>
 */
final class Patched {
    static final int MARK = 254;

    /** What one exception costs: its position and about as much as a value. */
    private static final int POSITION_BITS = 16;

    private static final int HEADER_BITS = 14 * 8;

    private Patched() {}

    /**
     * The values that are not exceptions: those from `low` on, as many as `width` bits count.
     *
     * @param bits about what the encoding takes
     */
    record Window(long low, int width, int exceptions, long bits) {
        /** Modulo 2^64, like all of the arithmetic here. */
        boolean holds(long value) {
            return width == 64 || value - low >>> width == 0;
        }
    }

    /**
     * The cheapest of three kinds of window: from the smallest value up, from the largest down,
     * around a pivot.
     */
    static Window window(long[] values, int first, int end, long pivot, int maxWidth) {
        long min = values[first];
        long max = values[first];
        for (int i = first + 1; i < end; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        int[] up = new int[65];
        int[] down = new int[65];
        int[] around = new int[65];
        for (int i = first; i < end; i++) {
            long value = values[i];
            long distance = value - pivot;
            up[64 - Long.numberOfLeadingZeros(value - min)]++;
            down[64 - Long.numberOfLeadingZeros(max - value)]++;
            // as many bits as the two's complement of the distance has
            around[65 - Long.numberOfLeadingZeros(distance ^ distance >> 63)]++;
        }
        int rangeWidth = 64 - Long.numberOfLeadingZeros(max - min);
        long[] best = {Long.MAX_VALUE, 0, 0};
        int kind = 0;
        int[][] histograms = {up, down, around};
        for (int k = 0; k < histograms.length; k++) {
            kind = cheapest(histograms[k], end - first, rangeWidth, maxWidth, best) ? k : kind;
        }
        int width = (int) best[1];
        long size = 1L << width;
        long low = kind == 0 ? min : kind == 1 ? max - size + 1 : pivot - (size >>> 1);
        return new Window(low, width, (int) best[2], best[0]);
    }

    /** Puts bits, width and exceptions into `best` and says so if they beat it. */
    private static boolean cheapest(
            int[] histogram, int count, int rangeWidth, int maxWidth, long[] best) {
        boolean better = false;
        int inside = 0;
        for (int width = 0; width <= maxWidth; width++) {
            inside += histogram[width];
            int exceptions = count - inside;
            long bits = (long) count * width + exceptions * (long) (POSITION_BITS + rangeWidth);
            if (bits + HEADER_BITS < best[0]) {
                best[0] = bits + HEADER_BITS;
                best[1] = width;
                best[2] = exceptions;
                better = true;
            }
        }
        return better;
    }

    /** Overwrites the values. */
    static void encode(long[] values, int count, Window window, ByteOutput out) {
        long filler = window.low();
        for (int i = count - 1; i >= 0; i--) {
            filler = window.holds(values[i]) ? values[i] : filler;
        }
        Exceptions exceptions = new Exceptions();
        for (int i = 0; i < count; i++) {
            if (!window.holds(values[i])) {
                exceptions.add(i, values[i]);
                values[i] = filler;
            }
        }
        out.putByte(MARK);
        Az64.encode(values, count, Az64.shape(values, count), out);
        exceptions.put(out);
    }

    static int end(byte[] bytes, int offset, int count) {
        return Exceptions.end(bytes, Az64.end(bytes, offset + 1, count));
    }

    static void decode(byte[] bytes, int offset, int count, long[] target) {
        Az64.decode(bytes, offset + 1, count, target);
        Exceptions.patch(bytes, Az64.end(bytes, offset + 1, count), target);
    }

    static void decode(byte[] bytes, int offset, int count, int[] target) {
        Az64.decode(bytes, offset + 1, count, target);
        Exceptions.patch(bytes, Az64.end(bytes, offset + 1, count), target);
    }
}
