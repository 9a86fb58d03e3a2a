package io.colonnade.engine.expression;

import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;

/**
 * What an expression depends on.
 *
 * @param column the only column, {@link #NONE} or {@link #SEVERAL}
 * @param isPure whether equal inputs give equal results
 */
record ExpressionShape(int column, boolean isPure) {
    private static final int NONE = -1;
    private static final int SEVERAL = -2;
    private static final ExpressionShape CONSTANT = new ExpressionShape(NONE, true);

    static ExpressionShape of(Expression expression) {
        return switch (expression.getKindCase()) {
            case COLUMN -> new ExpressionShape(expression.getColumn(), true);
            case LITERAL, PARAMETER, KIND_NOT_SET -> CONSTANT;
            case CAST -> of(expression.getCast());
            case IN_LIST -> of(expression.getInList().getValue());
            case CALL -> {
                ExpressionShape shape = all(expression.getCall().getArgumentsList());
                boolean isRandom = expression.getCall().getFunction() == ScalarFunction.RANDOM;
                yield isRandom ? new ExpressionShape(shape.column, false) : shape;
            }
            case CASE_WHEN -> {
                var c = expression.getCaseWhen();
                ExpressionShape shape = all(c.getWhenList()).and(all(c.getThenList()));
                yield c.hasOtherwise() ? shape.and(of(c.getOtherwise())) : shape;
            }
        };
    }

    private static ExpressionShape all(Iterable<Expression> expressions) {
        ExpressionShape shape = CONSTANT;
        for (Expression expression : expressions) {
            shape = shape.and(of(expression));
        }
        return shape;
    }

    private ExpressionShape and(ExpressionShape other) {
        int both = other.column;
        if (other.column == NONE || other.column == column) {
            both = column;
        } else if (column != NONE) {
            both = SEVERAL;
        }
        return new ExpressionShape(both, isPure && other.isPure);
    }

    boolean isConstant() {
        return column == NONE && isPure;
    }

    /** The one column that decides the value, or a negative number. */
    int onlyColumn() {
        return isPure ? column : SEVERAL;
    }
}
