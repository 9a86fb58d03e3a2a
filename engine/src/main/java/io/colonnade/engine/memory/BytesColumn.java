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

    /** Null once the values turned out to be many; then there are no codes either. */
    private TextCodes distinct = new TextCodes();

    /** By row. */
    private int[] codes = new int[0];

    private volatile Dictionary dictionary;

    /** The dictionary appended from last, and a row of each of its values, -1 = none. */
    private Dictionary cached;

    private int[] cachedRows;

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
        return 13;
    }

    @Override
    void growValues(int rows) {
        starts = Arrays.copyOf(starts, rows);
        lengths = Arrays.copyOf(lengths, rows);
        if (distinct != null) {
            codes = Arrays.copyOf(codes, rows);
        }
    }

    @Override
    void appendValues(Vector source, int[] selection, int count, int at) {
        BytesVector from = (BytesVector) source;
        dictionary = null;
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
                setEmpty(at + i);
            } else {
                set(at + i, bytes, from.startAt(p), from.lengthAt(p));
            }
        }
    }

    private void setEmpty(int row) {
        starts[row] = 0;
        lengths[row] = 0;
        if (distinct != null) {
            codes[row] = 0;
        }
    }

    /** Stores a value at a row: once per distinct value while those are few. */
    private void set(int row, byte[] bytes, int start, int length) {
        lengths[row] = length;
        if (distinct == null) {
            starts[row] = store(bytes, start, length);
            return;
        }
        int code = distinct.find(bytes, start, length, heap);
        if (code >= 0) {
            codes[row] = code;
            starts[row] = distinct.starts()[code];
            return;
        }
        starts[row] = store(bytes, start, length);
        if (distinct.size() < TextCodes.MAX_CODES) {
            codes[row] = distinct.add(-1 - code, starts[row], length);
        } else {
            distinct = null;
            codes = null;
        }
    }

    private void appendCodes(BytesVector from, int[] selection, int count, int at) {
        Dictionary values = from.dictionary();
        if (values != cached) {
            cached = values;
            cachedRows = new int[values.size()];
            Arrays.fill(cachedRows, -1);
        }
        int[] vectorCodes = from.codes();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (from.isNull(p)) {
                setEmpty(at + i);
                continue;
            }
            int code = vectorCodes[p];
            int row = cachedRows[code];
            if (row < 0) {
                set(at + i, values.bytes(), values.starts()[code], values.lengths()[code]);
                cachedRows[code] = at + i;
            } else {
                copyWithin(row, at + i);
            }
        }
    }

    private void copyWithin(int row, int to) {
        starts[to] = starts[row];
        lengths[to] = lengths[row];
        if (distinct != null) {
            codes[to] = codes[row];
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

    @Override
    long heapGrowth(Vector source, int[] positions, int count) {
        BytesVector from = (BytesVector) source;
        long text = 0;
        for (int i = 0; i < count; i++) {
            int p = positions == null ? i : positions[i];
            text += from.isNull(p) ? 0 : from.lengthAt(p);
        }
        return used + text <= heap.length
                ? 0
                : Math.max(INITIAL_HEAP_BYTES, Math.max(used + text, used * 2L));
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

    @Override
    void appendRowValues(RowColumn source, int[] rows, int first, int count, int at) {
        BytesColumn from = (BytesColumn) source;
        dictionary = null;
        if (rows == null && first == 0 && from.distinct == null) {
            distinct = null;
            codes = null;
            if (from.used <= 2L * sum(from.lengths, count)) {
                appendWhole(from, count, at);
                return;
            }
        }
        if (from.distinct != null) {
            appendCoded(from, rows, first, count, at);
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = rows == null ? first + i : rows[first + i];
            set(at + i, from.heap, from.starts[row], from.lengths[row]);
        }
    }

    private void appendCoded(BytesColumn from, int[] rows, int first, int count, int at) {
        int[] rowOfCode = new int[from.distinct.size()];
        Arrays.fill(rowOfCode, -1);
        for (int i = 0; i < count; i++) {
            int row = rows == null ? first + i : rows[first + i];
            if (from.isNull(row)) {
                setEmpty(at + i);
                continue;
            }
            int code = from.codes[row];
            if (rowOfCode[code] < 0) {
                set(at + i, from.heap, from.starts[row], from.lengths[row]);
                rowOfCode[code] = at + i;
            } else {
                copyWithin(rowOfCode[code], at + i);
            }
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
        if (distinct != null) {
            gather(codes, rows, count, to.setDictionary(dictionary()));
            return;
        }
        to.setHeap(heap);
        gather(starts, rows, count, to.starts());
        gather(lengths, rows, count, to.lengths());
    }

    private static void gather(int[] from, int[] rows, int count, int[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
    }

    @Override
    void scatterValues(int[] rows, int[] positions, int count, Vector target) {
        BytesVector to = (BytesVector) target;
        if (distinct != null) {
            scatter(codes, rows, positions, count, to.setDictionary(dictionary()));
            return;
        }
        to.setHeap(heap);
        scatter(starts, rows, positions, count, to.starts());
        scatter(lengths, rows, positions, count, to.lengths());
    }

    private static void scatter(int[] from, int[] rows, int[] positions, int count, int[] to) {
        for (int i = 0; i < count; i++) {
            to[positions[i]] = from[rows[i]];
        }
    }

    @Override
    void copyValues(int first, int count, Vector target) {
        BytesVector to = (BytesVector) target;
        if (distinct != null) {
            System.arraycopy(codes, first, to.setDictionary(dictionary()), 0, count);
            return;
        }
        to.setHeap(heap);
        System.arraycopy(starts, first, to.starts(), 0, count);
        System.arraycopy(lengths, first, to.lengths(), 0, count);
    }

    /** The distinct values; made by the first reader after the last append. */
    private Dictionary dictionary() {
        Dictionary known = dictionary;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (dictionary == null) {
                dictionary =
                        new Dictionary(
                                heap, distinct.starts(), distinct.lengths(), distinct.size());
            }
            return dictionary;
        }
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
