package io.colonnade.compute.slice;

import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.type.SqlType;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The reports of a table write as rows of one column that holds serialised WriteResults. */
final class WriteResultSource implements Source {
    /** Rows per batch: descriptors with sketches are tens of kilobytes each. */
    private static final int BATCH_ROWS = 16;

    private final List<WriteResult> results;
    private final AtomicInteger next = new AtomicInteger();

    WriteResultSource(List<WriteResult> results) {
        this.results = results;
    }

    @Override
    public SourceReader open() {
        return new Reader();
    }

    @Override
    public int maxParallelism() {
        return 1;
    }

    private final class Reader implements SourceReader {
        private final Batch batch = Batch.create(List.of(SqlType.VARCHAR));

        @Override
        public Batch next() {
            int start = next.getAndAdd(BATCH_ROWS);
            int count = Math.min(BATCH_ROWS, results.size() - start);
            if (count <= 0) {
                return null;
            }
            BytesVector column = (BytesVector) batch.column(0);
            column.reset();
            for (int i = 0; i < count; i++) {
                byte[] bytes = results.get(start + i).toByteArray();
                column.append(i, bytes, 0, bytes.length);
            }
            batch.setSize(count);
            return batch;
        }

        @Override
        public boolean finished() {
            return next.get() >= results.size();
        }

        @Override
        public CompletableFuture<?> available() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
