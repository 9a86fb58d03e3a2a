package io.colonnade.engine.pipeline;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

import java.util.concurrent.CompletableFuture;

/**
 * Gives the rows of a reader's batches a few at a time, so that tests see what happens at the edges
 * of batches. The vectors are the reader's; only selections differ. Belongs to one task.
 */
final class SmallBatches implements SourceReader {
    private final SourceReader reader;
    private final int most;
    private final int[] positions;

    /** The reader's batch whose rows from {@link #given} on are still to come; null = none. */
    private Batch whole;

    private int given;

    SmallBatches(SourceReader reader, int most) {
        this.reader = reader;
        this.most = most;
        positions = new int[most + Vector.PADDING];
    }

    @Override
    public Batch next() {
        if (whole == null) {
            Batch batch = reader.next();
            if (batch == null || batch.rowCount() <= most) {
                return batch;
            }
            whole = batch;
            given = 0;
        }
        Batch part = Batch.of(whole);
        int count = Math.min(most, whole.rowCount() - given);
        if (given == 0 && whole.selection() == null) {
            // the first rows can be a batch without a selection, which takes other paths
            part.setSize(count);
        } else {
            for (int i = 0; i < count; i++) {
                positions[i] = whole.position(given + i);
            }
            part.select(positions, count);
        }
        given += count;
        if (given == whole.rowCount()) {
            whole = null;
        }
        return part;
    }

    @Override
    public boolean finished() {
        return reader.finished();
    }

    @Override
    public CompletableFuture<?> available() {
        return reader.available();
    }

    @Override
    public void close() {
        reader.close();
    }
}
