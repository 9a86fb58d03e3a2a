package io.colonnade.compute.load;

import io.colonnade.engine.kernel.CivilDate;
import io.colonnade.engine.kernel.DateReader;
import io.colonnade.engine.kernel.DateText;
import io.colonnade.engine.kernel.IntegerText;
import io.colonnade.engine.kernel.TimeText;
import io.colonnade.engine.kernel.TimestampText;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.LoadOptions;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Parsers for dates and times: ISO and PostgreSQL's other forms by default and for 'auto', else by
 * the pattern of DATEFORMAT and TIMEFORMAT, or from epoch seconds or milliseconds.
 */
final class TimeParsers {
    private static final String AUTO = "auto";
    private static final String EPOCH_SECONDS = "epochsecs";
    private static final String EPOCH_MILLIS = "epochmillisecs";

    private TimeParsers() {}

    static FieldParser dates(LoadOptions options) {
        String format = options.getDateFormat();
        boolean forgives = options.getAcceptAnyDate();
        return isAuto(format)
                ? new Dates(forgives)
                : new PatternDates(new Pattern(format), forgives);
    }

    static FieldParser times(SqlType type, LoadOptions options) {
        String format = options.getTimeFormat();
        boolean forgives = options.getAcceptAnyDate() && type.kind() != TypeKind.TIME;
        if (isAuto(format)) {
            return new Times(type.kind(), forgives);
        }
        String lower = format.toLowerCase(Locale.ROOT);
        boolean epoch = lower.equals(EPOCH_SECONDS) || lower.equals(EPOCH_MILLIS);
        if (epoch && type.kind() == TypeKind.TIME) {
            throw ColonnadeException.notSupported(
                    "TIMEFORMAT '" + format + "' for a column of type " + type);
        }
        if (epoch) {
            return new EpochTimes(lower.equals(EPOCH_SECONDS) ? 1_000_000 : 1_000, type, forgives);
        }
        return new PatternTimes(new Pattern(format), type.kind(), forgives);
    }

    private static boolean isAuto(String format) {
        return format.isEmpty() || format.equalsIgnoreCase(AUTO);
    }

    /** DATE in the engine's own forms. */
    private static final class Dates extends CheckedParser {
        private final boolean forgives;

        Dates(boolean forgives) {
            this.forgives = forgives;
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            ((IntVector) target).values()[row] = DateText.parse(bytes, start, length);
        }

        @Override
        boolean forgives() {
            return forgives;
        }
    }

    /** TIME, TIMESTAMP and TIMESTAMPTZ in the engine's own forms; without a zone they are UTC. */
    private static final class Times extends CheckedParser {
        private final TypeKind kind;
        private final boolean forgives;

        Times(TypeKind kind, boolean forgives) {
            this.kind = kind;
            this.forgives = forgives;
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            ((LongVector) target).values()[row] =
                    switch (kind) {
                        case TIME -> TimeText.parse(bytes, start, length);
                        case TIMESTAMPTZ ->
                                TimestampText.parseZoned(bytes, start, length, ZoneOffset.UTC);
                        default -> TimestampText.parse(bytes, start, length);
                    };
        }

        @Override
        boolean forgives() {
            return forgives;
        }
    }

    /** A pattern such as MM/DD/YYYY, and the value that was read by it last. */
    private static final class Pattern {
        private final String format;
        private final DateReader reader;

        Pattern(String format) {
            this.format = format;
            this.reader = new DateReader(twentyFourHours(format));
        }

        /** In COPY, unlike in TO_TIMESTAMP, a plain HH counts 24 hours. */
        private static String twentyFourHours(String format) {
            return format.toUpperCase(Locale.ROOT).matches(".*[AP]\\.?M.*")
                    ? format
                    : format.replaceAll("(?i)HH(?!12|24)", "HH24");
        }

        DateReader read(byte[] bytes, int start, int length) {
            String text = new String(bytes, start, length, StandardCharsets.UTF_8);
            reader.read(text);
            if (!reader.atEnd()) {
                throw new ColonnadeException(
                        ErrorCode.INVALID_DATETIME_FORMAT,
                        "the value does not have the form '" + format + "'");
            }
            return reader;
        }
    }

    /** DATE by a pattern. */
    private static final class PatternDates extends CheckedParser {
        private final Pattern pattern;
        private final boolean forgives;

        PatternDates(Pattern pattern, boolean forgives) {
            this.pattern = pattern;
            this.forgives = forgives;
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            ((IntVector) target).values()[row] = pattern.read(bytes, start, length).days();
        }

        @Override
        boolean forgives() {
            return forgives;
        }
    }

    /** TIME, TIMESTAMP and TIMESTAMPTZ by a pattern. */
    private static final class PatternTimes extends CheckedParser {
        private final Pattern pattern;
        private final TypeKind kind;
        private final boolean forgives;

        PatternTimes(Pattern pattern, TypeKind kind, boolean forgives) {
            this.pattern = pattern;
            this.kind = kind;
            this.forgives = forgives;
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            DateReader value = pattern.read(bytes, start, length);
            if (value.days() > TimestampText.MOST / CivilDate.MICROS_PER_DAY) {
                throw new ColonnadeException(
                        ErrorCode.DATETIME_OVERFLOW, "value is out of range for a timestamp");
            }
            long moment = value.moment();
            ((LongVector) target).values()[row] =
                    kind == TypeKind.TIME
                            ? Math.floorMod(moment, CivilDate.MICROS_PER_DAY)
                            : moment;
        }

        @Override
        boolean forgives() {
            return forgives;
        }
    }

    /** TIMESTAMP and TIMESTAMPTZ from whole seconds or milliseconds since 1970 in UTC. */
    private static final class EpochTimes extends CheckedParser {
        private final long microsPerUnit;
        private final SqlType type;
        private final boolean forgives;

        EpochTimes(long microsPerUnit, SqlType type, boolean forgives) {
            this.microsPerUnit = microsPerUnit;
            this.type = type;
            this.forgives = forgives;
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            long units = IntegerText.parseBigint(bytes, start, length);
            if (units < TimestampText.LEAST / microsPerUnit
                    || units > TimestampText.MOST / microsPerUnit) {
                throw new ColonnadeException(
                        ErrorCode.DATETIME_OVERFLOW, "value is out of range for type " + type);
            }
            ((LongVector) target).values()[row] = units * microsPerUnit;
        }

        @Override
        boolean forgives() {
            return forgives;
        }
    }
}
