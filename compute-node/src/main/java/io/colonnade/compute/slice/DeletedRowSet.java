package io.colonnade.compute.slice;

import io.colonnade.log.DeleteVector;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Row ids that a statement deletes, by segment. Thread-safe: workers add whole batches. */
final class DeletedRowSet {
    /** $row_id = segment ordinal << 20 | row. */
    private static final int ROW_BITS = 20;

    // Guarded by this.
    private final Map<Long, RoaringBitmap> segments = new TreeMap<>();

    synchronized void add(LongVector rowIds, Batch batch) {
        for (int i = 0; i < batch.rowCount(); i++) {
            long rowId = rowIds.value(batch.position(i));
            segments.computeIfAbsent(rowId >>> ROW_BITS, ordinal -> new RoaringBitmap())
                    .add((int) (rowId & (1 << ROW_BITS) - 1));
        }
    }

    /** The same for MERGE, where NULL means no row and a row may not come twice. */
    synchronized void addOnce(LongVector rowIds, Batch batch) {
        for (int i = 0; i < batch.rowCount(); i++) {
            int position = batch.position(i);
            if (rowIds.isNull(position)) {
                continue;
            }
            long rowId = rowIds.value(position);
            boolean isNew =
                    segments.computeIfAbsent(rowId >>> ROW_BITS, ordinal -> new RoaringBitmap())
                            .checkedAdd((int) (rowId & (1 << ROW_BITS) - 1));
            if (!isNew) {
                throw DeletedRows.secondMerge();
            }
        }
    }

    synchronized List<DeleteVector> toDeleteVectors() {
        List<DeleteVector> vectors = new ArrayList<>();
        segments.forEach(
                (ordinal, rows) ->
                        vectors.add(
                                DeleteVector.newBuilder()
                                        .setSegmentOrdinal(ordinal)
                                        .setCount(rows.getLongCardinality())
                                        .setRows(DeletedRows.encode(rows))
                                        .build()));
        return vectors;
    }
}
