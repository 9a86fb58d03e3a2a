package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.storage.vector.Batch;

import java.util.Iterator;

/** The rows of some batches, as a query returns them. */
final class BatchRows implements ResultStream {
    private final Iterator<Batch> batches;

    BatchRows(Iterator<Batch> batches) {
        this.batches = batches;
    }

    @Override
    public Batch next() {
        return batches.hasNext() ? batches.next() : null;
    }

    @Override
    public CommandTag tag() {
        return CommandTag.SELECT;
    }

    @Override
    public void close() {}
}
