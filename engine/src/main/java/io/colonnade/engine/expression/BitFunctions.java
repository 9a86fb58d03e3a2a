package io.colonnade.engine.expression;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.List;

/** Builds the operations on the bits of integers. Stateless. */
final class BitFunctions {
    private BitFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type) {
        boolean isInt = type.physical() == PhysicalType.INT;
        LongFunction.Body body =
                switch (function) {
                    case BIT_AND -> (in, i) -> in.integer(0, i) & in.integer(1, i);
                    case BIT_OR -> (in, i) -> in.integer(0, i) | in.integer(1, i);
                    case BIT_XOR -> (in, i) -> in.integer(0, i) ^ in.integer(1, i);
                    case BIT_NOT -> (in, i) -> ~in.integer(0, i);
                    case SHIFT_LEFT ->
                            isInt
                                    ? (in, i) -> (int) in.integer(0, i) << (int) in.integer(1, i)
                                    : (in, i) -> in.integer(0, i) << in.integer(1, i);
                    case SHIFT_RIGHT ->
                            isInt
                                    ? (in, i) -> (int) in.integer(0, i) >> (int) in.integer(1, i)
                                    : (in, i) -> in.integer(0, i) >> in.integer(1, i);
                    default -> throw ColonnadeException.internal("no bit function: " + function);
                };
        return new LongFunction(type, body, arguments.toArray(new VectorExpression[0]));
    }
}
