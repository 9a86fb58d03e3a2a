package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.CivilDate;
import io.colonnade.engine.kernel.LongAdd;
import io.colonnade.engine.kernel.LongKernel;
import io.colonnade.engine.kernel.LongSubtract;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.TimestampText;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** Builds date arithmetic. Stateless. */
final class DateFunctions {
    private DateFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type, ZoneId zone) {
        VectorExpression[] args = arguments.toArray(new VectorExpression[0]);
        return switch (function) {
            case PLUS_INTERVAL -> plusInterval(1, args, type, zone);
            case MINUS_INTERVAL -> plusInterval(-1, args, type, zone);
            case DATE_PLUS_DAYS -> binary(new LongAdd(), args, type);
            case DATE_MINUS_DATE, TIMESTAMP_MINUS_TIMESTAMP ->
                    binary(new LongSubtract(), args, type);
            case LAST_DAY -> lastDay(args[0], type);
            case ADD_MONTHS -> new LongFunction(type, addMonths(args[0].type().kind(), type), args);
            case MONTHS_BETWEEN -> monthsBetween(args, type);
            case AT_TIME_ZONE -> atTimeZone(args, type);
            case AGE -> age(args, type);
            case MAKE_DATE -> new LongFunction(type, DateFunctions::makeDate, args);
            default -> throw ColonnadeException.internal("no date function: " + function);
        };
    }

    private static VectorExpression binary(
            LongKernel kernel, VectorExpression[] args, SqlType type) {
        return new LongBinary(kernel, args[0], args[1], type, true);
    }

    private static VectorExpression plusInterval(
            int sign, VectorExpression[] args, SqlType type, ZoneId zone) {
        boolean swapped =
                args[0].type().kind() == TypeKind.INTERVAL_MICROS
                        || args[0].type().kind() == TypeKind.INTERVAL_MONTH;
        if (swapped && args[0].type().kind() == args[1].type().kind()) {
            return binary(sign > 0 ? new LongAdd() : new LongSubtract(), args, type);
        }
        VectorExpression moment = swapped ? args[1] : args[0];
        VectorExpression interval = swapped ? args[0] : args[1];
        TypeKind kind = moment.type().kind();
        if (interval.type().kind() == TypeKind.INTERVAL_MONTH) {
            LongFunction.Body body = plusMonths(kind, sign, zone);
            boolean widens = kind == TypeKind.DATE && type.kind() != TypeKind.DATE;
            return new LongFunction(
                    type,
                    widens ? (in, i) -> Casts.midnight(body.apply(in, i)) : body,
                    moment,
                    interval);
        }
        LongFunction.Body body =
                switch (kind) {
                    case DATE ->
                            (in, i) ->
                                    checked(
                                            Casts.midnight(in.integer(0, i)),
                                            sign * in.integer(1, i));
                    case TIME ->
                            (in, i) ->
                                    Math.floorMod(
                                            in.integer(0, i)
                                                    + sign
                                                            * (in.integer(1, i)
                                                                    % CivilDate.MICROS_PER_DAY),
                                            CivilDate.MICROS_PER_DAY);
                    default -> (in, i) -> checked(in.integer(0, i), sign * in.integer(1, i));
                };
        boolean toDate = kind == TypeKind.DATE && type.kind() == TypeKind.DATE;
        return new LongFunction(
                type,
                toDate ? (in, i) -> CivilDate.dayOf(body.apply(in, i)) : body,
                moment,
                interval);
    }

    private static long checked(long moment, long micros) {
        long sum = moment + micros;
        boolean overflow = ((moment ^ sum) & (micros ^ sum)) < 0;
        if (overflow || sum < TimestampText.LEAST || sum > TimestampText.MOST) {
            throw Overflow.of(SqlType.TIMESTAMP);
        }
        return sum;
    }

    private static LongFunction.Body plusMonths(TypeKind kind, int sign, ZoneId zone) {
        return switch (kind) {
            case DATE ->
                    (in, i) -> CivilDate.addMonths((int) in.integer(0, i), sign * in.integer(1, i));
            // a time of day has no month
            case TIME -> (in, i) -> in.integer(0, i);
            case TIMESTAMPTZ ->
                    (in, i) ->
                            TimestampText.toUtc(
                                    addMonths(
                                            TimestampText.toLocal(in.integer(0, i), zone),
                                            sign * in.integer(1, i)),
                                    zone);
            default -> (in, i) -> addMonths(in.integer(0, i), sign * in.integer(1, i));
        };
    }

    /** Adds months to a moment: the time of day stays. */
    static long addMonths(long micros, long months) {
        return Casts.midnight(CivilDate.addMonths(CivilDate.dayOf(micros), months))
                + CivilDate.timeOf(micros);
    }

    /** ADD_MONTHS: as plus interval, but the last day of a month stays a last day. */
    private static LongFunction.Body addMonths(TypeKind from, SqlType type) {
        return (in, i) -> {
            long value = in.integer(0, i);
            boolean isDate = from == TypeKind.DATE;
            int days = isDate ? (int) value : CivilDate.dayOf(value);
            int moved = CivilDate.addMonths(days, in.integer(1, i));
            if (isLastDay(days)) {
                moved = lastDay(moved);
            }
            if (type.kind() == TypeKind.DATE) {
                return moved;
            }
            return Casts.midnight(moved) + (isDate ? 0 : CivilDate.timeOf(value));
        };
    }

    private static boolean isLastDay(int days) {
        return CivilDate.day(days + 1) == 1;
    }

    private static int lastDay(int days) {
        long packed = CivilDate.pack(days);
        int year = CivilDate.packedYear(packed);
        int month = CivilDate.packedMonth(packed);
        return CivilDate.toDays(year, month, CivilDate.monthLength(year, month));
    }

    private static VectorExpression lastDay(VectorExpression argument, SqlType type) {
        boolean isDate = argument.type().kind() == TypeKind.DATE;
        return new LongFunction(
                type,
                (in, i) ->
                        lastDay(
                                isDate
                                        ? (int) in.integer(0, i)
                                        : CivilDate.dayOf(in.integer(0, i))),
                argument);
    }

    /** Whole months, and the rest as a fraction of a month of 31 days. */
    private static VectorExpression monthsBetween(VectorExpression[] args, SqlType type) {
        VectorExpression[] moments = new VectorExpression[2];
        for (int k = 0; k < 2; k++) {
            moments[k] =
                    args[k].type().kind() == TypeKind.DATE
                            ? Casts.build(args[k], SqlType.TIMESTAMP, ZoneOffset.UTC)
                            : args[k];
        }
        VectorExpression real =
                new DoubleFunction(
                        SqlType.DOUBLE,
                        (in, i) -> monthsBetween(in.integer(0, i), in.integer(1, i)),
                        moments);
        return Casts.build(real, type, ZoneOffset.UTC);
    }

    private static double monthsBetween(long later, long earlier) {
        int a = CivilDate.dayOf(later);
        int b = CivilDate.dayOf(earlier);
        long pa = CivilDate.pack(a);
        long pb = CivilDate.pack(b);
        long months =
                (CivilDate.packedYear(pa) - (long) CivilDate.packedYear(pb)) * 12
                        + CivilDate.packedMonth(pa)
                        - CivilDate.packedMonth(pb);
        if (CivilDate.packedDay(pa) == CivilDate.packedDay(pb) || isLastDay(a) && isLastDay(b)) {
            return months;
        }
        double days = CivilDate.packedDay(pa) - CivilDate.packedDay(pb);
        double time = (double) (CivilDate.timeOf(later) - CivilDate.timeOf(earlier));
        return months + (days + time / CivilDate.MICROS_PER_DAY) / 31;
    }

    private static VectorExpression atTimeZone(VectorExpression[] args, SqlType type) {
        boolean toUtc = args[0].type().kind() != TypeKind.TIMESTAMPTZ;
        return new LongFunction(
                type,
                (in, i) -> {
                    ZoneId zone = zone(in.text(1, i));
                    return toUtc
                            ? TimestampText.toUtc(in.integer(0, i), zone)
                            : TimestampText.toLocal(in.integer(0, i), zone);
                },
                args);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "time zone \"" + name + "\" not recognized");
        }
    }

    /** The time between two moments, as days and time: intervals here do not mix in months. */
    private static VectorExpression age(VectorExpression[] args, SqlType type) {
        if (args.length != 2) {
            throw ColonnadeException.notSupported("age of one argument");
        }
        boolean areDates = args[0].type().kind() == TypeKind.DATE;
        if (type.kind() == TypeKind.INTERVAL_MONTH) {
            return new LongFunction(
                    type,
                    (in, i) ->
                            (long)
                                    (areDates
                                            ? monthsBetween(
                                                    Casts.midnight(in.integer(0, i)),
                                                    Casts.midnight(in.integer(1, i)))
                                            : monthsBetween(in.integer(0, i), in.integer(1, i))),
                    args);
        }
        return new LongFunction(
                type,
                areDates
                        ? (in, i) ->
                                (in.integer(0, i) - in.integer(1, i)) * CivilDate.MICROS_PER_DAY
                        : (in, i) -> in.integer(0, i) - in.integer(1, i),
                args);
    }

    private static long makeDate(Inputs in, int i) {
        int year = in.clamped(0, i);
        int month = in.clamped(1, i);
        int day = in.clamped(2, i);
        int astronomical = year < 0 ? year + 1 : year;
        if (year == 0
                || Math.abs((long) year) > 4000_000
                || month < 1
                || month > 12
                || day < 1
                || day > CivilDate.monthLength(astronomical, month)) {
            throw new ColonnadeException(
                    ErrorCode.DATETIME_OVERFLOW,
                    "date field value out of range: " + year + "-" + month + "-" + day);
        }
        return CivilDate.toDays(astronomical, month, day);
    }
}
