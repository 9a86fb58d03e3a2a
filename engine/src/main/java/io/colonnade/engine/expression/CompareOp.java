package io.colonnade.engine.expression;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.ScalarFunction;

/** The six comparisons. Each is equality or less-than, with sides swapped or negated. */
enum CompareOp {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    static CompareOp of(ScalarFunction function) {
        return switch (function) {
            case EQUAL -> EQUAL;
            case NOT_EQUAL -> NOT_EQUAL;
            case LESS -> LESS;
            case LESS_OR_EQUAL -> LESS_OR_EQUAL;
            case GREATER -> GREATER;
            case GREATER_OR_EQUAL -> GREATER_OR_EQUAL;
            default -> throw ColonnadeException.internal("no comparison: " + function);
        };
    }

    static boolean isComparison(ScalarFunction function) {
        return switch (function) {
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            default -> false;
        };
    }

    /** What b op a is when this is a op b. */
    CompareOp swap() {
        return switch (this) {
            case EQUAL, NOT_EQUAL -> this;
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        };
    }

    CompareOp negate() {
        return switch (this) {
            case EQUAL -> NOT_EQUAL;
            case NOT_EQUAL -> EQUAL;
            case LESS -> GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> GREATER;
            case GREATER -> LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> LESS;
        };
    }

    boolean isEquality() {
        return this == EQUAL || this == NOT_EQUAL;
    }

    /** Compared as b < a. */
    boolean swapsSides() {
        return this == GREATER || this == LESS_OR_EQUAL;
    }

    /** 1 when this is the complement of what is computed for pairs. */
    int pairFlip() {
        return switch (this) {
            case NOT_EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL -> 1;
            case EQUAL, LESS, GREATER -> 0;
        };
    }

    /** 1 when this is the complement of the range that {@link #low} and {@link #high} give. */
    int rangeFlip() {
        return switch (this) {
            case NOT_EQUAL, LESS, GREATER -> 1;
            case EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL -> 0;
        };
    }

    /** Start of the range that stands for a comparison with a constant; `least` is the type's. */
    long low(long constant, long least) {
        return switch (this) {
            case EQUAL, NOT_EQUAL, LESS, GREATER_OR_EQUAL -> constant;
            case LESS_OR_EQUAL, GREATER -> least;
        };
    }

    long high(long constant, long most) {
        return switch (this) {
            case EQUAL, NOT_EQUAL, LESS_OR_EQUAL, GREATER -> constant;
            case LESS, GREATER_OR_EQUAL -> most;
        };
    }
}
