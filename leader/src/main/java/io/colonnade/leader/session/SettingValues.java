package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Checks the values given to settings and brings them into the one form that SHOW prints. */
final class SettingValues {
    /** Longest value of any setting. */
    private static final int LIMIT_CHARS = 65_536;

    /** PostgreSQL cuts application names at its identifier length. */
    private static final int APPLICATION_NAME_CHARS = 63;

    private static final Map<String, Double> MILLIS_PER_UNIT =
            Map.of("us", 0.001, "ms", 1.0, "s", 1e3, "min", 6e4, "h", 3.6e6, "d", 8.64e7);

    private SettingValues() {}

    /** The normalised value; invalid ones are INVALID_ARGUMENT. */
    static String normalise(SettingDefinition definition, List<String> values) {
        String joined = String.join(", ", values);
        if (joined.length() > LIMIT_CHARS) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "value of parameter \"" + definition.name() + "\" is too long");
        }
        return switch (definition.type()) {
            case SettingType.Names() -> names(values);
            case SettingType.DateStyle() -> dateStyle(definition, joined);
            case SettingType.Bool() -> bool(definition, joined);
            case SettingType.Whole(long min, long max) -> whole(definition, joined, min, max);
            case SettingType.Millis() -> millis(definition, joined);
            case SettingType.Real(double min, double max) -> real(definition, joined, min, max);
            case SettingType.Word(List<String> words, List<String> unsupported) ->
                    word(definition, joined, words, unsupported);
            case SettingType.Text() -> text(definition, values);
            case SettingType.Zone() -> zone(definition, joined);
            case SettingType.Encoding() -> encoding(definition, joined);
        };
    }

    /** The value as SHOW prints it. */
    static String display(SettingDefinition definition, String value) {
        if (!(definition.type() instanceof SettingType.Millis)) {
            return value;
        }
        long millis = Long.parseLong(value);
        if (millis == 0) {
            return "0";
        }
        for (String unit : List.of("d", "h", "min", "s")) {
            long size = MILLIS_PER_UNIT.get(unit).longValue();
            if (millis % size == 0) {
                return millis / size + unit;
            }
        }
        return millis + "ms";
    }

    private static String bool(SettingDefinition definition, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes", "1", "t", "y", "tr", "tru", "ye" -> "on";
            case "off", "false", "no", "0", "f", "n", "of", "fa", "fal", "fals" -> "off";
            default -> throw invalid(definition, value).hint("Write on or off.");
        };
    }

    private static String whole(SettingDefinition definition, String value, long min, long max) {
        long number;
        try {
            number = new BigDecimal(value.strip()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw invalid(definition, value);
        }
        if (number < min || number > max) {
            throw outside(definition, Long.toString(number), min + " .. " + max);
        }
        return Long.toString(number);
    }

    private static String millis(SettingDefinition definition, String value) {
        String text = value.strip();
        int digits = 0;
        while (digits < text.length() && "0123456789.".indexOf(text.charAt(digits)) >= 0) {
            digits++;
        }
        String unit = text.substring(digits).strip();
        Double scale = unit.isEmpty() ? Double.valueOf(1) : MILLIS_PER_UNIT.get(unit);
        if (scale == null || digits == 0) {
            throw invalid(definition, value)
                    .hint("Valid units are \"us\", \"ms\", \"s\", \"min\", \"h\" and \"d\".");
        }
        double number;
        try {
            number = Double.parseDouble(text.substring(0, digits)) * scale;
        } catch (NumberFormatException e) {
            throw invalid(definition, value);
        }
        if (number > Integer.MAX_VALUE) {
            throw outside(definition, value, "0 .. " + Integer.MAX_VALUE);
        }
        return Long.toString(Math.round(number));
    }

    private static String real(SettingDefinition definition, String value, double min, double max) {
        double number;
        try {
            number = Double.parseDouble(value.strip());
        } catch (NumberFormatException e) {
            throw invalid(definition, value);
        }
        if (!(number >= min && number <= max)) {
            throw outside(definition, value, plain(min) + " .. " + plain(max));
        }
        return plain(number);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static String word(
            SettingDefinition definition,
            String value,
            List<String> words,
            List<String> unsupported) {
        String lower = value.toLowerCase(Locale.ROOT).strip();
        if (words.contains(lower)) {
            return lower;
        }
        if (unsupported.contains(lower)) {
            throw ColonnadeException.notSupported("\"" + definition.name() + "\" = " + lower);
        }
        throw invalid(definition, value)
                .hint("Available values: " + String.join(", ", words) + ".");
    }

    private static String text(SettingDefinition definition, List<String> values) {
        if (values.size() != 1) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "SET " + definition.name() + " takes only one argument");
        }
        String value = values.getFirst();
        return definition.name().equals("application_name")
                        && value.length() > APPLICATION_NAME_CHARS
                ? value.substring(0, APPLICATION_NAME_CHARS)
                : value;
    }

    private static String names(List<String> values) {
        StringJoiner joined = new StringJoiner(", ");
        for (String value : values) {
            joined.add(SearchPath.quote(value));
        }
        return joined.toString();
    }

    private static String dateStyle(SettingDefinition definition, String value) {
        for (String part : value.split("[,\\s]+")) {
            switch (part.toLowerCase(Locale.ROOT)) {
                case "iso", "mdy", "us", "noneuropean", "default", "" -> {}
                case "sql", "postgres", "german", "dmy", "ymd", "euro", "european" ->
                        throw ColonnadeException.notSupported("DateStyle " + value)
                                .hint("Dates are read and written in ISO form.");
                default -> throw invalid(definition, value);
            }
        }
        return definition.defaultValue();
    }

    private static String zone(SettingDefinition definition, String value) {
        return TimeZones.find(value)
                .map(zone -> zoneName(zone, value))
                .orElseThrow(
                        () -> {
                            ColonnadeException error = invalid(definition, value);
                            return Suggestions.nearest(value, ZoneId.getAvailableZoneIds())
                                    .map(near -> error.hint("Did you mean \"" + near + "\"?"))
                                    .orElse(error);
                        });
    }

    private static String zoneName(ZoneId zone, String typed) {
        if (zone instanceof ZoneOffset) {
            return zone == ZoneOffset.UTC ? "UTC" : typed.strip();
        }
        return zone.getId();
    }

    private static String encoding(SettingDefinition definition, String value) {
        String letters = value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (letters.equals("utf8") || letters.equals("unicode")) {
            return "UTF8";
        }
        boolean known;
        try {
            known = letters.equals("sqlascii") || Charset.isSupported(value);
        } catch (IllegalArgumentException e) {
            known = false;
        }
        if (known) {
            throw ColonnadeException.notSupported("client encoding " + value)
                    .hint("The server speaks UTF8 only.");
        }
        throw invalid(definition, value);
    }

    private static ColonnadeException invalid(SettingDefinition definition, String value) {
        return new ColonnadeException(
                ErrorCode.INVALID_ARGUMENT,
                "invalid value for parameter \"" + definition.name() + "\": \"" + value + "\"");
    }

    private static ColonnadeException outside(
            SettingDefinition definition, String value, String bounds) {
        return new ColonnadeException(
                ErrorCode.INVALID_ARGUMENT,
                value
                        + " is outside the valid range for parameter \""
                        + definition.name()
                        + "\" ("
                        + bounds
                        + ")");
    }
}
