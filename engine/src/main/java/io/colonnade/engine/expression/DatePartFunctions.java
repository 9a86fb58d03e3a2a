package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.CivilDate;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.TimestampText;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** Builds the functions whose first argument names a part of a date. Stateless. */
final class DatePartFunctions {
    private static final SqlType MICROS = SqlType.decimal(18, 6);

    private DatePartFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type, ZoneId zone) {
        if (!(arguments.get(0) instanceof LiteralExpression literal) || literal.isNull()) {
            throw ColonnadeException.notSupported("a date part that is not constant");
        }
        DatePart part = DatePart.of(Literals.text(literal.value()));
        return switch (function) {
            case EXTRACT -> extract(part, arguments.get(1), type, zone);
            case DATE_TRUNC -> truncate(part, arguments.get(1), type, zone);
            case DATE_ADD -> add(part, arguments.get(1), arguments.get(2), type, zone);
            case DATE_DIFF ->
                    difference(
                            part,
                            toTimestamp(arguments.get(1), zone),
                            toTimestamp(arguments.get(2), zone),
                            type);
            default -> throw ColonnadeException.internal("no date part: " + function);
        };
    }

    /** As local time; TIME counts from 1970-01-01. */
    private static VectorExpression toTimestamp(VectorExpression argument, ZoneId zone) {
        return switch (argument.type().kind()) {
            case TIMESTAMP, TIME -> argument;
            default -> Casts.build(argument, SqlType.TIMESTAMP, zone);
        };
    }

    private static VectorExpression extract(
            DatePart part, VectorExpression argument, SqlType type, ZoneId zone) {
        VectorExpression moment =
                argument.type().kind() == TypeKind.TIMESTAMPTZ && part != DatePart.EPOCH
                        ? Casts.build(argument, SqlType.TIMESTAMP, zone)
                        : argument;
        boolean toInteger = Casts.isExact(type) && type.kind() != TypeKind.DECIMAL;
        boolean isPlain = part == DatePart.YEAR || part == DatePart.MONTH || part == DatePart.DAY;
        if (isPlain && toInteger && moment.type().kind() == TypeKind.DATE) {
            return new DateFieldExpression(part, moment, type);
        }
        LongFunction.Body body = field(part, moment.type());
        int scale = scale(part);
        if (scale == 1) {
            return toInteger
                    ? new LongFunction(type, body, moment)
                    : Casts.build(new LongFunction(SqlType.BIGINT, body, moment), type, zone);
        }
        long unit = part == DatePart.MILLISECOND ? 1000 : CivilDate.MICROS_PER_SECOND;
        if (toInteger) {
            return new LongFunction(
                    type, (in, i) -> Math.floorDiv(body.apply(in, i), unit), moment);
        }
        SqlType scaled = part == DatePart.MILLISECOND ? SqlType.decimal(18, 3) : MICROS;
        VectorExpression micros = new LongFunction(SqlType.BIGINT, body, moment);
        return Casts.build(new RetypedExpression(micros, scaled), type, ZoneOffset.UTC);
    }

    /** What the body's result has to be divided by to give the field. */
    private static int scale(DatePart part) {
        return switch (part) {
            case SECOND, EPOCH -> 1_000_000;
            case MILLISECOND -> 1000;
            default -> 1;
        };
    }

    private static LongFunction.Body field(DatePart part, SqlType type) {
        return switch (type.kind()) {
            case DATE ->
                    part == DatePart.EPOCH
                            ? (in, i) -> in.integer(0, i) * CivilDate.MICROS_PER_DAY
                            : dateField(part);
            case TIMESTAMP, TIMESTAMPTZ -> {
                if (part == DatePart.EPOCH) {
                    yield (in, i) -> in.integer(0, i);
                }
                yield isTimePart(part)
                        ? (in, i) -> timeField(part, CivilDate.timeOf(in.integer(0, i)))
                        : (in, i) -> dayField(part, CivilDate.dayOf(in.integer(0, i)));
            }
            case TIME -> {
                if (!isTimePart(part) && part != DatePart.EPOCH) {
                    throw DatePart.unsupported(part, type.kind().sqlName());
                }
                yield (in, i) -> timeField(part, in.integer(0, i));
            }
            case INTERVAL_MICROS -> (in, i) -> intervalField(part, in.integer(0, i));
            case INTERVAL_MONTH -> (in, i) -> monthsField(part, in.integer(0, i));
            default -> throw DatePart.unsupported(part, type.kind().sqlName());
        };
    }

    private static LongFunction.Body dateField(DatePart part) {
        return switch (part) {
            case YEAR -> (in, i) -> shownYear(CivilDate.year((int) in.integer(0, i)));
            case MONTH -> (in, i) -> CivilDate.month((int) in.integer(0, i));
            case DAY -> (in, i) -> CivilDate.day((int) in.integer(0, i));
            default ->
                    isTimePart(part)
                            ? (in, i) -> 0
                            : (in, i) -> dayField(part, (int) in.integer(0, i));
        };
    }

    private static boolean isTimePart(DatePart part) {
        return switch (part) {
            case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, TIMEZONE -> true;
            default -> false;
        };
    }

    /** Seconds and milliseconds as microseconds. */
    private static long timeField(DatePart part, long time) {
        return switch (part) {
            case HOUR -> time / CivilDate.MICROS_PER_HOUR;
            case MINUTE -> time / CivilDate.MICROS_PER_MINUTE % 60;
            case SECOND, MILLISECOND, MICROSECOND -> time % CivilDate.MICROS_PER_MINUTE;
            case EPOCH -> time;
            default -> 0;
        };
    }

    private static long dayField(DatePart part, int days) {
        return switch (part) {
            case MILLENNIUM -> periodOfYear(days, 1000);
            case CENTURY -> periodOfYear(days, 100);
            case DECADE -> Math.floorDiv(CivilDate.year(days), 10);
            case YEAR -> shownYear(CivilDate.year(days));
            case ISOYEAR -> shownYear(CivilDate.isoYear(days));
            case QUARTER -> (CivilDate.month(days) + 2) / 3;
            case MONTH -> CivilDate.month(days);
            case WEEK -> CivilDate.isoWeek(days);
            case DAY -> CivilDate.day(days);
            case DOW -> CivilDate.dayOfWeek(days);
            case ISODOW -> Math.floorMod(days + 3, 7) + 1;
            case DOY -> CivilDate.dayOfYear(days);
            default -> throw DatePart.unsupported(part, "date");
        };
    }

    /** There is no year 0: 1 BC is -1. */
    private static long shownYear(int year) {
        return year > 0 ? year : year - 1;
    }

    private static long periodOfYear(int days, int years) {
        int year = CivilDate.year(days);
        return year > 0 ? (year + years - 1) / years : -((years - 1 - (year - 1)) / years);
    }

    private static long intervalField(DatePart part, long micros) {
        long time = micros % CivilDate.MICROS_PER_DAY;
        return switch (part) {
            case EPOCH -> micros;
            case DAY -> micros / CivilDate.MICROS_PER_DAY;
            case HOUR -> time / CivilDate.MICROS_PER_HOUR;
            case MINUTE -> time / CivilDate.MICROS_PER_MINUTE % 60;
            case SECOND, MILLISECOND, MICROSECOND -> time % CivilDate.MICROS_PER_MINUTE;
            default -> 0;
        };
    }

    private static long monthsField(DatePart part, long months) {
        return switch (part) {
            case YEAR -> months / 12;
            case MONTH -> months % 12;
            case QUARTER -> months % 12 / 3 + 1;
            case DECADE -> months / 120;
            case CENTURY -> months / 1200;
            case MILLENNIUM -> months / 12_000;
            // PostgreSQL: a year has 365.25 days, a month 30
            case EPOCH ->
                    (months / 12 * 31_557_600 + months % 12 * 2_592_000)
                            * CivilDate.MICROS_PER_SECOND;
            default -> 0;
        };
    }

    private static VectorExpression truncate(
            DatePart part, VectorExpression argument, SqlType type, ZoneId zone) {
        if (argument.type().kind() == TypeKind.INTERVAL_MICROS) {
            long unit = unitMicros(part);
            return new LongFunction(
                    type, (in, i) -> in.integer(0, i) - in.integer(0, i) % unit, argument);
        }
        VectorExpression truncated =
                new LongFunction(
                        SqlType.TIMESTAMP,
                        (in, i) -> truncate(part, in.integer(0, i)),
                        toTimestamp(argument, zone));
        return Casts.build(truncated, type, zone);
    }

    private static long truncate(DatePart part, long micros) {
        int days = CivilDate.dayOf(micros);
        return switch (part) {
            case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND ->
                    micros - Math.floorMod(micros, unitMicros(part));
            case DAY -> Casts.midnight(days);
            case WEEK -> Casts.midnight(CivilDate.weekStart(days));
            case MONTH -> monthStart(days, 1);
            case QUARTER -> monthStart(days, 3);
            case YEAR -> monthStart(days, 12);
            case DECADE -> yearStart(Math.floorDiv(CivilDate.year(days), 10) * 10);
            case CENTURY -> yearStart(Math.floorDiv(CivilDate.year(days) - 1, 100) * 100 + 1);
            case MILLENNIUM -> yearStart(Math.floorDiv(CivilDate.year(days) - 1, 1000) * 1000 + 1);
            default -> throw DatePart.unsupported(part, "timestamp without time zone");
        };
    }

    private static long monthStart(int days, int months) {
        long packed = CivilDate.pack(days);
        int month = (CivilDate.packedMonth(packed) - 1) / months * months + 1;
        return Casts.midnight(CivilDate.toDays(CivilDate.packedYear(packed), month, 1));
    }

    private static long yearStart(int year) {
        return Casts.midnight(CivilDate.toDays(year, 1, 1));
    }

    private static long unitMicros(DatePart part) {
        return switch (part) {
            case WEEK -> 7 * CivilDate.MICROS_PER_DAY;
            case DAY, DOW, DOY, ISODOW -> CivilDate.MICROS_PER_DAY;
            case HOUR -> CivilDate.MICROS_PER_HOUR;
            case MINUTE -> CivilDate.MICROS_PER_MINUTE;
            case SECOND, EPOCH -> CivilDate.MICROS_PER_SECOND;
            case MILLISECOND -> 1000;
            case MICROSECOND -> 1;
            default -> throw DatePart.unsupported(part, "interval day to second");
        };
    }

    /** Months in the parts that are made of months, else 0. */
    private static int unitMonths(DatePart part) {
        return switch (part) {
            case MILLENNIUM -> 12_000;
            case CENTURY -> 1200;
            case DECADE -> 120;
            case YEAR, ISOYEAR -> 12;
            case QUARTER -> 3;
            case MONTH -> 1;
            default -> 0;
        };
    }

    private static VectorExpression add(
            DatePart part,
            VectorExpression number,
            VectorExpression moment,
            SqlType type,
            ZoneId zone) {
        VectorExpression count =
                number.type().physical() == PhysicalType.INT
                                || number.type().kind() == TypeKind.BIGINT
                        ? number
                        : Casts.build(number, SqlType.BIGINT, zone);
        int months = unitMonths(part);
        long micros = months == 0 ? unitMicros(part) : 0;
        VectorExpression sum =
                new LongFunction(
                        SqlType.TIMESTAMP,
                        (in, i) -> {
                            long n = in.integer(0, i);
                            return months != 0
                                    ? DateFunctions.addMonths(in.integer(1, i), product(n, months))
                                    : plus(in.integer(1, i), product(n, micros));
                        },
                        count,
                        toTimestamp(moment, zone));
        return Casts.build(sum, type, zone);
    }

    private static long product(long count, long unit) {
        long product = count * unit;
        if (Math.multiplyHigh(count, unit) != product >> 63) {
            throw Overflow.of(SqlType.TIMESTAMP);
        }
        return product;
    }

    private static long plus(long moment, long micros) {
        long sum = moment + micros;
        boolean overflow = ((moment ^ sum) & (micros ^ sum)) < 0;
        if (overflow || sum > TimestampText.MOST || sum < TimestampText.LEAST) {
            throw Overflow.of(SqlType.TIMESTAMP);
        }
        return sum;
    }

    /** Boundaries of the part that lie between two moments. */
    private static VectorExpression difference(
            DatePart part, VectorExpression from, VectorExpression to, SqlType type) {
        return new LongFunction(
                type,
                (in, i) -> ordinal(part, in.integer(1, i)) - ordinal(part, in.integer(0, i)),
                from,
                to);
    }

    /** Number of the part that a moment lies in, counted from any fixed one. */
    private static long ordinal(DatePart part, long micros) {
        int days = CivilDate.dayOf(micros);
        int months = unitMonths(part);
        if (months > 12) {
            return part == DatePart.DECADE
                    ? Math.floorDiv(CivilDate.year(days), 10)
                    : Math.floorDiv(CivilDate.year(days) - 1, months / 12);
        }
        if (months > 0) {
            long packed = CivilDate.pack(days);
            long month = CivilDate.packedYear(packed) * 12L + CivilDate.packedMonth(packed) - 1;
            return Math.floorDiv(month, (long) months);
        }
        if (part == DatePart.WEEK) {
            return Math.floorDiv(days + 3L, 7L);
        }
        if (part == DatePart.TIMEZONE) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "unit \"timezone\" not supported for datediff");
        }
        return Math.floorDiv(micros, unitMicros(part));
    }
}
