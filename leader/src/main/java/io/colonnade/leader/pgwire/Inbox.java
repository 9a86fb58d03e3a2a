package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Messages of one client that wait for its thread. The event loop puts and stops reading from the
 * socket while the inbox is full; the connection's thread takes.
 */
final class Inbox {
    /** Messages and bytes at which reading stops; what was read before may go a little over. */
    private static final int FULL_MESSAGES = 256;

    private static final long FULL_BYTES = 1 << 20;

    /** Reading goes on when less than half waits, so that it does not stop at every message. */
    private static final int RESUME_DIVISOR = 2;

    /** Thrown to the connection's thread when the client is gone. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("the client is gone", null, false, false);
        }
    }

    private record Entry(FrontendMessage message, int bytes) {}

    private final Runnable pause;
    private final Runnable resume;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All guarded by lock.
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private boolean paused;
    private boolean closed;
    private ColonnadeException terminated;

    /** The actions stop and restart reading from the socket; called in order, under the lock. */
    Inbox(Runnable pause, Runnable resume) {
        this.pause = pause;
        this.resume = resume;
    }

    void put(FrontendMessage message) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            int size = size(message);
            entries.add(new Entry(message, size));
            bytes += size;
            if (!paused && (entries.size() >= FULL_MESSAGES || bytes >= FULL_BYTES)) {
                paused = true;
                pause.run();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private static int size(FrontendMessage message) {
        return switch (message) {
            case FrontendMessage.CopyData data -> data.bytes().length;
            case FrontendMessage.Query query -> query.sql().length();
            case FrontendMessage.Parse parse -> parse.sql().length();
            case FrontendMessage.Bind bind -> {
                int total = 0;
                for (byte[] value : bind.values()) {
                    total += value == null ? 0 : value.length;
                }
                yield total;
            }
            default -> 0;
        };
    }

    /** No more messages come; those that wait are dropped. */
    void close() {
        lock.lock();
        try {
            closed = true;
            entries.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes {@link #take} throw the reason from now on. */
    void terminate(ColonnadeException reason) {
        lock.lock();
        try {
            if (terminated == null) {
                terminated = reason;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why the connection is being ended by the server, or null. */
    ColonnadeException terminated() {
        lock.lock();
        try {
            return terminated;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next message; null when none came in time (0 = wait for ever). Throws ClosedException
     * when the client is gone, or the reason of {@link #terminate}.
     */
    FrontendMessage take(long timeoutMillis) {
        lock.lock();
        try {
            if (!await(timeoutMillis)) {
                return null;
            }
            Entry entry = entries.poll();
            bytes -= entry.bytes();
            if (paused
                    && entries.size() < FULL_MESSAGES / RESUME_DIVISOR
                    && bytes < FULL_BYTES / RESUME_DIVISOR) {
                paused = false;
                resume.run();
            }
            return entry.message();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an entry; lock held. */
    private boolean await(long timeoutMillis) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (true) {
            if (terminated != null) {
                throw terminated;
            }
            if (closed) {
                throw new ClosedException();
            }
            if (!entries.isEmpty()) {
                return true;
            }
            try {
                if (timeoutMillis <= 0) {
                    changed.await();
                } else {
                    nanos = changed.awaitNanos(nanos);
                    if (nanos <= 0) {
                        return false;
                    }
                }
            } catch (InterruptedException e) {
                throw new ClosedException();
            }
        }
    }
}
