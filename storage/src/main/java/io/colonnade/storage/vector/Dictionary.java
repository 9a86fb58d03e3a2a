package io.colonnade.storage.vector;

/**
 * Distinct text values that dictionary vectors point to. Immutable after construction and shared
 * between threads; compare by identity to know that codes mean the same.
 *
 * @param bytes all values one after the other
 * @param starts start of value `code` in bytes
 * @param lengths its length in bytes
 */
public record Dictionary(byte[] bytes, int[] starts, int[] lengths, int size) {
    public long retainedBytes() {
        return bytes.length + 8L * starts.length;
    }
}
