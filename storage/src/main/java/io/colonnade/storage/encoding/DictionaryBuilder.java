package io.colonnade.storage.encoding;

import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.Hashing;

import java.util.Arrays;

/**
 * Collects distinct text values and gives each a code, in order of arrival. Bounded: a value that
 * does not fit any more gets {@link #FULL}. Owned by one column writer.
 *
 * <p>An open-addressing table of codes + 1; hashes are kept so that growing compares nothing.
 */
public final class DictionaryBuilder {
    public static final int FULL = -1;

    private final int maxEntries;
    private final int maxBytes;
    private int[] table = new int[1024];
    private byte[] bytes = new byte[4096];
    private int used;
    private int[] starts = new int[512];
    private int[] lengths = new int[512];
    private long[] hashes = new long[512];
    private int size;

    public DictionaryBuilder(int maxEntries, int maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    public int size() {
        return size;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int start(int code) {
        return starts[code];
    }

    public int length(int code) {
        return lengths[code];
    }

    /** {@link Hashing#textImage(byte[], int, int)} of a value. */
    public long hash(int code) {
        return hashes[code];
    }

    /** The code of a value, a new one if need be; {@link #FULL} if there is no room. */
    public int add(byte[] source, int start, int length) {
        return add(source, start, length, Hashing.textImage(source, start, length));
    }

    /** As add, with the value's {@link Hashing#textImage(byte[], int, int)}. */
    public int add(byte[] source, int start, int length, long hash) {
        int mask = table.length - 1;
        int slot = slot(hash) & mask;
        while (table[slot] != 0) {
            int code = table[slot] - 1;
            if (hashes[code] == hash
                    && Arrays.equals(
                            bytes,
                            starts[code],
                            starts[code] + lengths[code],
                            source,
                            start,
                            start + length)) {
                return code;
            }
            slot = slot + 1 & mask;
        }
        return insert(source, start, length, hash, slot);
    }

    private static int slot(long hash) {
        return (int) (hash ^ hash >>> 32);
    }

    private int insert(byte[] source, int start, int length, long hash, int slot) {
        if (size == maxEntries || length > maxBytes - used) {
            return FULL;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            lengths = Arrays.copyOf(lengths, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        if (length > bytes.length - used) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + length));
        }
        System.arraycopy(source, start, bytes, used, length);
        starts[size] = used;
        lengths[size] = length;
        hashes[size] = hash;
        used += length;
        table[slot] = ++size;
        if (2 * size > table.length) {
            rehash(2 * table.length);
        }
        return size - 1;
    }

    private void rehash(int capacity) {
        table = new int[capacity];
        int mask = capacity - 1;
        for (int code = 0; code < size; code++) {
            int slot = slot(hashes[code]) & mask;
            while (table[slot] != 0) {
                slot = slot + 1 & mask;
            }
            table[slot] = code + 1;
        }
    }

    /**
     * Puts the values into byte order, so that equal sets of values give equal dictionaries.
     *
     * @return the new code of every old one
     */
    public int[] sort() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (a, b) ->
                        Arrays.compareUnsigned(
                                bytes,
                                starts[a],
                                starts[a] + lengths[a],
                                bytes,
                                starts[b],
                                starts[b] + lengths[b]));
        int[] newCodes = new int[size];
        int[] newStarts = new int[starts.length];
        int[] newLengths = new int[starts.length];
        long[] newHashes = new long[starts.length];
        for (int i = 0; i < size; i++) {
            int old = order[i];
            newCodes[old] = i;
            newStarts[i] = starts[old];
            newLengths[i] = lengths[old];
            newHashes[i] = hashes[old];
        }
        starts = newStarts;
        lengths = newLengths;
        hashes = newHashes;
        rehash(table.length);
        return newCodes;
    }

    /** The values so far. */
    public Dictionary build() {
        return new Dictionary(
                Arrays.copyOf(bytes, used),
                Arrays.copyOf(starts, size),
                Arrays.copyOf(lengths, size),
                size);
    }
}
