package io.colonnade.sql.bind;

import io.colonnade.plan.AggregateFunction;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.util.Optionality;

/**
 * An aggregate of the engine that Calcite has no standard operator for (or one that means something
 * else). A call of it becomes a plan call of {@link #function}; for the percentiles the first
 * argument is the fraction's literal column and the collation names the value. Immutable.
 */
public final class AggregateOperator extends SqlAggFunction {
    private final AggregateFunction function;

    AggregateOperator(
            String name,
            AggregateFunction function,
            SqlReturnTypeInference returnType,
            SqlOperandTypeChecker operands,
            Optionality order) {
        super(
                name,
                null,
                SqlKind.OTHER_FUNCTION,
                returnType,
                null,
                operands,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                order);
        this.function = function;
    }

    public AggregateFunction function() {
        return function;
    }
}
