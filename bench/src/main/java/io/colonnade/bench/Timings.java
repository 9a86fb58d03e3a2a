package io.colonnade.bench;

import java.util.Arrays;

/** The times of several runs of each query, and what one says about them. Not thread-safe. */
public final class Timings {
    private final long[][] nanos;
    private final int[] runs;

    public Timings(int queries, int runs) {
        this.nanos = new long[queries][runs];
        this.runs = new int[queries];
    }

    public void add(int query, long elapsedNanos) {
        nanos[query][runs[query]] = elapsedNanos;
        runs[query]++;
    }

    /** Milliseconds; with an even number of runs the mean of the two in the middle. */
    public double medianMillis(int query) {
        long[] sorted = Arrays.copyOf(nanos[query], runs[query]);
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1
                        ? sorted[middle]
                        : (sorted[middle - 1] + sorted[middle]) / 2.0;
        return median / 1e6;
    }

    /** The sum of the medians, in milliseconds. */
    public double totalMillis() {
        double total = 0;
        for (int query = 0; query < nanos.length; query++) {
            total += medianMillis(query);
        }
        return total;
    }

    /** The geometric mean of the medians, in milliseconds. */
    public double geometricMeanMillis() {
        double logarithms = 0;
        for (int query = 0; query < nanos.length; query++) {
            logarithms += Math.log(medianMillis(query));
        }
        return Math.exp(logarithms / nanos.length);
    }
}
