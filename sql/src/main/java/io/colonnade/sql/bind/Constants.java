package io.colonnade.sql.bind;

import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Row-expression constants from Java values, and back. Stateless. */
public final class Constants {
    /** Calcite's constants are of the years 1 to 9999. */
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();

    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long DAY_MICROS = 86_400_000_000L;

    private Constants() {}

    /** A DATE of days since 1970-01-01; null where Calcite has no constants. */
    static RexLiteral date(RexBuilder builder, long days) {
        if (!hasConstants(days)) {
            return null;
        }
        return builder.makeDateLiteral(DateString.fromDaysSinceEpoch((int) days));
    }

    /** A TIMESTAMP of microseconds since 1970-01-01; null where Calcite has no constants. */
    static RexLiteral timestamp(RexBuilder builder, long micros) {
        if (!hasConstants(Math.floorDiv(micros, DAY_MICROS))) {
            return null;
        }
        return builder.makeTimestampLiteral(timestampString(micros), 6);
    }

    /** Whether there are constants of this day, which is counted from 1970-01-01. */
    static boolean hasConstants(long day) {
        return day >= FIRST_DAY && day <= LAST_DAY;
    }

    /** A TIMESTAMPTZ of microseconds since 1970-01-01 UTC; null where Calcite has no constants. */
    static RexLiteral instant(RexBuilder builder, long micros) {
        if (!hasConstants(Math.floorDiv(micros, DAY_MICROS))) {
            return null;
        }
        return builder.makeTimestampWithLocalTimeZoneLiteral(timestampString(micros), 6);
    }

    /** A TIME of microseconds since midnight. */
    static RexLiteral time(RexBuilder builder, long micros) {
        LocalTime time = LocalTime.ofNanoOfDay(micros * 1000);
        return builder.makeTimeLiteral(
                new TimeString(time.getHour(), time.getMinute(), time.getSecond())
                        .withNanos(time.getNano()),
                6);
    }

    private static TimestampString timestampString(long micros) {
        long seconds = Math.floorDiv(micros, 1_000_000L);
        int nanos = (int) Math.floorMod(micros, 1_000_000L) * 1000;
        LocalDateTime at = LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
        return new TimestampString(
                        at.getYear(),
                        at.getMonthValue(),
                        at.getDayOfMonth(),
                        at.getHour(),
                        at.getMinute(),
                        at.getSecond())
                .withNanos(nanos);
    }

    /** Microseconds of a date, time or timestamp constant; a date's are those of its midnight. */
    public static long micros(RexLiteral literal) {
        return switch (literal.getType().getSqlTypeName()) {
            case DATE -> literal.getValueAs(DateString.class).getDaysSinceEpoch() * 86_400_000_000L;
            case TIME -> {
                String text = literal.getValueAs(TimeString.class).toString();
                yield LocalTime.parse(text).toNanoOfDay() / 1000;
            }
            default -> {
                String text = literal.getValueAs(TimestampString.class).toString();
                LocalDateTime at = LocalDateTime.parse(text.replace(' ', 'T'));
                yield ChronoUnit.MICROS.between(Instant.EPOCH, at.toInstant(ZoneOffset.UTC));
            }
        };
    }

    /** Days since 1970-01-01 of a DATE constant. */
    static long days(RexLiteral literal) {
        return literal.getValueAs(DateString.class).getDaysSinceEpoch();
    }

    static LocalDate localDate(RexLiteral literal) {
        return LocalDate.ofEpochDay(days(literal));
    }

    /** An exact number, rounded to the type's scale by the caller. */
    static RexNode number(RexBuilder builder, BigDecimal value, RelDataType type) {
        return builder.makeLiteral(value, type, false);
    }

    static RexNode bigint(RexBuilder builder, long value) {
        return builder.makeExactLiteral(
                BigDecimal.valueOf(value), TypeMapping.toRel(SqlType.BIGINT, false));
    }

    static RexNode integer(RexBuilder builder, int value) {
        return builder.makeExactLiteral(
                BigDecimal.valueOf(value), TypeMapping.toRel(SqlType.INTEGER, false));
    }
}
