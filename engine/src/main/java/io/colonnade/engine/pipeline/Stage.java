package io.colonnade.engine.pipeline;

import io.colonnade.storage.vector.Batch;

/**
 * One worker's instance of a streaming operator. The task gives it a batch, then takes output until
 * there is no more, then gives the next batch: so a stage that multiplies rows never has to hold
 * more than one batch of them.
 */
public interface Stage extends AutoCloseable {
    /** Takes a batch; it stays valid until {@link #next} has given null. */
    void input(Batch batch);

    /** The next output batch, valid until the next call; null when more input is needed. */
    Batch next();

    /** No more input comes: {@link #next} may give a last rest. */
    default void end() {}

    @Override
    default void close() {}
}
