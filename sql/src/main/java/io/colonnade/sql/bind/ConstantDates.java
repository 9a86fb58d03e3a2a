package io.colonnade.sql.bind;

import io.colonnade.plan.ScalarFunction;

import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;

import java.math.BigDecimal;
import java.time.LocalDate;

/** Arithmetic of date constants. Stateless. */
final class ConstantDates {
    private static final long DAY = 86_400_000_000L;

    /** In milliseconds or months: longer than all years of constants, far from an overflow. */
    private static final long LARGEST_INTERVAL = 10_000L * 366 * 86_400_000;

    private ConstantDates() {}

    static RexNode fold(RexBuilder builder, RexCall call, ScalarFunction function) {
        RexLiteral moment = (RexLiteral) call.operands.get(0);
        RexLiteral other = (RexLiteral) call.operands.get(1);
        return switch (function) {
            case DATE_PLUS_DAYS ->
                    Constants.date(
                            builder,
                            Constants.days(moment)
                                    + other.getValueAs(BigDecimal.class).intValueExact());
            case DATE_MINUS_DATE ->
                    Constants.integer(
                            builder, (int) (Constants.days(moment) - Constants.days(other)));
            default -> shifted(builder, moment, other, function == ScalarFunction.PLUS_INTERVAL);
        };
    }

    private static RexNode shifted(
            RexBuilder builder, RexLiteral moment, RexLiteral interval, boolean forward) {
        long amount = interval.getValueAs(BigDecimal.class).longValueExact() * (forward ? 1 : -1);
        if (Math.abs(amount) > LARGEST_INTERVAL) {
            return null;
        }
        long micros = Constants.micros(moment);
        SqlTypeName type = moment.getType().getSqlTypeName();
        long result;
        if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName())) {
            LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, DAY)).plusMonths(amount);
            if (!Constants.hasConstants(date.toEpochDay())) {
                return null;
            }
            result = date.toEpochDay() * DAY + Math.floorMod(micros, DAY);
        } else {
            result = micros + amount * 1000;
        }
        return switch (type) {
            case TIMESTAMP -> Constants.timestamp(builder, result);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    // Months and days follow the session's calendar; the engine knows that one.
                    null;
            case TIME -> Constants.time(builder, Math.floorMod(result, DAY));
            default -> null;
        };
    }
}
