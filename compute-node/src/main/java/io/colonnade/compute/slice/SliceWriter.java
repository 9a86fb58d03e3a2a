package io.colonnade.compute.slice;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.operator.SortBuffer;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.segment.SegmentWriter;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Collects the rows of one slice, sorts them by the sort key and writes segments. One worker's.
 *
 * <p>Rows are held in memory until there are enough for a segment: sorting a segment's worth at a
 * time keeps memory bounded and leaves zone maps that prune; merging segments into a longer sorted
 * run is VACUUM's work.
 */
final class SliceWriter {
    /** A full segment's rows (16 row groups). */
    private static final int SEGMENT_ROWS = 1 << 20;

    /** More makes segments no better. */
    private static final long MAX_BUFFER_BYTES = 192L << 20;

    /** Less makes segments of a few thousand rows. */
    private static final long MIN_BUFFER_BYTES = 8L << 20;

    /** A buffer that grows holds its old and its new arrays for a moment. */
    private static final int GROWTH_FACTOR = 3;

    private final TableDefinition table;
    private final List<SqlType> types;
    private final BucketRange buckets;
    private final TableWriter.Target target;
    private final List<SortKey> sortKeys;
    private final long bufferBytes;
    private final List<WriteResult> written = new ArrayList<>();
    private SortBuffer buffer;

    SliceWriter(
            TableDefinition table,
            List<SqlType> types,
            BucketRange buckets,
            TableWriter.Target target) {
        this.table = table;
        this.types = types;
        this.buckets = buckets;
        this.target = target;
        this.sortKeys = sortKeys(table);
        long share = target.memory().limit() / target.buffers() / GROWTH_FACTOR;
        this.bufferBytes = Math.clamp(share, MIN_BUFFER_BYTES, MAX_BUFFER_BYTES);
    }

    private static List<SortKey> sortKeys(TableDefinition table) {
        List<SortKey> keys = new ArrayList<>();
        if (table.getSort() == SortStyle.NONE) {
            return keys;
        }
        for (int id : table.getSortColumnsList()) {
            for (int i = 0; i < table.getColumnsCount(); i++) {
                if (table.getColumns(i).getId() == id) {
                    keys.add(SortKey.newBuilder().setColumn(i).build());
                }
            }
        }
        return keys;
    }

    void add(Batch batch) {
        if (buffer == null) {
            buffer =
                    new SortBuffer(
                            types,
                            new MemoryReservation(target.memory(), "write of " + table.getName()));
        }
        buffer.add(batch);
        if (buffer.rows() >= SEGMENT_ROWS - Batch.CAPACITY || buffer.bytes() >= bufferBytes) {
            flush();
        }
    }

    List<WriteResult> finish() {
        flush();
        return written;
    }

    private void flush() {
        if (buffer == null || buffer.rows() == 0) {
            return;
        }
        try (SortBuffer rows = buffer) {
            buffer = null;
            rows.sort(sortKeys);
            SegmentWriter segment = null;
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                if (segment == null) {
                    segment = new SegmentWriter(table, target.objects(), newKey());
                }
                segment.append(batch);
                if (segment.isFull()) {
                    report(segment);
                    segment = null;
                }
            }
            if (segment != null) {
                report(segment);
            }
        }
    }

    private String newKey() {
        return String.format(
                Locale.ROOT,
                "data/%d/%04d/%s.seg",
                table.getId(),
                buckets.first(),
                UUID.randomUUID());
    }

    private void report(SegmentWriter segment) {
        SegmentDescriptor descriptor =
                segment.finish().toBuilder()
                        .setFirstBucket(buckets.first())
                        .setLastBucket(buckets.last())
                        .build();
        written.add(WriteResult.newBuilder().setSegment(descriptor).build());
    }
}
