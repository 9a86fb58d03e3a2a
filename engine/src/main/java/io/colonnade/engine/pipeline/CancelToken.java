package io.colonnade.engine.pipeline;

import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.object.StoreWaits;

import java.util.ArrayList;
import java.util.List;

/** One per query and node: the first failure or cancel wins and everything else stops at it. */
public final class CancelToken {
    private volatile ColonnadeException failure;

    private final StoreWaits storeWaits = new StoreWaits();

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
        storeWaits.end(reason);
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

    /** Where the query's threads wait for the object store; a cancel ends that. */
    StoreWaits storeWaits() {
        return storeWaits;
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
