package io.colonnade.sql.bind;

import io.colonnade.plan.ScalarFunction;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * A function of the engine as an operator of row expressions. Trees that leave the binder hold
 * Calcite's standard operators (logic, comparison, arithmetic, CASE, CAST, LIKE, SEARCH) and these;
 * a call of one becomes a plan call of {@link #function} with the same operands. Immutable, one
 * instance per function in {@link ScalarOperators}.
 */
public final class ScalarOperator extends SqlFunction {
    private final ScalarFunction function;
    private final boolean deterministic;

    ScalarOperator(ScalarFunction function) {
        super(
                function.name(),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.ARG0_NULLABLE,
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.function = function;
        this.deterministic = function != ScalarFunction.RANDOM;
    }

    public ScalarFunction function() {
        return function;
    }

    @Override
    public boolean isDeterministic() {
        return deterministic;
    }
}
