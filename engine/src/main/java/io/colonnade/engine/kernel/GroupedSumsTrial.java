package io.colonnade.engine.kernel;

import io.colonnade.storage.vector.Batch;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides whether {@link GroupedSums} is used: a thread of our own drives it until it is compiled
 * and beats a cell per group, and only then it is switched on; or never. Apart from it, so that
 * nothing of the vector module is loaded where it is not there. {@code -Dcolonnade.simd=false}
 * keeps it off.
 */
public final class GroupedSumsTrial {
    /** Some ten times what compiling takes on a busy machine. */
    private static final long LIMIT_NANOS = 20_000_000_000L;

    /** Rounds to win in a row: one may be luck, when the other loop was interrupted. */
    private static final int WINS = 3;

    private static final int ROUND = 100;
    private static final int GROUPS = 4;

    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static volatile boolean ready;

    private GroupedSumsTrial() {}

    public static boolean isReady() {
        return ready;
    }

    private static boolean isPossible() {
        return Boolean.parseBoolean(System.getProperty("colonnade.simd", "true"))
                && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /** Starts the trial, once per process; returns at once. */
    public static void start() {
        if (STARTED.compareAndSet(false, true) && isPossible()) {
            Thread.ofPlatform().daemon().name("sums-trial").start(GroupedSumsTrial::tryOut);
        }
    }

    private static void tryOut() {
        int size = Batch.CAPACITY;
        long[] codes = new long[size + GroupedSums.PADDING];
        int[] groups = new int[size];
        long[] values = new long[size + GroupedSums.PADDING];
        for (int i = 0; i < size; i++) {
            groups[i] = i * 7 % 5 % GROUPS;
            codes[i] = groups[i];
            values[i] = i;
        }
        long[] sums = new long[GROUPS];
        long start = System.nanoTime();
        int wins = 0;
        while (wins < WINS && System.nanoTime() - start < LIMIT_NANOS) {
            long before = System.nanoTime();
            for (int i = 0; i < ROUND; i++) {
                scatter(groups, values, sums);
                scatter(groups, values, sums);
            }
            long middle = System.nanoTime();
            for (int i = 0; i < ROUND; i++) {
                GroupedSums.add(codes, values, size, GROUPS, sums);
                GroupedSums.count(codes, size, GROUPS, sums);
            }
            boolean faster = 2 * (System.nanoTime() - middle) < middle - before;
            wins = faster ? wins + 1 : 0;
        }
        ready = wins == WINS;
    }

    private static void scatter(int[] groups, long[] values, long[] sums) {
        for (int i = 0; i < groups.length; i++) {
            sums[groups[i]] += values[i];
        }
    }
}
