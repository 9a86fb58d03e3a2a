package io.colonnade.storage.encoding;

import static io.colonnade.storage.vector.LittleEndian.getInt;
import static io.colonnade.storage.vector.LittleEndian.getShort;
import static io.colonnade.storage.vector.LittleEndian.putInt;
import static io.colonnade.storage.vector.LittleEndian.putShort;

/**
 * Integers in 1, 2 or 4 bytes each, as two's complement; what does not fit is an exception.
 * Redshift's MOSTLY8, MOSTLY16 and MOSTLY32.
 *
 * <pre>
 * 252 u8 | bytes per value u8 | values | {@link Exceptions}
 * </pre>
 */
final class Mostly {
    static final int MARK = 252;

    private Mostly() {}

    /** Overwrites the values. */
    static void encode(long[] values, int count, int width, ByteOutput out) {
        Exceptions exceptions = new Exceptions();
        int dropped = 64 - 8 * width;
        for (int i = 0; i < count; i++) {
            if (values[i] << dropped >> dropped != values[i]) {
                exceptions.add(i, values[i]);
                values[i] = 0;
            }
        }
        out.putByte(MARK);
        out.putByte(width);
        byte[] target = out.reserve(count * width);
        int at = out.size();
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target[at + i] = (byte) values[i];
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    putShort(target, at + 2 * i, (int) values[i]);
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    putInt(target, at + 4 * i, (int) values[i]);
                }
            }
            default -> throw new IllegalArgumentException(width + " bytes");
        }
        out.advance(count * width);
        exceptions.put(out);
    }

    private static int exceptionsAt(byte[] bytes, int offset, int count) {
        return offset + 2 + count * bytes[offset + 1];
    }

    static int end(byte[] bytes, int offset, int count) {
        return Exceptions.end(bytes, exceptionsAt(bytes, offset, count));
    }

    static void decode(byte[] bytes, int offset, int count, long[] target) {
        int at = offset + 2;
        switch (bytes[offset + 1]) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = bytes[at + i];
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = (short) getShort(bytes, at + 2 * i);
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = getInt(bytes, at + 4 * i);
                }
            }
            default -> throw damaged(bytes[offset + 1]);
        }
        Exceptions.patch(bytes, exceptionsAt(bytes, offset, count), target);
    }

    static void decode(byte[] bytes, int offset, int count, int[] target) {
        int at = offset + 2;
        switch (bytes[offset + 1]) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = bytes[at + i];
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = (short) getShort(bytes, at + 2 * i);
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = getInt(bytes, at + 4 * i);
                }
            }
            default -> throw damaged(bytes[offset + 1]);
        }
        Exceptions.patch(bytes, exceptionsAt(bytes, offset, count), target);
    }

    private static IllegalStateException damaged(int width) {
        return new IllegalStateException("narrow values of " + width + " bytes");
    }
}
