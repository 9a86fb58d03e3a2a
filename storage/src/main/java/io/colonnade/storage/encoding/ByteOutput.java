package io.colonnade.storage.encoding;

import io.colonnade.storage.vector.LittleEndian;

import java.util.Arrays;

/** Bytes being written: a growing array, little endian. Owned by one writer, reused by reset. */
public final class ByteOutput {
    private byte[] bytes;
    private int size;

    public ByteOutput(int capacity) {
        bytes = new byte[capacity];
    }

    /** Forgets the content, keeps the array. */
    public void reset() {
        size = 0;
    }

    public int size() {
        return size;
    }

    /** The array; valid until the next put. */
    public byte[] array() {
        return bytes;
    }

    /** Makes room for `count` more bytes and returns the array; {@link #advance} claims them. */
    public byte[] reserve(int count) {
        if (count > bytes.length - size) {
            long wanted = Math.max(2L * bytes.length, (long) size + count);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
        return bytes;
    }

    public void advance(int count) {
        size += count;
    }

    public void putByte(int value) {
        reserve(1)[size] = (byte) value;
        size++;
    }

    public void putShort(int value) {
        LittleEndian.putShort(reserve(2), size, value);
        size += 2;
    }

    public void putInt(int value) {
        LittleEndian.putInt(reserve(4), size, value);
        size += 4;
    }

    public void putLong(long value) {
        LittleEndian.putLong(reserve(8), size, value);
        size += 8;
    }

    public void putBytes(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, reserve(length), size, length);
        size += length;
    }

    /** Overwrites four bytes written before. */
    public void setInt(int offset, int value) {
        LittleEndian.putInt(bytes, offset, value);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
