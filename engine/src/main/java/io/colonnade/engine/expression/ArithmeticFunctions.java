package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.DoubleAdd;
import io.colonnade.engine.kernel.DoubleDivide;
import io.colonnade.engine.kernel.DoubleKernel;
import io.colonnade.engine.kernel.DoubleModulo;
import io.colonnade.engine.kernel.DoubleMultiply;
import io.colonnade.engine.kernel.DoubleSubtract;
import io.colonnade.engine.kernel.LongAdd;
import io.colonnade.engine.kernel.LongDivide;
import io.colonnade.engine.kernel.LongKernel;
import io.colonnade.engine.kernel.LongModulo;
import io.colonnade.engine.kernel.LongMultiply;
import io.colonnade.engine.kernel.LongSubtract;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.List;

/** Builds +, -, *, / and % for every type. Stateless. */
final class ArithmeticFunctions {
    private ArithmeticFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type) {
        if (function == ScalarFunction.NEGATE) {
            return negate(arguments.get(0), type);
        }
        VectorExpression a = arguments.get(0);
        VectorExpression b = arguments.get(1);
        if (Casts.isReal(type)) {
            return new DoubleBinary(doubleKernel(function), toDouble(a), toDouble(b), type);
        }
        if (isInterval(type) && (isScaling(function))) {
            return scaleInterval(function, a, b, type);
        }
        return switch (function) {
            case ADD -> sum(false, a, b, type);
            case SUBTRACT -> sum(true, a, b, type);
            case MULTIPLY -> multiply(a, b, type);
            case DIVIDE -> divide(a, b, type);
            case MODULO -> modulo(a, b, type);
            default -> throw ColonnadeException.internal("no arithmetic: " + function);
        };
    }

    private static boolean isInterval(SqlType type) {
        return type.kind() == TypeKind.INTERVAL_MICROS || type.kind() == TypeKind.INTERVAL_MONTH;
    }

    private static boolean isScaling(ScalarFunction function) {
        return function == ScalarFunction.MULTIPLY || function == ScalarFunction.DIVIDE;
    }

    private static DoubleKernel doubleKernel(ScalarFunction function) {
        return switch (function) {
            case ADD -> new DoubleAdd();
            case SUBTRACT -> new DoubleSubtract();
            case MULTIPLY -> new DoubleMultiply();
            case DIVIDE -> new DoubleDivide();
            case MODULO -> new DoubleModulo();
            default -> throw ColonnadeException.internal("no arithmetic: " + function);
        };
    }

    static VectorExpression toDouble(VectorExpression argument) {
        return Casts.isReal(argument.type())
                ? argument
                : Casts.build(argument, SqlType.DOUBLE, ZoneOffset.UTC);
    }

    private static VectorExpression sum(
            boolean subtract, VectorExpression a, VectorExpression b, SqlType type) {
        VectorExpression x = withScale(a, type);
        VectorExpression y = withScale(b, type);
        if (type.physical() == PhysicalType.INT128) {
            return new Int128Sum(subtract, x, y, type);
        }
        LongKernel kernel = subtract ? new LongSubtract() : new LongAdd();
        return new LongBinary(kernel, x, y, type, true);
    }

    /** Gives an exact number the scale of the result, and no more bits than it. */
    private static VectorExpression withScale(VectorExpression argument, SqlType type) {
        SqlType from = argument.type();
        if (!Casts.isExact(from) || !Casts.isExact(type)) {
            return argument;
        }
        boolean tooWide =
                from.physical() == PhysicalType.INT128 && type.physical() != PhysicalType.INT128;
        return from.scale() == type.scale() && !tooWide
                ? argument
                : Casts.build(argument, type, ZoneOffset.UTC);
    }

    private static VectorExpression multiply(VectorExpression a, VectorExpression b, SqlType type) {
        boolean isShort =
                a.type().physical() != PhysicalType.INT128
                        && b.type().physical() != PhysicalType.INT128
                        && type.physical() != PhysicalType.INT128;
        if (isShort && a.type().scale() + b.type().scale() == type.scale()) {
            return new LongBinary(new LongMultiply(), a, b, type, true);
        }
        return narrowed(new DecimalMultiply(a, b, wide(type)), type);
    }

    private static VectorExpression divide(VectorExpression a, VectorExpression b, SqlType type) {
        if (type.kind() == TypeKind.DECIMAL) {
            return narrowed(new DecimalDivide(a, b, wide(type)), type);
        }
        return new LongBinary(new LongDivide(), a, b, type, false);
    }

    /** The type to compute in when the result has less than 128 bits. */
    private static SqlType wide(SqlType type) {
        return type.physical() == PhysicalType.INT128
                ? type
                : SqlType.decimal(SqlType.MAX_PRECISION, type.scale());
    }

    private static VectorExpression narrowed(VectorExpression product, SqlType type) {
        return product.type().equals(type) ? product : new ExactCast(product, type);
    }

    private static VectorExpression modulo(VectorExpression a, VectorExpression b, SqlType type) {
        if (type.kind() != TypeKind.DECIMAL) {
            return new LongBinary(new LongModulo(), a, b, type, false);
        }
        VectorExpression x = withScale(a, type);
        VectorExpression y = withScale(b, type);
        if (type.physical() == PhysicalType.LONG) {
            return new LongBinary(new LongModulo(), x, y, type, false);
        }
        return new Int128Function(
                type,
                (in, i) -> {
                    BigInteger divisor = in.big(1, i);
                    if (divisor.signum() == 0) {
                        throw Overflow.divisionByZero();
                    }
                    return in.big(0, i).remainder(divisor);
                },
                x,
                y);
    }

    private static VectorExpression negate(VectorExpression argument, SqlType type) {
        if (Casts.isReal(type)) {
            return new DoubleFunction(type, (in, i) -> -in.real(0, i), toDouble(argument));
        }
        Literal zero = Literal.newBuilder().setLongValue(0).build();
        VectorExpression left = new LiteralExpression(type, Literals.vector(zero, type.physical()));
        return sum(true, left, argument, type);
    }

    private static VectorExpression scaleInterval(
            ScalarFunction function, VectorExpression a, VectorExpression b, SqlType type) {
        boolean intervalFirst = isInterval(a.type());
        VectorExpression interval = intervalFirst ? a : b;
        VectorExpression factor = toDouble(intervalFirst ? b : a);
        if (function == ScalarFunction.DIVIDE) {
            return new LongFunction(
                    type,
                    (in, i) -> {
                        if (in.real(1, i) == 0) {
                            throw Overflow.divisionByZero();
                        }
                        return interval(in.integer(0, i) / in.real(1, i), type);
                    },
                    interval,
                    factor);
        }
        return new LongFunction(
                type,
                (in, i) -> interval(in.integer(0, i) * in.real(1, i), type),
                interval,
                factor);
    }

    private static long interval(double value, SqlType type) {
        double rounded = Math.rint(value);
        if (!(Math.abs(rounded) < 0x1p63)) {
            throw Overflow.of(type);
        }
        return (long) rounded;
    }
}
