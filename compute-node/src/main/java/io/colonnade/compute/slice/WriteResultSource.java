package io.colonnade.compute.slice;

import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes the slices' segments, each worker a slice at a time, and gives a row per report: one
 * column that holds a serialised WriteResult.
 */
final class WriteResultSource implements Source {
    /** Reports are some kilobytes each. */
    private static final int REPORTS_PER_BATCH = 64;

    private final DeletedRowSet deleted;
    private final List<SliceRuns> slices;

    // First the batches of delete vectors are taken, then the slices.
    private final AtomicInteger next = new AtomicInteger();

    // Made when the first reader opens: the rows are all known only then.
    private List<WriteResult> deletes;

    private final LongAdder mergedRows;
    private final boolean merges;

    WriteResultSource(
            DeletedRowSet deleted, LongAdder mergedRows, boolean merges, List<SliceRuns> slices) {
        this.deleted = deleted;
        this.mergedRows = mergedRows;
        this.merges = merges;
        this.slices = slices;
    }

    @Override
    public synchronized SourceReader open() {
        if (deletes == null) {
            deletes = new ArrayList<>();
            for (DeleteVector vector : deleted.toDeleteVectors()) {
                deletes.add(WriteResult.newBuilder().setDeletes(vector).build());
            }
            if (merges) {
                deletes.add(WriteResult.newBuilder().setMergedRows(mergedRows.sum()).build());
            }
        }
        return new Reader(deletes);
    }

    @Override
    public int maxParallelism() {
        return slices.size();
    }

    private final class Reader implements SourceReader {
        private final Batch batch = Batch.create(List.of(SqlType.VARCHAR));
        private final List<WriteResult> deletes;
        private final int deleteBatches;
        private SliceRuns slice;
        private boolean finished;

        Reader(List<WriteResult> deletes) {
            this.deletes = deletes;
            this.deleteBatches = (deletes.size() + REPORTS_PER_BATCH - 1) / REPORTS_PER_BATCH;
        }

        @Override
        public Batch next() {
            while (true) {
                if (slice == null) {
                    int index = next.getAndIncrement();
                    if (index >= deleteBatches + slices.size()) {
                        finished = true;
                        return null;
                    }
                    if (index < deleteBatches) {
                        int first = index * REPORTS_PER_BATCH;
                        int last = Math.min(deletes.size(), first + REPORTS_PER_BATCH);
                        return batch(deletes.subList(first, last));
                    }
                    slice = slices.get(index - deleteBatches);
                }
                WriteResult segment = slice.writeSegment();
                if (segment != null) {
                    return batch(List.of(segment));
                }
                slice.close();
                slice = null;
            }
        }

        private Batch batch(List<WriteResult> results) {
            BytesVector column = (BytesVector) batch.column(0);
            column.reset();
            for (int i = 0; i < results.size(); i++) {
                byte[] bytes = results.get(i).toByteArray();
                column.append(i, bytes, 0, bytes.length);
            }
            batch.setSize(results.size());
            return batch;
        }

        @Override
        public boolean finished() {
            return finished;
        }

        @Override
        public CompletableFuture<?> available() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            if (slice != null) {
                slice.close();
            }
        }
    }
}
