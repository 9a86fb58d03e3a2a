package io.colonnade.sql.bind;

import io.colonnade.plan.ScalarFunction;

import java.util.EnumMap;
import java.util.Map;

/** The one operator of each engine function. Static and immutable. */
public final class ScalarOperators {
    private static final Map<ScalarFunction, ScalarOperator> OPERATORS = create();

    private ScalarOperators() {}

    private static Map<ScalarFunction, ScalarOperator> create() {
        Map<ScalarFunction, ScalarOperator> operators = new EnumMap<>(ScalarFunction.class);
        for (ScalarFunction function : ScalarFunction.values()) {
            if (function != ScalarFunction.UNRECOGNIZED) {
                operators.put(function, new ScalarOperator(function));
            }
        }
        return operators;
    }

    public static ScalarOperator of(ScalarFunction function) {
        return OPERATORS.get(function);
    }
}
