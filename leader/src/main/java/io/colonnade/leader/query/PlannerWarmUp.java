package io.colonnade.leader.query;

import io.colonnade.leader.session.SessionState;
import io.colonnade.sql.warmup.WarmUp;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gets the planner compiled after the start of a server: plans made-up statements on a thread of
 * its own until that has become fast. Gives way to statements of clients. Made and closed by the
 * leader.
 */
public final class PlannerWarmUp implements AutoCloseable {
    /** Planning hardly gets faster after as much of one core. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(12);

    /** Parts of its time that it waits beside statements of clients, for one that it works. */
    private static final int COURTESY = 4;

    private final LeaderServices services;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    public PlannerWarmUp(LeaderServices services) {
        this.services = services;
        thread = Thread.ofPlatform().daemon().name("planner-warm-up").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        WarmUp warmUp = new WarmUp(services.dispatcher().cluster().members().size());
        long spent = 0;
        for (int i = 0; spent < MOST_NANOS; i++) {
            warmUp.plan(i % warmUp.size());
            long now = clock.getCurrentThreadCpuTime();
            if (isClosed(isBusy() ? COURTESY * (now - spent) : 0)) {
                return;
            }
            spent = now;
        }
    }

    private boolean isBusy() {
        return services.sessions().states().stream()
                .map(SessionState::activity)
                .anyMatch(SessionState.Activity::running);
    }

    /** Waits; says whether to stop. */
    private boolean isClosed(long waitNanos) {
        try {
            return closed.await(waitNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
