package io.colonnade.storage.vector;

import io.colonnade.type.PhysicalType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text (or binary) values: a start and a length per position into a heap of bytes.
 *
 * <p>Two forms beside constant: flat, where {@link #heap()}, {@link #starts()} and {@link
 * #lengths()} hold the values; and dictionary, where {@link #codes()} index {@link #dictionary()}
 * and the flat arrays mean nothing until {@link #flatten}. Several positions may share bytes, and
 * the heap may be foreign (a block's or a dictionary's array that this vector only points to):
 * never write into {@link #heap()}; use {@link #append} or {@link #setHeap}.
 */
public final class BytesVector extends Vector {
    private final int[] starts;
    private final int[] lengths;
    private byte[] heap = EMPTY;
    private byte[] ownHeap = EMPTY;
    private int ownUsed;
    private int[] codes;
    private Dictionary dictionary;

    private static final byte[] EMPTY = new byte[0];

    public BytesVector(int capacity) {
        super(capacity);
        starts = new int[capacity + PADDING];
        lengths = new int[capacity + PADDING];
    }

    @Override
    public PhysicalType type() {
        return PhysicalType.BYTES;
    }

    @Override
    public void reset() {
        super.reset();
        dictionary = null;
        heap = ownHeap;
        ownUsed = 0;
    }

    public byte[] heap() {
        return heap;
    }

    public int[] starts() {
        return starts;
    }

    public int[] lengths() {
        return lengths;
    }

    public boolean isDictionary() {
        return dictionary != null;
    }

    public Dictionary dictionary() {
        return dictionary;
    }

    public int[] codes() {
        return codes;
    }

    /** Makes this a dictionary vector and returns the code array to fill. */
    public int[] setDictionary(Dictionary values) {
        reset();
        dictionary = values;
        if (codes == null) {
            codes = new int[capacity() + PADDING];
        }
        return codes;
    }

    /** Makes this a flat vector over a foreign heap; the caller fills starts and lengths. */
    public void setHeap(byte[] bytes) {
        reset();
        heap = bytes;
    }

    /** Start in {@link #heapAt} of the value at a position, for any form; not for NULLs. */
    public int startAt(int position) {
        int p = isConstant() ? 0 : position;
        return dictionary == null ? starts[p] : dictionary.starts()[codes[p]];
    }

    public int lengthAt(int position) {
        int p = isConstant() ? 0 : position;
        return dictionary == null ? lengths[p] : dictionary.lengths()[codes[p]];
    }

    /** The bytes that {@link #startAt} counts in. */
    public byte[] heapAt() {
        return dictionary == null ? heap : dictionary.bytes();
    }

    /** Copies a value into this vector's own heap, at a position. Only after {@link #reset}. */
    public void append(int position, byte[] source, int start, int length) {
        reserve(length);
        System.arraycopy(source, start, ownHeap, ownUsed, length);
        starts[position] = ownUsed;
        lengths[position] = length;
        ownUsed += length;
    }

    /** Grows the own heap so that `bytes` more fit, then {@link #commit} can place a value. */
    public byte[] reserve(int bytes) {
        if (ownUsed + (long) bytes > ownHeap.length) {
            long wanted = Math.max(ownHeap.length * 2L, ownUsed + (long) bytes + 256);
            ownHeap = Arrays.copyOf(ownHeap, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
            heap = ownHeap;
        }
        return ownHeap;
    }

    /** Where the next value in the reserved own heap goes. */
    public int reservedStart() {
        return ownUsed;
    }

    /** Declares that `length` bytes were written at {@link #reservedStart} for a position. */
    public void commit(int position, int length) {
        starts[position] = ownUsed;
        lengths[position] = length;
        ownUsed += length;
    }

    /** Makes this a constant. */
    public void setConstantValue(byte[] value) {
        reset();
        append(0, value, 0, value.length);
        setConstant(true);
    }

    /** The value as a string, for messages and tests; null for NULL. */
    public String text(int position) {
        return isNull(position)
                ? null
                : new String(
                        heapAt(), startAt(position), lengthAt(position), StandardCharsets.UTF_8);
    }

    /**
     * Copies the bytes into this vector's own heap. Offset 0 into a reset vector or an append to
     * what was gathered before; a dictionary source is resolved.
     */
    @Override
    void gatherValues(Vector source, int[] selection, int count, int offset) {
        BytesVector from = (BytesVector) source;
        byte[] bytes = from.heapAt();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (from.isNull(p)) {
                starts[offset + i] = 0;
                lengths[offset + i] = 0;
            } else {
                append(offset + i, bytes, from.startAt(p), from.lengthAt(p));
            }
        }
    }

    @Override
    public void flatten(int count) {
        if (dictionary != null) {
            int[] dictionaryStarts = dictionary.starts();
            int[] dictionaryLengths = dictionary.lengths();
            int n = isConstant() ? 1 : count;
            for (int i = 0; i < n; i++) {
                int code = codes[i];
                if (code < dictionary.size() && code >= 0) {
                    starts[i] = dictionaryStarts[code];
                    lengths[i] = dictionaryLengths[code];
                } else {
                    starts[i] = 0;
                    lengths[i] = 0;
                }
            }
            heap = dictionary.bytes();
            dictionary = null;
        }
        if (isConstant()) {
            Arrays.fill(starts, 1, Math.max(1, count), starts[0]);
            Arrays.fill(lengths, 1, Math.max(1, count), lengths[0]);
            flattenConstantNulls(count);
        }
    }

    @Override
    public long retainedBytes() {
        return super.retainedBytes()
                + 8L * starts.length
                + ownHeap.length
                + (codes == null ? 0 : 4L * codes.length);
    }
}
