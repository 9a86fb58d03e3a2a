package io.colonnade.storage.vector;

/**
 * Distinct text values that dictionary vectors point to. Immutable after construction and shared
 * between threads; compare by identity to know that codes mean the same.
 */
public final class Dictionary {
    private final byte[] bytes;
    private final int[] starts;
    private final int[] lengths;
    private final int size;
    private volatile long[] hashes;

    /**
     * Takes over the arrays.
     *
     * @param bytes all values one after the other
     * @param starts start of value `code` in bytes
     * @param lengths its length in bytes
     */
    public Dictionary(byte[] bytes, int[] starts, int[] lengths, int size) {
        this.bytes = bytes;
        this.starts = starts;
        this.lengths = lengths;
        this.size = size;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int[] starts() {
        return starts;
    }

    public int[] lengths() {
        return lengths;
    }

    public int size() {
        return size;
    }

    /** {@link Hashing#textImage(byte[], int, int)} of every value, computed once. */
    long[] hashes() {
        long[] known = hashes;
        if (known == null) {
            known = new long[size];
            for (int i = 0; i < size; i++) {
                known[i] = Hashing.textImage(bytes, starts[i], lengths[i]);
            }
            hashes = known;
        }
        return known;
    }

    public long retainedBytes() {
        long[] known = hashes;
        return bytes.length + 8L * starts.length + (known == null ? 0 : 8L * known.length);
    }
}
