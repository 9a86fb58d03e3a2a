package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * Makes arithmetic as the plan asks for it: sums with arguments in the form of the result, products
 * of raw numbers, dates with intervals. Folds dates and intervals that are literals. Stateless.
 */
final class Arithmetic {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private Arithmetic() {}

    static Expression binary(
            ScalarFunction function, Expression left, Expression right, SqlType type) {
        if (isTemporal(Expressions.type(left)) || isTemporal(Expressions.type(right))) {
            return temporal(function, left, right, type);
        }
        boolean nullable = left.getType().getNullable() || right.getType().getNullable();
        List<Expression> arguments =
                switch (function) {
                    case MULTIPLY, DIVIDE -> factors(left, right, type);
                    default -> List.of(Casts.toForm(left, type), Casts.toForm(right, type));
                };
        return Expressions.call(function, type, nullable, arguments);
    }

    /** Exact products and quotients take any scales, but one physical type. */
    private static List<Expression> factors(Expression left, Expression right, SqlType type) {
        if (type.kind() != TypeKind.DECIMAL) {
            return List.of(Casts.toForm(left, type), Casts.toForm(right, type));
        }
        Expression first = asDecimal(left);
        Expression second = asDecimal(right);
        boolean mixed = Expressions.type(first).physical() != Expressions.type(second).physical();
        return mixed ? List.of(wide(first), wide(second)) : List.of(first, second);
    }

    /** A whole number as a decimal; a literal with no more digits than it has. */
    private static Expression asDecimal(Expression value) {
        SqlType type = Expressions.type(value);
        if (type.kind() == TypeKind.DECIMAL && !value.hasLiteral()) {
            return value;
        }
        if (value.hasLiteral() && !value.getLiteral().getNullValue() && Casts.isExact(type)) {
            BigDecimal number = Literals.number(value.getLiteral(), type);
            int scale = Math.max(0, number.scale());
            int digits = Math.max(number.precision() - number.scale() + scale, scale + 1);
            if (digits <= SqlType.MAX_LONG_PRECISION) {
                SqlType narrow = SqlType.decimal(digits, scale);
                return Expressions.literal(Literals.ofNumber(number, narrow), narrow);
            }
        }
        return Casts.to(value, Casts.isExact(type) ? Casts.decimal(type) : decimalOf(type));
    }

    private static SqlType decimalOf(SqlType type) {
        throw ColonnadeException.internal("exact arithmetic on " + type);
    }

    private static Expression wide(Expression value) {
        SqlType type = Expressions.type(value);
        return type.physical() == PhysicalType.INT128
                ? value
                : Casts.to(value, SqlType.decimal(SqlType.MAX_PRECISION, type.scale()));
    }

    private static boolean isTemporal(SqlType type) {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL_MONTH, INTERVAL_MICROS -> true;
            default -> false;
        };
    }

    private static boolean isInterval(SqlType type) {
        return type.kind() == TypeKind.INTERVAL_MONTH || type.kind() == TypeKind.INTERVAL_MICROS;
    }

    private static Expression temporal(
            ScalarFunction function, Expression left, Expression right, SqlType type) {
        boolean leftInterval = isInterval(Expressions.type(left));
        boolean rightInterval = isInterval(Expressions.type(right));
        boolean nullable = left.getType().getNullable() || right.getType().getNullable();
        return switch (function) {
            case ADD -> {
                if (leftInterval && rightInterval) {
                    yield Expressions.call(function, type, nullable, List.of(left, right));
                }
                yield leftInterval
                        ? shift(ScalarFunction.PLUS_INTERVAL, right, left, type)
                        : plus(left, right, type, nullable);
            }
            case SUBTRACT -> {
                if (leftInterval && rightInterval) {
                    yield Expressions.call(function, type, nullable, List.of(left, right));
                }
                yield rightInterval
                        ? shift(ScalarFunction.MINUS_INTERVAL, left, right, type)
                        : difference(left, right, type, nullable);
            }
            case MULTIPLY, DIVIDE ->
                    Expressions.call(function, type, nullable, List.of(left, right));
            default -> throw ColonnadeException.notSupported(function + " of dates");
        };
    }

    /** DATE + days. */
    private static Expression plus(
            Expression date, Expression days, SqlType type, boolean nullable) {
        Expression count = Casts.toForm(days, SqlType.INTEGER);
        return Casts.to(
                Expressions.call(
                        ScalarFunction.DATE_PLUS_DAYS,
                        SqlType.DATE,
                        nullable,
                        List.of(date, count)),
                type);
    }

    private static Expression difference(
            Expression left, Expression right, SqlType type, boolean nullable) {
        boolean dates =
                Expressions.type(left).kind() == TypeKind.DATE
                        && Expressions.type(right).kind() == TypeKind.DATE;
        if (dates && !isInterval(type)) {
            return Casts.to(
                    Expressions.call(
                            ScalarFunction.DATE_MINUS_DATE,
                            SqlType.INTEGER,
                            nullable,
                            List.of(left, right)),
                    type);
        }
        if (Casts.isWhole(Expressions.type(right))) {
            Expression negative = negate(Casts.toForm(right, SqlType.INTEGER));
            return plus(left, negative, type, nullable);
        }
        if (type.kind() == TypeKind.INTERVAL_MONTH) {
            throw ColonnadeException.notSupported("the difference of dates in months");
        }
        Comparisons.Sides sides = Comparisons.unify(left, right);
        Expression first = Casts.toForm(sides.left(), timestampOf(sides.left()));
        Expression second = Casts.toForm(sides.right(), timestampOf(sides.right()));
        return Expressions.call(
                ScalarFunction.TIMESTAMP_MINUS_TIMESTAMP, type, nullable, List.of(first, second));
    }

    private static SqlType timestampOf(Expression value) {
        SqlType type = Expressions.type(value);
        return type.kind() == TypeKind.DATE ? SqlType.TIMESTAMP : type;
    }

    static Expression negate(Expression value) {
        return Expressions.call(
                ScalarFunction.NEGATE,
                Expressions.type(value),
                value.getType().getNullable(),
                List.of(value));
    }

    /** A date or timestamp moved by an interval; at once if both are literals. */
    private static Expression shift(
            ScalarFunction function, Expression value, Expression interval, SqlType type) {
        SqlType from = Expressions.type(value);
        boolean months = Expressions.type(interval).kind() == TypeKind.INTERVAL_MONTH;
        SqlType result = from.kind() == TypeKind.DATE && !months ? SqlType.TIMESTAMP : from;
        Expression shifted = null;
        if (value.hasLiteral() && interval.hasLiteral() && from.kind() == TypeKind.DATE) {
            shifted = folded(function, value.getLiteral(), interval.getLiteral(), months);
        }
        if (shifted == null) {
            boolean nullable = value.getType().getNullable() || interval.getType().getNullable();
            shifted = Expressions.call(function, result, nullable, List.of(value, interval));
        }
        return Casts.to(shifted, type);
    }

    private static Expression folded(
            ScalarFunction function, Literal date, Literal interval, boolean months) {
        if (date.getNullValue() || interval.getNullValue()) {
            return null;
        }
        long sign = function == ScalarFunction.MINUS_INTERVAL ? -1 : 1;
        long amount = sign * interval.getLongValue();
        if (months) {
            LocalDate moved = LocalDate.ofEpochDay(date.getLongValue()).plusMonths(amount);
            return Expressions.literal(moved.toEpochDay(), SqlType.DATE);
        }
        return Expressions.literal(
                date.getLongValue() * MICROS_PER_DAY + amount, SqlType.TIMESTAMP);
    }
}
