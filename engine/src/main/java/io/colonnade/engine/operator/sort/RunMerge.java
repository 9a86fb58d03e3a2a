package io.colonnade.engine.operator.sort;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.spill.SpilledRows;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.segment.ZoneImage;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * Several sorted runs as one: a heap of cursors, ordered by an image of the first key and, where
 * that is equal, by all keys. An output batch ends where a cursor's batch does. One thread.
 */
final class RunMerge implements AutoCloseable {
    private final List<SortKey> keys;
    private final List<PhysicalType> keyTypes = new ArrayList<>();
    private final int columns;
    private final MemoryReservation memory;

    /** The cursor with the next row first; entry i is not behind 2i + 1 and 2i + 2. */
    private final Cursor[] heap;

    private int size;

    /** Set when the first cursor's batch was used up by the last output. */
    private boolean exhausted;

    private final List<Cursor> cursors = new ArrayList<>();
    private final Batch byCursor;
    private final Batch output;
    private final int[] order = new int[Batch.CAPACITY];
    private final int[] cursorOf = new int[Batch.CAPACITY];
    private final int[] rowOf = new int[Batch.CAPACITY];
    private final int[] rowAt = new int[Batch.CAPACITY];
    private final int[] chosen = new int[Batch.CAPACITY];
    private final int[] starts;

    RunMerge(
            List<SpilledRows> runs,
            List<SqlType> types,
            List<SortKey> keys,
            MemoryReservation parent) {
        this.keys = keys;
        columns = types.size();
        memory = parent.part();
        List<PhysicalType> physical = Types.physical(types);
        keys.forEach(key -> keyTypes.add(physical.get(key.getColumn())));
        byCursor = Batch.create(types);
        output = Batch.create(types);
        heap = new Cursor[runs.size()];
        starts = new int[runs.size()];
        for (SpilledRows run : runs) {
            Cursor cursor = new Cursor(cursors.size(), run.reader());
            cursors.add(cursor);
            if (cursor.load()) {
                heap[size++] = cursor;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    /** The place that was reached in one run. */
    private final class Cursor {
        private final int number;
        private final SpilledRows.Reader run;
        private final MemoryReservation own = memory.part();
        private final long[] images = new long[Batch.CAPACITY];
        private Batch batch;
        private RowBuffer keyRows;
        private int row;

        /** Rows of the batch in the output under way. */
        private int taken;

        Cursor(int number, SpilledRows.Reader run) {
            this.number = number;
            this.run = run;
        }

        /** Takes the run's next batch; false at its end. */
        boolean load() {
            if (keyRows != null) {
                keyRows.close();
            }
            row = 0;
            batch = run.next();
            if (batch == null) {
                own.close();
                return false;
            }
            long bytes = 0;
            for (int c = 0; c < columns; c++) {
                bytes += batch.column(c).retainedBytes();
            }
            own.resize(bytes);
            keyRows = new RowBuffer(keyTypes, own);
            Vector[] vectors = new Vector[keys.size()];
            for (int k = 0; k < vectors.length; k++) {
                vectors[k] = batch.column(keys.get(k).getColumn());
                vectors[k].flatten(batch.size());
            }
            keyRows.append(vectors, null, batch.size());
            fillImages(vectors[0]);
            return true;
        }

        private void fillImages(Vector first) {
            SortKey key = keys.getFirst();
            long nullImage = key.getNullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
            for (int i = 0; i < batch.size(); i++) {
                if (first.isNull(i)) {
                    images[i] = nullImage;
                } else {
                    long image = ZoneImage.of(first, i);
                    images[i] = key.getDescending() ? ~image : image;
                }
            }
        }

        boolean isBefore(Cursor other) {
            long mine = images[row];
            long others = other.images[other.row];
            return mine != others ? mine < others : compareKeys(other) < 0;
        }

        private int compareKeys(Cursor other) {
            for (int k = 0; k < keys.size(); k++) {
                SortKey key = keys.get(k);
                RowColumn left = keyRows.column(k);
                RowColumn right = other.keyRows.column(k);
                boolean leftNull = left.isNull(row);
                boolean rightNull = right.isNull(other.row);
                if (leftNull != rightNull) {
                    return leftNull == key.getNullsFirst() ? -1 : 1;
                }
                int order = leftNull ? 0 : left.compare(row, right, other.row);
                if (order != 0) {
                    return key.getDescending() ? -order : order;
                }
            }
            return 0;
        }
    }

    private void siftDown(int from) {
        int i = from;
        Cursor moved = heap[i];
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(moved)) {
                break;
            }
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = moved;
    }

    /** The next batch in order, valid until the next call; null at the end. */
    Batch next() {
        if (exhausted) {
            exhausted = false;
            if (!heap[0].load()) {
                heap[0] = heap[--size];
                heap[size] = null;
            }
            if (size > 0) {
                siftDown(0);
            }
        }
        if (size == 0) {
            return null;
        }
        int count = 0;
        while (count < Batch.CAPACITY && !exhausted) {
            Cursor first = heap[0];
            cursorOf[count] = first.number;
            rowOf[count++] = first.row++;
            first.taken++;
            if (first.row == first.batch.size()) {
                exhausted = true;
            } else {
                siftDown(0);
            }
        }
        gather(count);
        return output;
    }

    /** First the rows of each cursor together, then all in their order. */
    private void gather(int count) {
        for (int c = 0; c < columns; c++) {
            byCursor.column(c).reset();
            output.column(c).reset();
        }
        int offset = 0;
        for (Cursor cursor : cursors) {
            starts[cursor.number] = offset;
            offset += cursor.taken;
        }
        for (int i = 0; i < count; i++) {
            order[i] = starts[cursorOf[i]]++;
            rowAt[order[i]] = rowOf[i];
        }
        for (Cursor cursor : cursors) {
            if (cursor.taken > 0) {
                int first = starts[cursor.number] - cursor.taken;
                System.arraycopy(rowAt, first, chosen, 0, cursor.taken);
                for (int c = 0; c < columns; c++) {
                    byCursor.column(c).gather(cursor.batch.column(c), chosen, cursor.taken, first);
                }
                cursor.taken = 0;
            }
        }
        for (int c = 0; c < columns; c++) {
            output.column(c).gather(byCursor.column(c), order, count, 0);
        }
        output.setSize(count);
    }

    @Override
    public void close() {
        memory.close();
    }
}
