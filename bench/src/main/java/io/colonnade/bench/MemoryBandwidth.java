package io.colonnade.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many bytes a second some threads together read from memory: the best of a few passes. */
public final class MemoryBandwidth {
    /** Of each thread; several times what caches of today keep for one core. */
    private static final int BYTES = 96 << 20;

    /** The first ones compile the loop. */
    private static final int PASSES = 12;

    private MemoryBandwidth() {}

    /** Bytes per second. */
    public static double measure(int threads) throws InterruptedException {
        long[][] arrays = new long[threads][BYTES / Long.BYTES];
        for (long[] array : arrays) {
            Arrays.fill(array, 1);
        }
        long best = Long.MAX_VALUE;
        try (ExecutorService readers = Executors.newFixedThreadPool(threads)) {
            for (int pass = 0; pass < PASSES; pass++) {
                long start = System.nanoTime();
                List<Future<Long>> sums = new ArrayList<>();
                for (long[] array : arrays) {
                    sums.add(readers.submit(() -> sum(array)));
                }
                for (Future<Long> sum : sums) {
                    if (sum.get() != BYTES / Long.BYTES) {
                        throw new IllegalStateException("memory was not read");
                    }
                }
                best = Math.min(best, System.nanoTime() - start);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return (double) threads * BYTES / best * 1e9;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
