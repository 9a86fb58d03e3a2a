package io.colonnade.sql.optimize;

import io.colonnade.plan.JoinKind;

/** A join order that the optimizer chose (or considers). Immutable. */
public sealed interface JoinTree {
    /** Relations in it, one bit each. */
    long relations();

    double rows();

    /** Time in nanoseconds of all its joins. */
    double cost();

    Distribution distribution();

    /** One relation of the graph. */
    record Leaf(int relation, double rows, Distribution distribution) implements JoinTree {
        @Override
        public long relations() {
            return 1L << relation;
        }

        @Override
        public double cost() {
            return 0;
        }
    }

    /** Left is the probe side, right is the build side. */
    record Join(
            JoinTree left,
            JoinTree right,
            JoinKind kind,
            Movement movement,
            double rows,
            double cost)
            implements JoinTree {
        @Override
        public long relations() {
            return left.relations() | right.relations();
        }

        @Override
        public Distribution distribution() {
            return movement.output();
        }
    }
}
