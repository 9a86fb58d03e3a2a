package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.catalog.TimePoint;
import io.colonnade.sql.parser.AtClause;

import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/**
 * What an AT clause means for a session: times are in its zone, offsets from its now. Stateless.
 */
public final class TimePoints {
    private static final long SECOND_MICROS = 1_000_000;

    private TimePoints() {}

    public static TimePoint of(AtClause clause, BindContext context) {
        return switch (clause.kind()) {
            case VERSION -> new TimePoint.Version(Long.parseLong(clause.value()));
            case SNAPSHOT -> new TimePoint.Saved(clause.value());
            case TIMESTAMP -> new TimePoint.Timestamp(micros(clause.value(), context));
            case OFFSET -> {
                long seconds = Long.parseLong(clause.value());
                if (seconds > 0) {
                    throw new ColonnadeException(
                                    ErrorCode.INVALID_ARGUMENT,
                                    "an offset of " + seconds + " seconds is in the future")
                            .hint("Write the seconds before now with a minus sign.");
                }
                long back = Math.multiplyExact(seconds, SECOND_MICROS);
                yield new TimePoint.Timestamp(context.nowMicros() + back);
            }
        };
    }

    private static long micros(String text, BindContext context) {
        RexNode instant = ConstantCasts.instant(ColonnadeRexBuilder.INSTANCE, text, context.zone());
        if (instant == null) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_DATETIME_FORMAT,
                    "invalid input syntax for type timestamp: \"" + text + "\"");
        }
        return Constants.micros((RexLiteral) instant);
    }
}
