package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Casts of constants. A text constant that is no value of the type is an error here already, as in
 * PostgreSQL. Null means: leave the cast to the engine. Stateless.
 */
final class ConstantCasts {
    private static final Pattern DATE = Pattern.compile("\\s*(\\d{4,6})-(\\d{1,2})-(\\d{1,2})\\s*");
    private static final Pattern TIMESTAMP =
            Pattern.compile(
                    "\\s*(\\d{4,6}-\\d{1,2}-\\d{1,2})(?:[ T]+"
                            + "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,6}))?)?)?\\s*");
    private static final Pattern OFFSET =
            Pattern.compile("(.*:\\d{2}(?:\\.\\d+)?) ?([+-]\\d{2}(?::?\\d{2})?|Z)\\s*");
    private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "on", "1");
    private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "off", "0");
    private static final long DAY = 86_400_000_000L;

    private ConstantCasts() {}

    static RexNode cast(RexBuilder builder, RexLiteral value, RelDataType type) {
        if (value.isNull()) {
            return builder.makeNullLiteral(type);
        }
        RelDataType from = value.getType();
        if (SqlTypeUtil.inCharFamily(from)) {
            return ofText(builder, value.getValueAs(String.class), type);
        }
        if (SqlTypeUtil.isApproximateNumeric(from) && SqlTypeUtil.isExactNumeric(type)) {
            // Rounds the binary value, half to even: only the engine does that.
            return null;
        }
        if (SqlTypeUtil.isNumeric(from) && SqlTypeUtil.isNumeric(type)) {
            BigDecimal number = value.getValueAs(BigDecimal.class);
            return number == null ? null : ConstantFolder.number(builder, number, type);
        }
        if (SqlTypeUtil.inCharFamily(type)) {
            return toText(builder, value, type);
        }
        return moment(builder, value, type);
    }

    private static RexNode moment(RexBuilder builder, RexLiteral value, RelDataType type) {
        SqlTypeName from = value.getType().getSqlTypeName();
        SqlTypeName to = type.getSqlTypeName();
        boolean local = from == SqlTypeName.DATE || from == SqlTypeName.TIMESTAMP;
        if (local && to == SqlTypeName.TIMESTAMP) {
            return Constants.timestamp(builder, Constants.micros(value));
        }
        if (local && to == SqlTypeName.DATE) {
            return Constants.date(builder, Math.floorDiv(Constants.micros(value), DAY));
        }
        return null;
    }

    private static RexNode toText(RexBuilder builder, RexLiteral value, RelDataType type) {
        boolean unlimited = type.getPrecision() <= 0;
        SqlTypeName from = value.getType().getSqlTypeName();
        String text =
                switch (from) {
                    case SMALLINT, INTEGER, BIGINT, DECIMAL ->
                            value.getValueAs(BigDecimal.class).toPlainString();
                    case BOOLEAN -> value.getValueAs(Boolean.class).toString();
                    case DATE -> Constants.localDate(value).toString();
                    default -> null;
                };
        return text == null || !unlimited ? null : builder.makeLiteral(text);
    }

    private static RexNode ofText(RexBuilder builder, String text, RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case SMALLINT, INTEGER, BIGINT -> integer(builder, text, type);
            case DECIMAL -> decimal(builder, text, type);
            case DOUBLE, REAL, FLOAT -> approximate(builder, text, type);
            case BOOLEAN -> bool(builder, text);
            case DATE -> date(builder, text);
            case TIMESTAMP -> timestamp(builder, text);
            case VARCHAR -> varchar(text, type);
            default -> null;
        };
    }

    private static RexNode integer(RexBuilder builder, String text, RelDataType type) {
        String digits = text.strip();
        if (!digits.matches("[+-]?\\d+")) {
            throw invalid(text, TypeMapping.displayName(type));
        }
        RexNode number = ConstantFolder.number(builder, new BigDecimal(digits), type);
        if (number == null) {
            throw new ColonnadeException(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "value \""
                            + text
                            + "\" is out of range for type "
                            + TypeMapping.displayName(type));
        }
        return number;
    }

    private static RexNode decimal(RexBuilder builder, String text, RelDataType type) {
        try {
            return ConstantFolder.number(builder, new BigDecimal(text.strip()), type);
        } catch (NumberFormatException invalid) {
            throw invalid(text, "numeric");
        }
    }

    private static RexNode approximate(RexBuilder builder, String text, RelDataType type) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("nan") || word.endsWith("infinity") || word.endsWith("inf")) {
            return null;
        }
        try {
            return ConstantFolder.number(builder, new BigDecimal(word), type);
        } catch (NumberFormatException invalid) {
            throw invalid(text, TypeMapping.displayName(type));
        }
    }

    private static RexNode bool(RexBuilder builder, String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return builder.makeLiteral(true);
        }
        if (FALSE.contains(word)) {
            return builder.makeLiteral(false);
        }
        throw invalid(text, "boolean");
    }

    private static RexNode date(RexBuilder builder, String text) {
        Matcher timestamp = TIMESTAMP.matcher(text);
        if (!timestamp.matches()) {
            return null;
        }
        timeOfDay(timestamp, text);
        return Constants.date(builder, day(timestamp.group(1), text, "date"));
    }

    private static long day(String date, String whole, String type) {
        Matcher parts = DATE.matcher(date);
        try {
            if (parts.matches()) {
                if (Integer.parseInt(parts.group(1)) == 0) {
                    throw new DateTimeException("there is no year 0");
                }
                return LocalDate.of(
                                Integer.parseInt(parts.group(1)),
                                Integer.parseInt(parts.group(2)),
                                Integer.parseInt(parts.group(3)))
                        .toEpochDay();
            }
        } catch (DateTimeException outside) {
            throw outOfRange(whole);
        }
        throw new ColonnadeException(
                ErrorCode.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type " + type + ": \"" + whole + "\"");
    }

    private static RexNode timestamp(RexBuilder builder, String text) {
        Matcher parts = TIMESTAMP.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        long day = day(parts.group(1), text, "timestamp without time zone");
        long time = timeOfDay(parts, text);
        return Constants.hasConstants(day) ? Constants.timestamp(builder, day * DAY + time) : null;
    }

    /** Microseconds since midnight; 24:00:00 is the next one, and second 60 the next minute's. */
    private static long timeOfDay(Matcher timestamp, String text) {
        if (timestamp.group(2) == null) {
            return 0;
        }
        int hour = Integer.parseInt(timestamp.group(2));
        int minute = Integer.parseInt(timestamp.group(3));
        String seconds = timestamp.group(4);
        int second = seconds == null ? 0 : Integer.parseInt(seconds);
        String fraction = timestamp.group(5);
        int micros = fraction == null ? 0 : Integer.parseInt((fraction + "00000").substring(0, 6));
        long time = ((hour * 60L + minute) * 60 + second) * 1_000_000 + micros;
        if (minute > 59 || second > 60 || hour > 24 || (hour == 24 && time > DAY)) {
            throw outOfRange(text);
        }
        return time;
    }

    private static ColonnadeException outOfRange(String text) {
        return new ColonnadeException(
                ErrorCode.DATETIME_OVERFLOW,
                "date/time field value out of range: \"" + text + "\"");
    }

    /** A TIMESTAMPTZ of a text, which may name an offset; else it is local to the zone. */
    static RexNode instant(RexBuilder builder, String text, ZoneId zone) {
        Matcher offset = OFFSET.matcher(text);
        String local = text;
        ZoneId at = zone;
        if (offset.matches()) {
            local = offset.group(1);
            at = ZoneId.of(offset.group(2).equals("Z") ? "Z" : "UTC" + offset.group(2));
        }
        RexNode timestamp = timestamp(builder, local);
        return timestamp == null
                ? null
                : instant(builder, Constants.micros((RexLiteral) timestamp), at);
    }

    /** The instant at which a clock in the zone shows these microseconds since 1970-01-01. */
    static RexNode instant(RexBuilder builder, long localMicros, ZoneId zone) {
        LocalDateTime local =
                LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)
                        .plus(localMicros, ChronoUnit.MICROS);
        return Constants.instant(
                builder, ChronoUnit.MICROS.between(Instant.EPOCH, local.atZone(zone).toInstant()));
    }

    private static RexNode varchar(String text, RelDataType type) {
        int limit = type.getPrecision();
        boolean fits =
                limit <= 0
                        || text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= limit;
        return fits
                ? ColonnadeRexBuilder.INSTANCE.makeText(
                        text, TypeMapping.FACTORY.createTypeWithNullability(type, false))
                : null;
    }

    private static ColonnadeException invalid(String text, String type) {
        return new ColonnadeException(
                ErrorCode.INVALID_TEXT_REPRESENTATION,
                "invalid input syntax for type " + type + ": \"" + text + "\"");
    }
}
