package io.colonnade.leader.pgwire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that messages are written to, big endian. Owned by one thread. */
final class WireBuffer {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    WireBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Cuts the content, or takes over what was written into {@link #array} behind it. */
    void setSize(int newSize) {
        size = newSize;
    }

    /** Makes sure that `count` bytes fit behind the content, and returns the array. */
    byte[] reserve(int count) {
        if (bytes.length - size < count) {
            long wanted = Math.max(bytes.length * 2L, (long) size + count);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
        return bytes;
    }

    void int8(int value) {
        reserve(1)[size++] = (byte) value;
    }

    void int16(int value) {
        SHORT.set(reserve(2), size, (short) value);
        size += 2;
    }

    void int32(int value) {
        INT.set(reserve(4), size, value);
        size += 4;
    }

    void int64(long value) {
        LONG.set(reserve(8), size, value);
        size += 8;
    }

    /** Overwrites four bytes. */
    void setInt32(int at, int value) {
        INT.set(bytes, at, value);
    }

    void bytes(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, reserve(length), size, length);
        size += length;
    }

    void bytes(byte[] source) {
        bytes(source, 0, source.length);
    }

    /** A text with the zero byte that ends it; zero bytes inside would end it early and go. */
    void text(String value) {
        bytes(
                (value.indexOf('\0') < 0 ? value : value.replace("\0", ""))
                        .getBytes(StandardCharsets.UTF_8));
        int8(0);
    }

    /** Starts a message and returns the mark for {@link #end}. */
    int begin(char type) {
        reserve(5)[size] = (byte) type;
        size += 5;
        return size - 4;
    }

    /** Fills in the length of the message begun at the mark. */
    void end(int mark) {
        setInt32(mark, size - mark);
    }
}
