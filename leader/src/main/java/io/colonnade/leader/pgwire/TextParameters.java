package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.type.SqlType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;

/** Parameters in the text format. Stateless. */
final class TextParameters {
    private TextParameters() {}

    static ParameterDecoder.Value decode(String text, SqlType type, ZoneId zone) {
        String trimmed = text.strip();
        return switch (type.kind()) {
            case BOOLEAN -> ParameterDecoder.of(bool(trimmed, type));
            case SMALLINT, INTEGER, BIGINT -> whole(trimmed, type);
            case DECIMAL -> DecimalParameters.decode(decimal(trimmed, type));
            case REAL -> ParameterDecoder.of(type, real(trimmed, type));
            case DOUBLE -> ParameterDecoder.of(type, floating(trimmed, type));
            case DATE -> ParameterDecoder.of(type, new TimeParser(text, type).date());
            case TIME -> ParameterDecoder.of(type, new TimeParser(text, type).time());
            case TIMESTAMP -> ParameterDecoder.of(type, new TimeParser(text, type).timestamp());
            case TIMESTAMPTZ -> ParameterDecoder.of(type, new TimeParser(text, type).instant(zone));
            case CHAR, VARCHAR -> BinaryParameters.text(text.getBytes(StandardCharsets.UTF_8));
            case INTERVAL_MONTH -> ParameterDecoder.of(type, new IntervalParser(text).months());
            case INTERVAL_MICROS -> ParameterDecoder.of(type, new IntervalParser(text).micros());
        };
    }

    static ColonnadeException invalid(SqlType type, String text) {
        return new ColonnadeException(
                ErrorCode.INVALID_TEXT_REPRESENTATION,
                "invalid input syntax for type " + type.kind().sqlName() + ": \"" + text + "\"");
    }

    private static boolean bool(String text, SqlType type) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "t", "true", "y", "yes", "on", "1" -> true;
            case "f", "false", "n", "no", "off", "0" -> false;
            default -> throw invalid(type, text);
        };
    }

    private static ParameterDecoder.Value whole(String text, SqlType type) {
        try {
            return ParameterDecoder.whole(type, Long.parseLong(text), text);
        } catch (NumberFormatException e) {
            if (text.matches("[+-]?\\d+")) {
                throw ParameterDecoder.outOfRange(type, text);
            }
            throw invalid(type, text);
        }
    }

    private static BigDecimal decimal(String text, SqlType type) {
        if (text.equalsIgnoreCase("nan") || text.toLowerCase(Locale.ROOT).contains("inf")) {
            throw ColonnadeException.notSupported("NaN and infinity in numeric parameters");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw invalid(type, text);
        }
    }

    private static double real(String text, SqlType type) {
        double value = floating(text, type);
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw ParameterDecoder.outOfRange(type, text);
        }
        return rounded;
    }

    private static double floating(String text, SqlType type) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "infinity", "+infinity", "inf", "+inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-infinity", "-inf" -> {
                return Double.NEGATIVE_INFINITY;
            }
            case "nan" -> {
                return Double.NaN;
            }
            default -> {}
        }
        // Java takes suffixes and hexadecimal forms that SQL does not.
        if (!text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            throw invalid(type, text);
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw ParameterDecoder.outOfRange(type, text);
        }
        return value;
    }
}
