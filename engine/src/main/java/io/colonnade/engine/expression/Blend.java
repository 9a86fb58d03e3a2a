package io.colonnade.engine.expression;

import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

/** Copies some positions of a vector to the same positions of another. Stateless. */
final class Blend {
    private Blend() {}

    /** Target is flat and valid at these positions; source has any form of the same type. */
    static void copy(Vector source, int[] rows, int n, Vector target) {
        if (source.isConstant() && source.isNull(0)) {
            setNull(rows, n, target);
            return;
        }
        if (source.isConstant()) {
            copyConstant(source, rows, n, target);
            return;
        }
        switch (target) {
            case BooleanVector t -> copy(((BooleanVector) source).values(), rows, n, t.values());
            case IntVector t -> copy(((IntVector) source).values(), rows, n, t.values());
            case LongVector t -> copy(((LongVector) source).values(), rows, n, t.values());
            case DoubleVector t -> copy(((DoubleVector) source).values(), rows, n, t.values());
            case Int128Vector t -> {
                copy(((Int128Vector) source).high(), rows, n, t.high());
                copy(((Int128Vector) source).low(), rows, n, t.low());
            }
            case BytesVector t -> copy((BytesVector) source, rows, n, t);
        }
        if (source.mayHaveNulls()) {
            copyNulls(source.validity(), rows, n, target);
        }
    }

    static void setNull(int[] rows, int n, Vector target) {
        for (int i = 0; i < n; i++) {
            target.setNull(rows == null ? i : rows[i]);
        }
    }

    private static void copyNulls(long[] validity, int[] rows, int n, Vector target) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            if ((validity[p >>> 6] >>> p & 1) == 0) {
                target.setNull(p);
            }
        }
    }

    private static void copyConstant(Vector source, int[] rows, int n, Vector target) {
        switch (target) {
            case BooleanVector t -> fill(((BooleanVector) source).values()[0], rows, n, t.values());
            case IntVector t -> fill(((IntVector) source).values()[0], rows, n, t.values());
            case LongVector t -> fill(((LongVector) source).values()[0], rows, n, t.values());
            case DoubleVector t -> fill(((DoubleVector) source).values()[0], rows, n, t.values());
            case Int128Vector t -> {
                fill(((Int128Vector) source).high()[0], rows, n, t.high());
                fill(((Int128Vector) source).low()[0], rows, n, t.low());
            }
            case BytesVector t -> fill((BytesVector) source, rows, n, t);
        }
    }

    private static void copy(byte[] from, int[] rows, int n, byte[] to) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            to[p] = from[p];
        }
    }

    private static void copy(int[] from, int[] rows, int n, int[] to) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            to[p] = from[p];
        }
    }

    private static void copy(long[] from, int[] rows, int n, long[] to) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            to[p] = from[p];
        }
    }

    private static void copy(double[] from, int[] rows, int n, double[] to) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            to[p] = from[p];
        }
    }

    private static void copy(BytesVector from, int[] rows, int n, BytesVector to) {
        byte[] heap = from.heapAt();
        long[] valid = Nulls.words(from);
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            if (Nulls.isValid(valid, p)) {
                to.append(p, heap, from.startAt(p), from.lengthAt(p));
            }
        }
    }

    private static void fill(byte value, int[] rows, int n, byte[] to) {
        for (int i = 0; i < n; i++) {
            to[rows == null ? i : rows[i]] = value;
        }
    }

    private static void fill(int value, int[] rows, int n, int[] to) {
        for (int i = 0; i < n; i++) {
            to[rows == null ? i : rows[i]] = value;
        }
    }

    private static void fill(long value, int[] rows, int n, long[] to) {
        for (int i = 0; i < n; i++) {
            to[rows == null ? i : rows[i]] = value;
        }
    }

    private static void fill(double value, int[] rows, int n, double[] to) {
        for (int i = 0; i < n; i++) {
            to[rows == null ? i : rows[i]] = value;
        }
    }

    /** All positions share one copy of the bytes. */
    private static void fill(BytesVector from, int[] rows, int n, BytesVector to) {
        if (n == 0) {
            return;
        }
        int first = rows == null ? 0 : rows[0];
        to.append(first, from.heapAt(), from.startAt(0), from.lengthAt(0));
        int[] starts = to.starts();
        int[] lengths = to.lengths();
        fill(starts[first], rows, n, starts);
        fill(lengths[first], rows, n, lengths);
    }
}
