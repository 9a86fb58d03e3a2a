package io.colonnade.compute.slice;

import io.colonnade.log.SegmentDescriptor;
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
        if (merged == null) {
            synchronized (runs) {
                merged = new MergedRows(runs, types, keyColumns);
            }
        }
        SegmentWriter segment = null;
        while (segment == null || !segment.isFull()) {
            target.cancel().check();
            Batch batch = merged.next();
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
        }
        synchronized (runs) {
            runs.forEach(SortedRows::close);
            runs.clear();
        }
    }
}
