package io.colonnade.engine.memory;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;

/**
 * Rows of text: start and length in one growing heap. Values of a dictionary vector are stored once
 * per dictionary, rows share them. Owned by a {@link RowBuffer}.
 */
public final class BytesColumn extends RowColumn {
    /** Java's longest array, nearly. */
    private static final int MAX_HEAP_BYTES = Integer.MAX_VALUE - 16;

    /** Larger dictionaries are not worth a code table: their values hardly repeat. */
    private static final int MAX_CACHED_DICTIONARY = 1 << 16;

    private static final int INITIAL_HEAP_BYTES = 1024;

    private final MemoryReservation memory;
    private int[] starts = new int[0];
    private int[] lengths = new int[0];
    private byte[] heap = new byte[0];
    private int used;
    private Dictionary cached;
    private int[] cachedStarts;

    BytesColumn(MemoryReservation memory) {
        this.memory = memory;
    }

    @Override
    public PhysicalType type() {
        return PhysicalType.BYTES;
    }

    public int[] starts() {
        return starts;
    }

    public int[] lengths() {
        return lengths;
    }

    public byte[] heap() {
        return heap;
    }

    @Override
    int rowBytes() {
        return 9;
    }

    @Override
    void growValues(int rows) {
        starts = Arrays.copyOf(starts, rows);
        lengths = Arrays.copyOf(lengths, rows);
    }

    @Override
    void appendValues(Vector source, int[] selection, int count, int at) {
        BytesVector from = (BytesVector) source;
        if (from.isDictionary()
                && !from.isConstant()
                && from.dictionary().size() <= MAX_CACHED_DICTIONARY) {
            appendCodes(from, selection, count, at);
            return;
        }
        byte[] bytes = from.heapAt();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (from.isNull(p)) {
                starts[at + i] = 0;
                lengths[at + i] = 0;
            } else {
                int length = from.lengthAt(p);
                starts[at + i] = store(bytes, from.startAt(p), length);
                lengths[at + i] = length;
            }
        }
    }

    private void appendCodes(BytesVector from, int[] selection, int count, int at) {
        Dictionary dictionary = from.dictionary();
        if (dictionary != cached) {
            cached = dictionary;
            cachedStarts = new int[dictionary.size()];
            Arrays.fill(cachedStarts, -1);
        }
        int[] codes = from.codes();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (from.isNull(p)) {
                starts[at + i] = 0;
                lengths[at + i] = 0;
                continue;
            }
            int code = codes[p];
            int length = dictionary.lengths()[code];
            if (cachedStarts[code] < 0) {
                cachedStarts[code] = store(dictionary.bytes(), dictionary.starts()[code], length);
            }
            starts[at + i] = cachedStarts[code];
            lengths[at + i] = length;
        }
    }

    private int store(byte[] bytes, int start, int length) {
        if (used > heap.length - length) {
            growHeap(length);
        }
        System.arraycopy(bytes, start, heap, used, length);
        int at = used;
        used += length;
        return at;
    }

    private void growHeap(int bytes) {
        long wanted = used + (long) bytes;
        if (wanted > MAX_HEAP_BYTES) {
            throw new ColonnadeException(
                            ErrorCode.OUT_OF_MEMORY,
                            "one operator cannot hold more than 2 GB of one text column per worker")
                    .hint("select fewer or narrower columns");
        }
        int next = (int) Math.min(MAX_HEAP_BYTES, Math.max(wanted, used * 2L));
        next = Math.max(next, INITIAL_HEAP_BYTES);
        memory.grow(next);
        byte[] larger = Arrays.copyOf(heap, next);
        memory.resize(memory.bytes() - heap.length);
        heap = larger;
    }

    /** Drops what only appending needs. */
    void seal() {
        cached = null;
        cachedStarts = null;
    }

    @Override
    void appendRowValues(RowColumn source, int[] rows, int first, int count, int at) {
        BytesColumn from = (BytesColumn) source;
        if (rows == null && first == 0 && from.used <= 2L * sum(from.lengths, count)) {
            appendWhole(from, count, at);
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = rows == null ? first + i : rows[first + i];
            starts[at + i] = store(from.heap, from.starts[row], from.lengths[row]);
            lengths[at + i] = from.lengths[row];
        }
    }

    /** One copy of the heap instead of one per value. */
    private void appendWhole(BytesColumn from, int count, int at) {
        int base = store(from.heap, 0, from.used);
        for (int i = 0; i < count; i++) {
            starts[at + i] = from.starts[i] + base;
        }
        System.arraycopy(from.lengths, 0, lengths, at, count);
    }

    private static long sum(int[] lengths, int count) {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += lengths[i];
        }
        return total;
    }

    @Override
    void gatherValues(int[] rows, int count, Vector target) {
        BytesVector to = (BytesVector) target;
        to.setHeap(heap);
        gather(starts, lengths, rows, count, to.starts(), to.lengths());
    }

    private static void gather(
            int[] starts, int[] lengths, int[] rows, int count, int[] toStarts, int[] toLengths) {
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            toStarts[i] = starts[row];
            toLengths[i] = lengths[row];
        }
    }

    @Override
    void scatterValues(int[] rows, int[] positions, int count, Vector target) {
        BytesVector to = (BytesVector) target;
        to.setHeap(heap);
        int[] toStarts = to.starts();
        int[] toLengths = to.lengths();
        for (int i = 0; i < count; i++) {
            toStarts[positions[i]] = starts[rows[i]];
            toLengths[positions[i]] = lengths[rows[i]];
        }
    }

    @Override
    void copyValues(int first, int count, Vector target) {
        BytesVector to = (BytesVector) target;
        to.setHeap(heap);
        System.arraycopy(starts, first, to.starts(), 0, count);
        System.arraycopy(lengths, first, to.lengths(), 0, count);
    }

    @Override
    int keepEqualValues(Vector vector, int[] positions, int[] rows, int[] candidates, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int c = candidates[i];
            if (equal(vector, positions[c], rows[c])) {
                candidates[kept++] = c;
            }
        }
        return kept;
    }

    @Override
    public boolean equal(Vector vector, int position, int row) {
        BytesVector left = (BytesVector) vector;
        int length = left.lengthAt(position);
        if (length != lengths[row]) {
            return false;
        }
        int start = left.startAt(position);
        return Arrays.equals(
                left.heapAt(), start, start + length, heap, starts[row], starts[row] + length);
    }

    @Override
    public int compare(Vector vector, int position, int row) {
        BytesVector left = (BytesVector) vector;
        int start = left.startAt(position);
        return Arrays.compareUnsigned(
                left.heapAt(),
                start,
                start + left.lengthAt(position),
                heap,
                starts[row],
                starts[row] + lengths[row]);
    }

    @Override
    public int compare(int row, RowColumn other, int otherRow) {
        BytesColumn right = (BytesColumn) other;
        int start = starts[row];
        int otherStart = right.starts[otherRow];
        return Arrays.compareUnsigned(
                heap,
                start,
                start + lengths[row],
                right.heap,
                otherStart,
                otherStart + right.lengths[otherRow]);
    }
}
