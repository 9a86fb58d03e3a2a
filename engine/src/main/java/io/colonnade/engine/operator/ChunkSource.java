package io.colonnade.engine.operator;

import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.storage.vector.Batch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A source over something that is complete: workers take numbered chunks and fill a batch with
 * each. Never waits. In the order of chunks if the parallelism is 1.
 */
public abstract class ChunkSource implements Source {
    private final AtomicLong next = new AtomicLong();

    /** Number of chunks; asked when the first reader opens. */
    protected abstract long chunks();

    /** One worker's function from chunk number to batch. */
    protected abstract ChunkReader reader();

    /** Fills a batch that is valid until the next call; may be empty. One worker's. */
    public interface ChunkReader {
        Batch read(long chunk);
    }

    @Override
    public int maxParallelism() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, chunks()));
    }

    @Override
    public SourceReader open() {
        ChunkReader reader = reader();
        long chunks = chunks();
        return new ReadyReader() {
            @Override
            public Batch next() {
                long chunk = next.getAndIncrement();
                return chunk < chunks ? reader.read(chunk) : null;
            }
        };
    }
}
