package io.colonnade.engine.operator.scan;

import io.colonnade.storage.scan.MorselReader;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which a scan tests rows: what drops the most rows in the least time comes first. To
 * know that, each test goes first for two vectors in so many, and is measured then, with the
 * decoding of its columns. One worker's.
 */
final class ConditionOrder {
    /** Vectors between two measurements: what they cost is lost among so many. */
    private static final int PERIOD = 128;

    /** Vectors that each test is measured with: the first may have had to fetch its block. */
    private static final int SAMPLES = 2;

    private static final class Entry {
        private final ScanCondition condition;
        private long nanos;
        private long rowsIn;
        private long rowsOut;

        private Entry(ScanCondition condition) {
            this.condition = condition;
        }

        private void reset() {
            nanos = Long.MAX_VALUE;
            rowsIn = 0;
            rowsOut = 0;
        }

        /** Share of rows dropped, per nanosecond; 0 when it was idle. */
        private double benefit() {
            return rowsIn == 0 ? 0 : (double) (rowsIn - rowsOut) / rowsIn / Math.max(1, nanos);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final boolean isFree;
    private int vectors;

    /** The one that goes first in the current vector to be measured; null when none does. */
    private Entry measured;

    private long measuredSince;
    private long measuredRows;

    /**
     * @param isFree whether the order may change: not if a test might fail for rows that another
     *     one drops
     */
    ConditionOrder(List<? extends ScanCondition> conditions, boolean isFree) {
        this.isFree = isFree;
        conditions.forEach(condition -> entries.add(new Entry(condition)));
    }

    /** From now on this too, first of all until something is known about it. */
    void add(ScanCondition condition) {
        entries.addFirst(new Entry(condition));
        vectors = 0;
    }

    int size() {
        return entries.size();
    }

    /** The test whose turn is the i-th in the current vector. */
    ScanCondition get(int i) {
        if (measured == null) {
            return entries.get(i).condition;
        }
        if (i == 0) {
            return measured.condition;
        }
        int at = entries.indexOf(measured);
        return entries.get(i <= at ? i - 1 : i).condition;
    }

    /** A vector begins. */
    void start(MorselReader reader, int rows) {
        measured = null;
        if (!isFree || entries.size() < 2) {
            return;
        }
        int size = entries.size();
        if (vectors == 0) {
            entries.forEach(Entry::reset);
        }
        if (vectors < SAMPLES * size) {
            Entry candidate = entries.get(vectors % size);
            if (!candidate.condition.isIdle(reader)) {
                measured = candidate;
                measuredRows = rows;
                measuredSince = System.nanoTime();
            }
        } else if (vectors == SAMPLES * size) {
            entries.sort((a, b) -> Double.compare(b.benefit(), a.benefit()));
        }
        vectors = vectors == PERIOD ? 0 : vectors + 1;
    }

    /** The first test of the vector has left so many rows. */
    void firstDone(int rowsLeft) {
        if (measured != null) {
            measured.nanos = Math.min(measured.nanos, System.nanoTime() - measuredSince);
            measured.rowsIn += measuredRows;
            measured.rowsOut += rowsLeft;
        }
    }
}
