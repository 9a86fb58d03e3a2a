package io.colonnade.engine.expression;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import java.time.ZoneId;
import java.util.List;

/** Builds TO_CHAR, TO_DATE, TO_TIMESTAMP and TO_NUMBER. Stateless. */
final class FormatFunctions {
    private FormatFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type, ZoneId zone) {
        throw ColonnadeException.notSupported("function " + function);
    }
}
