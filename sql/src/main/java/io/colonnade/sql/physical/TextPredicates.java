package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.fun.SqlLikeOperator;

import java.util.List;

/** LIKE and its relatives. Stateless. */
final class TextPredicates {
    private TextPredicates() {}

    static Expression translate(RexCall call, List<Expression> arguments) {
        Expression match =
                Expressions.call(
                        function(call), SqlType.BOOLEAN, call.getType().isNullable(), arguments);
        boolean negated = call.getOperator() instanceof SqlLikeOperator like && like.isNegated();
        return negated ? Expressions.condition(ScalarFunction.NOT, match) : match;
    }

    private static ScalarFunction function(RexCall call) {
        return switch (call.getKind()) {
            case LIKE -> {
                boolean ignoreCase =
                        call.getOperator() instanceof SqlLikeOperator like
                                && !like.isCaseSensitive();
                yield ignoreCase ? ScalarFunction.ILIKE : ScalarFunction.LIKE;
            }
            case SIMILAR -> ScalarFunction.SIMILAR_TO;
            case RLIKE, POSIX_REGEX_CASE_SENSITIVE -> ScalarFunction.REGEXP_MATCH;
            case POSIX_REGEX_CASE_INSENSITIVE -> ScalarFunction.REGEXP_IMATCH;
            default -> throw ColonnadeException.internal("no text predicate: " + call);
        };
    }
}
