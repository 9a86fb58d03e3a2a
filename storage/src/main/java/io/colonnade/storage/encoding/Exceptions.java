package io.colonnade.storage.encoding;

import static io.colonnade.storage.vector.LittleEndian.getShort;

import java.util.Arrays;

/**
 * The values of a vector that its narrow form cannot hold: gathered while encoding, patched in
 * after decoding. One collector per encoding call.
 *
 * <pre>
 * count u16 | [positions u16 each | values as {@link Az64}]
 * </pre>
 */
final class Exceptions {
    private int[] positions = new int[16];
    private long[] values = new long[16];
    private int count;

    void add(int position, long value) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        positions[count] = position;
        values[count++] = value;
    }

    int count() {
        return count;
    }

    /** Only once: the values are overwritten. */
    void put(ByteOutput out) {
        out.putShort(count);
        for (int i = 0; i < count; i++) {
            out.putShort(positions[i]);
        }
        if (count > 0) {
            Az64.encode(values, count, Az64.shape(values, count), out);
        }
    }

    static int end(byte[] bytes, int offset) {
        int count = getShort(bytes, offset);
        int values = offset + 2 + 2 * count;
        return count == 0 ? values : Az64.end(bytes, values, count);
    }

    static void patch(byte[] bytes, int offset, long[] target) {
        int count = getShort(bytes, offset);
        int at = offset + 2 + 2 * count;
        for (int i = 0; i < count; i++) {
            target[getShort(bytes, offset + 2 + 2 * i)] = Az64.valueAt(bytes, at, i);
        }
    }

    static void patch(byte[] bytes, int offset, int[] target) {
        int count = getShort(bytes, offset);
        int at = offset + 2 + 2 * count;
        for (int i = 0; i < count; i++) {
            target[getShort(bytes, offset + 2 + 2 * i)] = (int) Az64.valueAt(bytes, at, i);
        }
    }

    /** The values are the bits of a lane. */
    static void patch(Lane lane, byte[] bytes, int offset, double[] target) {
        int count = getShort(bytes, offset);
        int at = offset + 2 + 2 * count;
        for (int i = 0; i < count; i++) {
            long bits = Az64.valueAt(bytes, at, i);
            target[getShort(bytes, offset + 2 + 2 * i)] = Doubles.value(lane, bits);
        }
    }

    /** The values are what stands left of the lowest `right` bits. */
    static void patchLeft(byte[] bytes, int offset, int right, long[] target) {
        int count = getShort(bytes, offset);
        int at = offset + 2 + 2 * count;
        long mask = (1L << right) - 1;
        for (int i = 0; i < count; i++) {
            int position = getShort(bytes, offset + 2 + 2 * i);
            target[position] = Az64.valueAt(bytes, at, i) << right | target[position] & mask;
        }
    }
}
