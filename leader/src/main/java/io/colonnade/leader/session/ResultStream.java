package io.colonnade.leader.session;

import io.colonnade.storage.vector.Batch;

/**
 * The running execution of one statement. Used by the session's thread only; {@link #next} blocks
 * (the thread is virtual) and throws the failure or the cancellation of the statement.
 */
public interface ResultStream extends AutoCloseable {
    /**
     * The next rows, valid until the next call; null at the end. Batches may be empty. The vectors
     * are those of {@link Prepared#columns}: same order, types and scales.
     */
    Batch next();

    /** What was done; asked for once, after {@link #next} returned null. */
    CommandTag tag();

    /** Stops the statement if it still runs and frees what it holds. May be called twice. */
    @Override
    void close();

    /** A statement that is done and returned no rows. */
    static ResultStream done(CommandTag tag) {
        return new ResultStream() {
            @Override
            public Batch next() {
                return null;
            }

            @Override
            public CommandTag tag() {
                return tag;
            }

            @Override
            public void close() {}
        };
    }
}
