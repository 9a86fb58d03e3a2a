package io.colonnade.bench;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until nothing else works in this process: compilers, warm-ups and collectors set going by
 * the engine that ran last would slow down the one that runs next. Stateless.
 */
final class IdleProcess {
    /** Processor time is counted in steps of 10 ms. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private IdleProcess() {}

    /** Returns when a look saw no work, or patience is over. */
    static void await() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long used;
        do {
            long before = PROCESS.getProcessCpuTime();
            LockSupport.parkNanos(LOOK_NANOS);
            used = PROCESS.getProcessCpuTime() - before;
        } while (used > IDLE_NANOS && System.nanoTime() < end);
    }
}
