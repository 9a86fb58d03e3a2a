package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Stops one execution of a statement. Canceled at most once, from any thread; the backend checks it
 * or asks to be called.
 */
public final class Cancellation {
    /** Guarded by this; null once canceled. */
    private List<Consumer<ColonnadeException>> listeners = new ArrayList<>(1);

    private volatile ColonnadeException reason;

    /** Cancels with this reason unless it was canceled before. Runs the listeners here. */
    public void cancel(ColonnadeException why) {
        List<Consumer<ColonnadeException>> toCall;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            toCall = listeners;
            listeners = null;
        }
        for (Consumer<ColonnadeException> listener : toCall) {
            listener.accept(why);
        }
    }

    /**
     * Calls the listener when this is canceled, on the canceling thread; right here if it already
     * is. Listeners must be quick and must not throw.
     */
    public void onCancel(Consumer<ColonnadeException> listener) {
        synchronized (this) {
            if (reason == null) {
                listeners.add(listener);
                return;
            }
        }
        listener.accept(reason);
    }

    public boolean isCanceled() {
        return reason != null;
    }

    /** The reason, or null. */
    public ColonnadeException reason() {
        return reason;
    }

    /** Throws the reason once canceled. */
    public void check() {
        ColonnadeException why = reason;
        if (why != null) {
            throw why;
        }
    }
}
