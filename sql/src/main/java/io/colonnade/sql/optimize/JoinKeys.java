package io.colonnade.sql.optimize;

/**
 * The equal columns of a join, pair by pair, in one numbering for both sides. Arrays are never
 * changed after construction.
 */
public record JoinKeys(int[] left, int[] right, boolean[] nullSafe) {
    public static final JoinKeys NONE = new JoinKeys(new int[0], new int[0], new boolean[0]);

    public int size() {
        return left.length;
    }

    public boolean isEmpty() {
        return left.length == 0;
    }

    public JoinKeys swapped() {
        return new JoinKeys(right, left, nullSafe);
    }
}
