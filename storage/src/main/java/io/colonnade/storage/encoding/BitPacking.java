package io.colonnade.storage.encoding;

import static io.colonnade.storage.vector.LittleEndian.getLong;
import static io.colonnade.storage.vector.LittleEndian.putLong;

import io.colonnade.storage.simd.SimdKernel;
import io.colonnade.storage.vector.Vector;

/**
 * Numbers of `width` bits one after the other, lowest bit first, over little-endian bytes.
 *
 * <p>Widths are 0 to {@link #MAX_WIDTH} and 64: then one unaligned 64-bit load at the byte where a
 * number starts always holds all of it (57 + 7 bits), so unpacking has no branches. Readers load up
 * to 64 bytes behind the numbers: arrays need {@link #SOURCE_PADDING} spare bytes. The unpacking
 * loops also write up to 15 positions behind the last: targets need Vector.PADDING.
 */
final class BitPacking {
    static final int MAX_WIDTH = 57;
    static final int SOURCE_PADDING = 64;

    private static final int TRIAL_ROWS = 2048;
    private static final SimdKernel WIDE = SimdKernel.of("bit-unpack", BitPacking::duel);

    private BitPacking() {}

    /** Has the trial of the SIMD twin begin, if this class was not loaded before. */
    static void warmUp() {
        WIDE.isOn();
    }

    private static SimdKernel.Duel duel() {
        byte[] source = new byte[TRIAL_ROWS * 8 + SOURCE_PADDING];
        long[] longs = new long[TRIAL_ROWS + Vector.PADDING];
        int[] ints = new int[TRIAL_ROWS + Vector.PADDING];
        return new SimdKernel.Duel(
                () -> {
                    for (int width = 1; width <= WideUnpacking.MAX_INT_WIDTH; width += 8) {
                        unpackWindows(source, 0, width, TRIAL_ROWS, 1L, 3L, longs);
                        unpackWindows(source, 0, width, TRIAL_ROWS, 1, 3, ints);
                    }
                },
                () -> {
                    for (int width = 1; width <= WideUnpacking.MAX_INT_WIDTH; width += 8) {
                        WideUnpacking.unpack(source, 0, width, TRIAL_ROWS, 1L, 3L, longs);
                        WideUnpacking.unpack(source, 0, width, TRIAL_ROWS, 1, 3, ints);
                    }
                });
    }

    static int bytes(int count, int width) {
        return count * width + 7 >>> 3;
    }

    /** The width to use for numbers up to `largest` (unsigned). */
    static int width(long largest) {
        int width = 64 - Long.numberOfLeadingZeros(largest);
        return width > MAX_WIDTH ? 64 : width;
    }

    static void pack(long[] codes, int count, int width, ByteOutput out) {
        if (width == 0) {
            return;
        }
        int total = bytes(count, width);
        byte[] target = out.reserve(total + 8);
        int at = out.size();
        if (width == 64) {
            for (int i = 0; i < count; i++) {
                putLong(target, at + 8 * i, codes[i]);
            }
        } else {
            packWindows(codes, count, width, target, at);
        }
        out.advance(total);
    }

    private static void packWindows(long[] codes, int count, int width, byte[] target, int start) {
        int at = start;
        long window = 0;
        int filled = 0;
        for (int i = 0; i < count; i++) {
            long code = codes[i];
            window |= code << filled;
            filled += width;
            if (filled >= 64) {
                putLong(target, at, window);
                at += 8;
                filled -= 64;
                window = filled == 0 ? 0 : code >>> width - filled;
            }
        }
        putLong(target, at, window);
    }

    /** The number at an index. */
    static long get(byte[] source, int offset, int width, int index) {
        if (width == 64) {
            return getLong(source, offset + 8 * index);
        }
        int bit = index * width;
        return getLong(source, offset + (bit >>> 3)) >>> (bit & 7) & (1L << width) - 1;
    }

    /** target[i] = base + factor * number i. */
    static void unpack(
            byte[] source,
            int offset,
            int width,
            int count,
            long base,
            long factor,
            long[] target) {
        if (width == 64) {
            for (int i = 0; i < count; i++) {
                target[i] = base + factor * getLong(source, offset + 8 * i);
            }
            return;
        }
        if (WIDE.isOn()) {
            WideUnpacking.unpack(source, offset, width, count, base, factor, target);
        } else {
            unpackWindows(source, offset, width, count, base, factor, target);
        }
    }

    static void unpackWindows(
            byte[] source,
            int offset,
            int width,
            int count,
            long base,
            long factor,
            long[] target) {
        long mask = (1L << width) - 1;
        for (int i = 0, bit = 0; i < count; i++, bit += width) {
            long code = getLong(source, offset + (bit >>> 3)) >>> (bit & 7) & mask;
            target[i] = base + factor * code;
        }
    }

    /** The same for values that fit an int. */
    static void unpack(
            byte[] source, int offset, int width, int count, int base, int factor, int[] target) {
        if (width == 64) {
            for (int i = 0; i < count; i++) {
                target[i] = base + factor * (int) getLong(source, offset + 8 * i);
            }
            return;
        }
        if (width <= WideUnpacking.MAX_INT_WIDTH && WIDE.isOn()) {
            WideUnpacking.unpack(source, offset, width, count, base, factor, target);
        } else {
            unpackWindows(source, offset, width, count, base, factor, target);
        }
    }

    static void unpackWindows(
            byte[] source, int offset, int width, int count, int base, int factor, int[] target) {
        long mask = (1L << width) - 1;
        for (int i = 0, bit = 0; i < count; i++, bit += width) {
            long code = getLong(source, offset + (bit >>> 3)) >>> (bit & 7) & mask;
            target[i] = base + factor * (int) code;
        }
    }
}
