package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Overflow;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleUnaryOperator;

/** Builds the functions that are computed in double precision. Stateless. */
final class MathFunctions {
    private static final AtomicLong INSTANCES = new AtomicLong();

    private MathFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type) {
        VectorExpression[] args =
                arguments.stream()
                        .map(ArithmeticFunctions::toDouble)
                        .toArray(VectorExpression[]::new);
        SqlType computed = Casts.isReal(type) ? type : SqlType.DOUBLE;
        VectorExpression result =
                switch (function) {
                    case PI -> new DoubleFunction(computed, (in, i) -> Math.PI);
                    case RANDOM -> new RandomExpression();
                    case POWER ->
                            new DoubleFunction(
                                    computed, (in, i) -> power(in.real(0, i), in.real(1, i)), args);
                    case ATAN2 ->
                            new DoubleFunction(
                                    computed,
                                    (in, i) -> Math.atan2(in.real(0, i), in.real(1, i)),
                                    args);
                    default -> {
                        DoubleUnaryOperator operator = unary(function);
                        yield new DoubleFunction(
                                computed,
                                (in, i) ->
                                        finite(
                                                operator.applyAsDouble(in.real(0, i)),
                                                in.real(0, i)),
                                args);
                    }
                };
        return Casts.build(result, type, ZoneOffset.UTC);
    }

    private static DoubleUnaryOperator unary(ScalarFunction function) {
        return switch (function) {
            case SQRT -> MathFunctions::sqrt;
            case CBRT -> Math::cbrt;
            case EXP -> Math::exp;
            case LN -> x -> Math.log(positive(x));
            case LOG10 -> x -> Math.log10(positive(x));
            case SIN -> x -> Math.sin(notInfinite(x));
            case COS -> x -> Math.cos(notInfinite(x));
            case TAN -> x -> Math.tan(notInfinite(x));
            case ASIN -> x -> Math.asin(unit(x));
            case ACOS -> x -> Math.acos(unit(x));
            case ATAN -> Math::atan;
            case COT -> x -> 1 / Math.tan(notInfinite(x));
            case DEGREES -> x -> x / (Math.PI / 180);
            case RADIANS -> x -> x * (Math.PI / 180);
            default -> throw ColonnadeException.internal("no function of double: " + function);
        };
    }

    private static double finite(double result, double argument) {
        if (Double.isInfinite(result) && !Double.isInfinite(argument)) {
            throw Overflow.of(SqlType.DOUBLE);
        }
        return result;
    }

    private static double sqrt(double x) {
        if (x < 0) {
            throw invalid("cannot take square root of a negative number");
        }
        return Math.sqrt(x);
    }

    private static double positive(double x) {
        if (x == 0) {
            throw invalid("cannot take logarithm of zero");
        }
        if (x < 0) {
            throw invalid("cannot take logarithm of a negative number");
        }
        return x;
    }

    private static double notInfinite(double x) {
        if (Double.isInfinite(x)) {
            throw new ColonnadeException(ErrorCode.NUMERIC_OUT_OF_RANGE, "input is out of range");
        }
        return x;
    }

    private static double unit(double x) {
        if (x < -1 || x > 1) {
            throw new ColonnadeException(ErrorCode.NUMERIC_OUT_OF_RANGE, "input is out of range");
        }
        return x;
    }

    private static double power(double x, double y) {
        if (x == 0 && y < 0) {
            throw invalid("zero raised to a negative power is undefined");
        }
        if (x < 0 && y != Math.rint(y) && !Double.isInfinite(y)) {
            throw invalid(
                    "a negative number raised to a non-integer power yields a complex result");
        }
        // PostgreSQL: 1 to any power is 1, also to NaN
        double result = x == 1 ? 1 : Math.pow(x, y);
        if (Double.isInfinite(result) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
            throw Overflow.of(SqlType.DOUBLE);
        }
        return result;
    }

    private static ColonnadeException invalid(String message) {
        return new ColonnadeException(ErrorCode.INVALID_ARGUMENT, message);
    }

    /** A new number in [0, 1) for every row. */
    private static final class RandomExpression extends RowFunction {
        // differs between queries and between the workers of one
        private final SplittableRandom random =
                new SplittableRandom(System.nanoTime() ^ INSTANCES.incrementAndGet() << 32);

        private RandomExpression() {
            super(SqlType.DOUBLE);
        }

        @Override
        boolean isDeterministic() {
            return false;
        }

        @Override
        void run(Vector target, long[] valid, int[] rows, int count) {
            double[] values = ((DoubleVector) target).values();
            for (int i = 0; i < count; i++) {
                values[rows == null ? i : rows[i]] = random.nextDouble();
            }
        }
    }
}
