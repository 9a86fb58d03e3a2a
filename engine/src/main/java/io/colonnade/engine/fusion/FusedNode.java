package io.colonnade.engine.fusion;

import io.colonnade.type.PhysicalType;

/**
 * A tree of exact arithmetic on 64-bit numbers that a fused kernel can compute. It is run only
 * where bounds tell that no row can overflow, so it never fails and may compute rows that do not
 * count. Immutable.
 */
public sealed interface FusedNode {
    /** A column of the input: INT, LONG, or INT128 in its narrow form. */
    record Column(int index, PhysicalType type) implements FusedNode {}

    /** A literal; its value is no part of the shape. */
    record Constant(long value) implements FusedNode {}

    /**
     * Arithmetic.
     *
     * @param most greatest magnitude that the result's type allows
     */
    record Operation(Operator operator, FusedNode left, FusedNode right, long most)
            implements FusedNode {}

    /** CASE WHEN left comparison right THEN .. ELSE .. END. */
    record Choice(
            Comparison comparison,
            FusedNode left,
            FusedNode right,
            FusedNode then,
            FusedNode otherwise)
            implements FusedNode {}

    /** What an operation does. */
    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY
    }

    /** How a choice compares. */
    enum Comparison {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }
}
