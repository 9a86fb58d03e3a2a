package io.colonnade.storage.seam;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Time as the commit path sees it; the simulator has its own. Thread-safe. */
public interface Clock {
    /** Microseconds since 1970, by the machine's wall clock: may jump, is for people only. */
    long micros();

    /** Nanoseconds of a clock that never goes back, of no meaning outside of this process. */
    long nanos();

    /** Waits; an interrupt ends the wait and stays set. */
    void sleep(long nanos);

    /** The machine's clocks. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** See {@link Clock#system}. */
    enum SystemClock implements Clock {
        INSTANCE;

        @Override
        public long micros() {
            return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) {
            long end = System.nanoTime() + nanos;
            long left = nanos;
            while (left > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(left);
                left = end - System.nanoTime();
            }
        }
    }
}
