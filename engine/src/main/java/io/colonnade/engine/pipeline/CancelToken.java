package io.colonnade.engine.pipeline;

import io.colonnade.error.ColonnadeException;

/** One per query and node: the first failure or cancel wins and everything else stops at it. */
public final class CancelToken {
    private volatile ColonnadeException failure;

    /** Stops the query with this reason unless it already has one. */
    public void cancel(ColonnadeException reason) {
        synchronized (this) {
            if (failure == null) {
                failure = reason;
            }
        }
    }

    public boolean isCanceled() {
        return failure != null;
    }

    /** The reason, or null. */
    public ColonnadeException reason() {
        return failure;
    }

    public void check() {
        ColonnadeException reason = failure;
        if (reason != null) {
            throw reason;
        }
    }
}
