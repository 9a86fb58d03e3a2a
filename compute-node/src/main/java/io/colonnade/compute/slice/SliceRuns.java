package io.colonnade.compute.slice;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.segment.SegmentWriter;
import io.colonnade.storage.vector.Batch;
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
    private final List<SqlType> types;
    private final BucketRange buckets;
    private final TableWriter.Target target;
    private final int[] keyColumns;

    // Guarded by itself.
    private final List<SortedRows> runs = new ArrayList<>();

    // The writing worker's only.
    private SortedRows merged;

    SliceRuns(
            TableDefinition table,
            List<SqlType> types,
            BucketRange buckets,
            int[] keyColumns,
            TableWriter.Target target) {
        this.table = table;
        this.types = types;
        this.buckets = buckets;
        this.keyColumns = keyColumns;
        this.target = target;
    }

    void add(SortedRows run) {
        synchronized (runs) {
            runs.add(run);
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
     * Merges all runs, or takes the next one alone if the table's order is interleaved: each run
     * ranks its values by itself, so that its places mean nothing to the others.
     */
    private boolean startMerge() {
        synchronized (runs) {
            if (runs.isEmpty()) {
                return false;
            }
            boolean all = table.getSort() != SortStyle.INTERLEAVED;
            List<SortedRows> some = all ? runs : runs.subList(0, 1);
            merged = all ? new MergedRows(some, types, keyColumns) : some.getFirst();
            some.clear();
            return true;
        }
    }

    /** Writes a segment of the rows that come next; null at their end. */
    private WriteResult writeSegment(SortedRows rows) {
        SegmentWriter segment = null;
        while (segment == null || !segment.isFull()) {
            target.cancel().check();
            Batch batch = rows.next();
            if (batch == null) {
                break;
            }
            if (segment == null) {
                segment = new SegmentWriter(table, target.objects(), newKey());
            }
            segment.append(batch);
        }
        return segment == null ? null : report(segment);
    }

    private String newKey() {
        return String.format(
                Locale.ROOT,
                "data/%d/%04d/%s.seg",
                table.getId(),
                buckets.first(),
                UUID.randomUUID());
    }

    private WriteResult report(SegmentWriter segment) {
        SegmentDescriptor descriptor =
                segment.finish().toBuilder()
                        .setFirstBucket(buckets.first())
                        .setLastBucket(buckets.last())
                        .build();
        return WriteResult.newBuilder().setSegment(descriptor).build();
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
        }
    }
}
