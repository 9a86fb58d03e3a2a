package io.colonnade.compute.load;

import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.plan.LoadFiles;
import io.colonnade.plan.PlanNode;
import io.colonnade.rpc.FileRange;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The rows of the files that this node loads; each worker takes a range at a time. */
public final class FileSource implements Source {
    private final List<FileRange> ranges;
    private final PlanNode plan;
    private final LoadErrors errors;
    private final CancelToken cancel;
    private final AtomicInteger nextRange = new AtomicInteger();

    /**
     * @param plan a LoadFiles node; its output types are the columns in file order
     * @param errors where bad rows go
     */
    public FileSource(
            List<FileRange> ranges, PlanNode plan, LoadErrors errors, CancelToken cancel) {
        this.ranges = ranges;
        this.plan = plan;
        this.errors = errors;
        this.cancel = cancel;
    }

    @Override
    public SourceReader open() {
        return new Reader();
    }

    @Override
    public int maxParallelism() {
        return Math.max(1, ranges.size());
    }

    private final class Reader implements SourceReader {
        private final LoadFiles load = plan.getLoadFiles();
        private final LoadFormat format = LoadFormat.of(load.getOptions());
        private final RowBlock block = new RowBlock(load.getColumnNamesCount());
        private final List<SqlType> types =
                plan.getOutputList().stream().map(SqlType::fromProto).toList();
        private final Batch batch = Batch.create(types);
        private final BlockParser parser = new BlockParser(plan, errors);
        private RowSplitter splitter;
        private byte[] buffer;
        private boolean finished;

        @Override
        public Batch next() {
            while (true) {
                cancel.check();
                if (splitter == null && !openNextRange()) {
                    finished = true;
                    return null;
                }
                boolean more = splitter.next(block);
                if (block.rows == 0) {
                    parser.reportFound();
                }
                if (!more) {
                    close();
                } else if (block.rows > 0) {
                    parser.parse(splitter.range(), block, batch);
                    if (batch.rowCount() > 0) {
                        return batch;
                    }
                }
            }
        }

        private boolean openNextRange() {
            int index = nextRange.getAndIncrement();
            if (index >= ranges.size()) {
                return false;
            }
            splitter = new RowSplitter(ranges.get(index), load, format, parser, buffer);
            return true;
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
            if (splitter != null) {
                buffer = splitter.buffer();
                splitter.close();
                splitter = null;
            }
        }
    }
}
