package io.colonnade.engine.operator;

import io.colonnade.plan.Expression;

import java.util.BitSet;

/** Which input columns an expression reads. Stateless. */
public final class ColumnUse {
    private ColumnUse() {}

    public static BitSet of(Expression expression) {
        BitSet columns = new BitSet();
        add(expression, columns);
        return columns;
    }

    private static void add(Expression expression, BitSet columns) {
        switch (expression.getKindCase()) {
            case COLUMN -> columns.set(expression.getColumn());
            case CALL -> expression.getCall().getArgumentsList().forEach(a -> add(a, columns));
            case CASE_WHEN -> {
                expression.getCaseWhen().getWhenList().forEach(w -> add(w, columns));
                expression.getCaseWhen().getThenList().forEach(t -> add(t, columns));
                add(expression.getCaseWhen().getOtherwise(), columns);
            }
            case CAST -> add(expression.getCast(), columns);
            case IN_LIST -> add(expression.getInList().getValue(), columns);
            case LITERAL, PARAMETER, KIND_NOT_SET -> {}
        }
    }
}
