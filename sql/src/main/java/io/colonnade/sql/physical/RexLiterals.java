package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoField;

/** Calcite's literals as ours. Stateless. */
final class RexLiterals {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int NANOS_PER_MICRO = 1000;
    private static final BigDecimal MICROS_PER_MILLI = BigDecimal.valueOf(1000);

    private RexLiterals() {}

    static Expression translate(RexLiteral literal) {
        SqlType type = TypeMapping.toSqlType(literal.getType());
        Comparable<?> value = literal.isNull() ? null : literal.getValueAs(Comparable.class);
        return Expressions.literal(value(value, literal.getType(), type), type);
    }

    /** A value of a literal or of a search argument; null is NULL. */
    static Literal value(Comparable<?> value, RelDataType relType, SqlType type) {
        if (value == null) {
            return Literals.NULL;
        }
        return switch (type.kind()) {
            case BOOLEAN -> Literals.ofBoolean((Boolean) value);
            case SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> number(value, type);
            case CHAR, VARCHAR -> Literals.ofText(text(value));
            case DATE -> Literals.ofLong(days(value));
            case TIME -> Literals.ofLong(microsOfDay(value.toString()));
            case TIMESTAMP, TIMESTAMPTZ -> Literals.ofLong(micros(value));
            case INTERVAL_MONTH -> Literals.ofLong(decimal(value).longValueExact());
            case INTERVAL_MICROS ->
                    Literals.ofLong(decimal(value).multiply(MICROS_PER_MILLI).longValueExact());
        };
    }

    private static Literal number(Comparable<?> value, SqlType type) {
        if (value instanceof Double number) {
            return Literals.ofDouble(number);
        }
        Literal literal = Literals.ofNumber(decimal(value), type);
        if (literal == null) {
            throw new ColonnadeException(
                    ErrorCode.NUMERIC_OUT_OF_RANGE, value + " is out of range for " + type);
        }
        return literal;
    }

    private static BigDecimal decimal(Comparable<?> value) {
        return switch (value) {
            case BigDecimal number -> number;
            case Number number -> new BigDecimal(number.toString());
            default -> throw ColonnadeException.internal("no number: " + value.getClass());
        };
    }

    private static String text(Comparable<?> value) {
        return switch (value) {
            case NlsString text -> text.getValue();
            default -> value.toString();
        };
    }

    private static long days(Comparable<?> value) {
        return switch (value) {
            case DateString date -> date.getDaysSinceEpoch();
            case java.util.Calendar calendar ->
                    Math.floorDiv(calendar.getTimeInMillis(), MICROS_PER_DAY / 1000);
            default -> LocalDate.parse(value.toString()).toEpochDay();
        };
    }

    private static long micros(Comparable<?> value) {
        return switch (value) {
            case java.util.Calendar calendar -> calendar.getTimeInMillis() * 1000;
            case TimestampString timestamp -> microsOf(timestamp.toString());
            default -> microsOf(value.toString());
        };
    }

    private static long microsOf(String text) {
        int blank = text.indexOf(' ');
        long days = LocalDate.parse(text.substring(0, blank)).toEpochDay();
        return days * MICROS_PER_DAY + microsOfDay(text.substring(blank + 1));
    }

    private static long microsOfDay(String time) {
        return LocalTime.parse(new TimeString(time).toString()).getLong(ChronoField.NANO_OF_DAY)
                / NANOS_PER_MICRO;
    }
}
