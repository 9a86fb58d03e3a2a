package io.colonnade.storage.object;

import io.colonnade.storage.seam.Clock;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * When to try again what a store did not do: after an exponentially growing time with full jitter,
 * until the caller's patience ends. All callers of one store share a bucket of tokens, so that a
 * store in trouble gets a burst of retries and then few. Thread-safe.
 */
final class Retries {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Retries at once after a quiet time, by all threads together. */
    private static final double MOST_TOKENS = 100;

    /** Retries per second when the burst is spent: a store that is down is asked gently. */
    private static final double TOKENS_PER_SECOND = 10;

    private final Clock clock;
    private final long patienceNanos;

    // Guarded by this.
    private final SplittableRandom jitter;

    // Guarded by this; below zero, the tokens are promised to calls that wait for them.
    private double tokens = MOST_TOKENS;

    // Guarded by this.
    private long filledAtNanos;

    Retries(Clock clock, Duration patience) {
        this.clock = clock;
        this.patienceNanos = patience.toNanos();
        this.filledAtNanos = clock.nanos();
        this.jitter = new SplittableRandom(clock.micros() ^ clock.nanos());
    }

    Attempts start() {
        return new Attempts(clock.nanos());
    }

    /** Nanoseconds until the caller may try again, at least the delay. */
    private synchronized long takeToken(long mostDelayNanos) {
        long now = clock.nanos();
        double filled = tokens + (now - filledAtNanos) * TOKENS_PER_SECOND / 1e9;
        tokens = Math.min(MOST_TOKENS, filled) - 1;
        filledAtNanos = now;
        long delay = jitter.nextLong(mostDelayNanos + 1);
        return tokens >= 0 ? delay : Math.max(delay, (long) (-tokens / TOKENS_PER_SECOND * 1e9));
    }

    /** One call's attempts; for one thread. */
    final class Attempts {
        private final long startNanos;
        private int failures;

        private Attempts(long startNanos) {
            this.startNanos = startNanos;
        }

        /**
         * Waits for the next attempt; false if patience is at its end or the thread interrupted.
         */
        boolean next() {
            failures++;
            long grown = FIRST_NANOS << Math.min(failures - 1, 20);
            long delay = takeToken(Math.min(grown, MOST_NANOS));
            if (clock.nanos() - startNanos + delay > patienceNanos) {
                return false;
            }
            clock.sleep(delay);
            return !Thread.currentThread().isInterrupted();
        }

        /** For an error's detail. */
        String summary() {
            long millis = TimeUnit.NANOSECONDS.toMillis(clock.nanos() - startNanos);
            return "Tried "
                    + failures
                    + (failures == 1 ? " time" : " times")
                    + " in "
                    + millis
                    + " ms.";
        }
    }
}
