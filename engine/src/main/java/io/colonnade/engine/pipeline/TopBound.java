package io.colonnade.engine.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How far an integer column of a scan can still matter to the first rows of a sort above it: some
 * worker has as many rows as are wanted that are not behind this value. It only ever gets tighter.
 * Thread-safe.
 */
public final class TopBound {
    private final int column;
    private final boolean descending;
    private final AtomicLong bound;

    /**
     * @param column of the scan
     */
    public TopBound(int column, boolean descending) {
        this.column = column;
        this.descending = descending;
        bound = new AtomicLong(descending ? Long.MIN_VALUE : Long.MAX_VALUE);
    }

    public int column() {
        return column;
    }

    /** Rows behind the value are not wanted; rows that have it are. */
    public void publish(long value) {
        if (descending) {
            bound.accumulateAndGet(value, Math::max);
        } else {
            bound.accumulateAndGet(value, Math::min);
        }
    }

    /** Least value wanted. */
    public long min() {
        return descending ? bound.get() : Long.MIN_VALUE;
    }

    /** Greatest value wanted. */
    public long max() {
        return descending ? Long.MAX_VALUE : bound.get();
    }
}
