package io.colonnade.engine.pipeline;

import io.colonnade.error.ColonnadeException;

import java.util.ArrayList;
import java.util.List;

/** One per query and node: the first failure or cancel wins and everything else stops at it. */
public final class CancelToken {
    private volatile ColonnadeException failure;

    /** What to wake on cancel; guarded by this, null once cancelled. */
    private List<Runnable> listeners = new ArrayList<>();

    /** Stops the query with this reason unless it already has one. */
    public void cancel(ColonnadeException reason) {
        List<Runnable> wake;
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = reason;
            wake = listeners;
            listeners = null;
        }
        wake.forEach(Runnable::run);
    }

    /** Runs the listener on cancel, at once if that was before; it must be short. */
    public void onCancel(Runnable listener) {
        synchronized (this) {
            if (listeners != null) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
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
