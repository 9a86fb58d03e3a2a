package io.colonnade.sql.optimize;

import io.colonnade.sql.optimize.Movement.Action;

/**
 * Time of joins in nanoseconds of one core. The numbers are orders of magnitude of our operators:
 * tables within the L2 cache, within the shared cache, and in memory. Immutable.
 *
 * @param nodes compute nodes
 */
public record CostModel(int nodes) {
    private static final double CACHED_ROWS = 50_000;
    private static final double SHARED_ROWS = 1_000_000;
    private static final double OUTPUT_ROW = 1.0;
    private static final double PROBE_FILTER = 1.0;
    private static final double PAYLOAD_BYTE = 0.1;
    private static final double NETWORK_BYTE = 1.0;
    private static final double NESTED_PAIR = 2.0;

    private static double build(double rows) {
        return rows < CACHED_ROWS ? 10 : rows < SHARED_ROWS ? 15 : 25;
    }

    private static double probe(double buildRows) {
        return buildRows < CACHED_ROWS ? 3 : buildRows < SHARED_ROWS ? 8 : 15;
    }

    /** One side of a join as the cost model sees it. */
    public record Side(double rows, double bytes, Distribution distribution) {}

    /**
     * Time of one join without its inputs.
     *
     * @param hashed whether there are keys; else every pair is tried
     */
    public double join(
            Side left, Side right, double outputRows, Movement movement, boolean hashed) {
        double leftRows = left.rows() / share(left.distribution(), movement.left());
        double rightRows = right.rows() / share(right.distribution(), movement.right());
        double output = outputRows / parallel(movement.output());
        double moved = network(left, movement.left()) + network(right, movement.right());
        if (!hashed) {
            return moved + leftRows * rightRows * NESTED_PAIR + output * OUTPUT_ROW;
        }
        double building = rightRows * (build(rightRows) + right.bytes() * PAYLOAD_BYTE);
        double matched = Math.min(leftRows, output);
        double probing = leftRows * PROBE_FILTER + matched * probe(rightRows);
        return moved + building + probing + output * OUTPUT_ROW;
    }

    /** Time to send all rows to every node. */
    double broadcast(Side side) {
        return network(side, Action.BROADCAST);
    }

    private double parallel(Distribution distribution) {
        return distribution.isPartitioned() ? nodes : 1;
    }

    private double share(Distribution before, Action action) {
        return switch (action) {
            case KEEP -> parallel(before);
            case HASH -> nodes;
            case BROADCAST, GATHER -> 1;
        };
    }

    private double network(Side side, Action action) {
        double bytes = side.rows() * (side.bytes() + Long.BYTES) * NETWORK_BYTE;
        return switch (action) {
            case KEEP -> 0;
            case HASH -> bytes / nodes;
            case GATHER -> bytes;
            case BROADCAST -> bytes;
        };
    }
}
