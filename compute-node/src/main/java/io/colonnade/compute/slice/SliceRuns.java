package io.colonnade.compute.slice;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.segment.SegmentWriter;
import io.colonnade.storage.snapshot.RowOrigins;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Everything that a statement adds to one slice: the sorted runs of all workers, and then the
 * segments that they are merged into. Workers add runs at the same time; afterwards one worker
 * writes.
 */
final class SliceRuns implements AutoCloseable {
    private final TableDefinition table;
    private final Shape shape;
    private final TableWriter.Target target;

    // Guarded by itself.
    private final List<SortedRows> runs = new ArrayList<>();

    // What the workers have in memory in the end for an interleaved order; guarded by runs.
    private final List<InterleavedBuffer> unsorted = new ArrayList<>();

    // The writing worker's only.
    private SortedRows merged;

    // The writing worker's only: the number of what is merged, and its segments so far.
    private long run;
    private int runSegments;

    /**
     * What the rows are like.
     *
     * @param types of the rows
     * @param keyColumns positions of the sort key
     * @param origins whether the last column is where each row comes from, to be reported
     */
    record Shape(List<SqlType> types, BucketRange buckets, int[] keyColumns, boolean origins) {}

    SliceRuns(TableDefinition table, Shape shape, TableWriter.Target target) {
        this.table = table;
        this.shape = shape;
        this.target = target;
    }

    void add(SortedRows run) {
        synchronized (runs) {
            runs.add(run);
        }
    }

    /** Adds rows that are ranked together with those that other workers add so. */
    void add(InterleavedBuffer rows) {
        synchronized (runs) {
            unsorted.add(rows);
        }
    }

    /** Writes the next segment; null when all rows are written. After all runs were added. */
    WriteResult writeSegment() {
        WriteResult written = null;
        while (written == null && (merged != null || startMerge())) {
            written = writeSegment(merged);
            if (written == null) {
                merged.close();
                merged = null;
            }
        }
        return written;
    }

    /**
     * Merges all runs, or takes the next one alone if the table's order is interleaved: a run that
     * was spilled ranked its values by itself, so that its places mean nothing to the others.
     */
    private boolean startMerge() {
        synchronized (runs) {
            if (!unsorted.isEmpty()) {
                runs.add(rankedTogether());
            }
            if (runs.isEmpty()) {
                return false;
            }
            boolean all = table.getSort() != SortStyle.INTERLEAVED;
            List<SortedRows> some = all ? runs : runs.subList(0, 1);
            merged =
                    all ? new MergedRows(some, shape.types(), shape.keyColumns()) : some.getFirst();
            some.clear();
            run = shape.keyColumns().length == 0 ? 0 : newRun();
            runSegments = 0;
            return true;
        }
    }

    /** One run of all that is unsorted. */
    private SortedRows rankedTogether() {
        InterleavedBuffer all = unsorted.getFirst();
        while (unsorted.size() > 1) {
            all.take(unsorted.getLast());
            unsorted.removeLast();
        }
        SortedRows sorted = all.sort();
        unsorted.clear();
        return sorted;
    }

    /** Runs of different statements must not have one number; zero means none. */
    private static long newRun() {
        return UUID.randomUUID().getMostSignificantBits() >>> 1 | 1;
    }

    /** Writes a segment of the rows that come next; null at their end. */
    private WriteResult writeSegment(SortedRows rows) {
        SegmentWriter segment = null;
        RowOrigins.Encoder origins = shape.origins() ? new RowOrigins.Encoder() : null;
        while (segment == null || !segment.isFull()) {
            target.cancel().check();
            Batch batch = rows.next();
            if (batch == null) {
                break;
            }
            if (segment == null) {
                segment = new SegmentWriter(table, target.objects(), newKey());
            }
            segment.append(origins == null ? batch : withoutOrigins(batch, origins));
        }
        return segment == null ? null : report(segment, origins);
    }

    private static Batch withoutOrigins(Batch batch, RowOrigins.Encoder origins) {
        Vector[] columns = new Vector[batch.columnCount() - 1];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(i);
        }
        LongVector ids = (LongVector) batch.column(columns.length);
        for (int i = 0; i < batch.rowCount(); i++) {
            origins.add(ids.value(batch.position(i)));
        }
        Batch rows = new Batch(columns);
        rows.copyShape(batch);
        return rows;
    }

    private String newKey() {
        return String.format(
                Locale.ROOT,
                "data/%d/%04d/%s.seg",
                table.getId(),
                shape.buckets().first(),
                UUID.randomUUID());
    }

    /** The ordinal is that within the run; the leader gives the one within the table. */
    private WriteResult report(SegmentWriter segment, RowOrigins.Encoder origins) {
        SegmentDescriptor descriptor =
                segment.finish().toBuilder()
                        .setFirstBucket(shape.buckets().first())
                        .setLastBucket(shape.buckets().last())
                        .setSortedRun(run)
                        .setOrdinal(runSegments++)
                        .build();
        WriteResult.Builder result = WriteResult.newBuilder().setSegment(descriptor);
        return (origins == null ? result : result.setRowOrigins(origins.encoded())).build();
    }

    @Override
    public void close() {
        if (merged != null) {
            merged.close();
            merged = null;
        }
        synchronized (runs) {
            runs.forEach(SortedRows::close);
            runs.clear();
            unsorted.forEach(InterleavedBuffer::close);
            unsorted.clear();
        }
    }
}
