package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.Cancellation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * A thread of its own that does a piece of work again and again, with a pause before each, until it
 * is closed. Work that fails is tried again at its next turn.
 */
final class BackgroundJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundJob.class);

    private final long pauseMillis;
    private final Runnable work;
    private final Thread thread;
    private final Object lock = new Object();

    // Guarded by lock.
    private boolean closed;

    // Guarded by lock: stops what runs now.
    private Cancellation running = new Cancellation();

    /**
     * @param name of the thread, and for the log
     */
    BackgroundJob(String name, long pauseMillis, Runnable work) {
        this.pauseMillis = pauseMillis;
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::serve);
    }

    void start() {
        thread.start();
    }

    private void serve() {
        while (pause(pauseMillis)) {
            try {
                work.run();
            } catch (RuntimeException e) {
                boolean madeRoom =
                        e instanceof ColonnadeException error
                                && error.code() == ErrorCode.QUERY_CANCELED;
                if (!madeRoom && isOpen()) {
                    LOG.warn("{} failed; it is tried again later", thread.getName(), e);
                }
            }
        }
    }

    /** Waits; false when the job is over. Any thread. */
    boolean pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (lock) {
            try {
                long left = end - System.nanoTime();
                while (!closed && left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                    left = end - System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return !closed;
        }
    }

    boolean isOpen() {
        synchronized (lock) {
            return !closed;
        }
    }

    /** For what the work runs next; closing the job cancels it. */
    Cancellation begin() {
        synchronized (lock) {
            running = new Cancellation();
            if (closed) {
                running.cancel(stopping());
            }
            return running;
        }
    }

    private static ColonnadeException stopping() {
        return new ColonnadeException(ErrorCode.ADMIN_SHUTDOWN, "the server is shutting down");
    }

    /** Stops, and waits until it has; what is under way does not commit. */
    @Override
    public void close() {
        Cancellation current;
        synchronized (lock) {
            closed = true;
            current = running;
            lock.notifyAll();
        }
        current.cancel(stopping());
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
