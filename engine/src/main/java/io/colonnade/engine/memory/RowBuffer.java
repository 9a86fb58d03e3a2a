package io.colonnade.engine.memory;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

/**
 * Any number of rows, column by column, paid for by a reservation. The state of joins, sorts,
 * groups and windows. One thread appends; once complete, many may read.
 */
public final class RowBuffer implements AutoCloseable {
    private static final int INITIAL_ROWS = 256;

    /** Room for padding below Java's array limit. */
    private static final int MAX_ROWS = Integer.MAX_VALUE - 128;

    /** Below this a batch's text is not measured before it is taken. */
    private static final long AMPLE_BYTES = 4 << 20;

    private final RowColumn[] columns;
    private final MemoryReservation whole;
    private final MemoryReservation fixed;

    /** One per column, so that columns can be filled by different threads. */
    private final MemoryReservation[] heaps;

    private final int rowBytes;
    private int rows;
    private int capacity;

    public RowBuffer(List<PhysicalType> types, MemoryReservation memory) {
        whole = memory;
        fixed = memory.part();
        columns = new RowColumn[types.size()];
        heaps = new MemoryReservation[types.size()];
        int bytes = 0;
        for (int i = 0; i < columns.length; i++) {
            heaps[i] = memory.part();
            columns[i] = RowColumn.create(types.get(i), heaps[i]);
            bytes += columns[i].rowBytes();
        }
        rowBytes = bytes;
    }

    public int rows() {
        return rows;
    }

    public int columnCount() {
        return columns.length;
    }

    public RowColumn column(int index) {
        return columns[index];
    }

    /** Bytes reserved for the rows. */
    public long bytes() {
        long bytes = fixed.bytes();
        for (MemoryReservation heap : heaps) {
            bytes += heap.bytes();
        }
        return bytes;
    }

    /**
     * For rows that can be spilled: reserves what taking these will need.
     *
     * @param vectors one per column
     * @param extraBytes to be reserved besides
     * @return false if they should be spilled first
     */
    public boolean prepare(Vector[] vectors, int[] positions, int count, long extraBytes) {
        return prepare(vectors, positions, count, extraBytes, false);
    }

    /** The same for rows that were spilled, and are now worked on a part at a time. */
    public boolean prepareLate(Vector[] vectors, int[] positions, int count, long extraBytes) {
        return prepare(vectors, positions, count, extraBytes, true);
    }

    private boolean prepare(
            Vector[] vectors, int[] positions, int count, long extraBytes, boolean late) {
        if (whole.isAmple(3 * bytes() + extraBytes + AMPLE_BYTES)) {
            return true;
        }
        long next = rows + (long) count <= capacity ? 0 : nextCapacity(count) * rowBytes;
        for (int c = 0; c < columns.length; c++) {
            next += columns[c].heapGrowth(vectors[c], positions, count);
        }
        return late ? whole.prepayLate(next + extraBytes) : whole.prepay(next + extraBytes);
    }

    /** Gives back what {@link #prepare} reserved in vain. */
    public void settle() {
        whole.settle();
    }

    /** Copies the selected rows of a batch with the same columns. */
    public void append(Batch batch) {
        int count = batch.rowCount();
        ensure(count);
        for (int c = 0; c < columns.length; c++) {
            columns[c].append(batch.column(c), batch.selection(), count, rows);
        }
        rows += count;
    }

    /** Copies rows at some positions of vectors, one vector per column. */
    public void append(Vector[] vectors, int[] positions, int count) {
        ensure(count);
        for (int c = 0; c < columns.length; c++) {
            columns[c].append(vectors[c], positions, count, rows);
        }
        rows += count;
    }

    /** The values of an INT column; row i at index i. */
    public int[] ints(int column) {
        return ((IntColumn) columns[column]).values();
    }

    /** Overwrites rows first, first + 1, ... of an INT column. */
    public void fillInts(int column, int first, int count, int value) {
        Arrays.fill(ints(column), first, first + count, value);
    }

    /** Copies entries first.. of `chosen` (or rows first.. if it is null) of a like buffer. */
    public void appendRows(RowBuffer source, int[] chosen, int first, int count) {
        ensure(count);
        for (int c = 0; c < columns.length; c++) {
            columns[c].appendRows(source.columns[c], chosen, first, count, rows);
        }
        rows += count;
    }

    /** Makes room for so many more rows. */
    public void ensure(int more) {
        long wanted = rows + (long) more;
        if (wanted <= capacity) {
            return;
        }
        if (wanted > MAX_ROWS) {
            throw new ColonnadeException(
                    ErrorCode.OUT_OF_MEMORY, "one operator cannot hold more than 2^31 rows");
        }
        int next = (int) nextCapacity(more);
        fixed.grow((long) next * rowBytes);
        for (RowColumn column : columns) {
            column.grow(next);
        }
        fixed.resize((long) next * rowBytes);
        capacity = next;
    }

    private long nextCapacity(int more) {
        long doubled = Math.max(INITIAL_ROWS, Math.min(MAX_ROWS, capacity * 2L));
        return Math.max(rows + (long) more, doubled);
    }

    /**
     * Copies all rows of like buffers behind each other and closes those.
     *
     * @param parallel runs pieces (here: columns), perhaps on several threads, until all are done
     */
    public void appendAll(List<RowBuffer> parts, ObjIntConsumer<IntConsumer> parallel) {
        long total = 0;
        for (RowBuffer part : parts) {
            total += part.rows;
        }
        ensure((int) Math.min(total, Integer.MAX_VALUE));
        int first = rows;
        parallel.accept(column -> appendColumn(parts, column, first), columns.length);
        rows += (int) total;
        parts.forEach(RowBuffer::close);
    }

    private void appendColumn(List<RowBuffer> parts, int column, int first) {
        int at = first;
        for (RowBuffer part : parts) {
            columns[column].appendRows(part.columns[column], null, 0, part.rows, at);
            at += part.rows;
        }
    }

    /** Gives the reservation back; the rows must not be used any more. */
    @Override
    public void close() {
        fixed.close();
        for (MemoryReservation heap : heaps) {
            heap.close();
        }
    }
}
