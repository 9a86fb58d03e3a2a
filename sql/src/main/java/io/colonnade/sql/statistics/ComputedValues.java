package io.colonnade.sql.statistics;

import io.colonnade.plan.Call;
import io.colonnade.plan.Expression;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.Locale;

/** Upper limits of the distinct values that functions return. Stateless. */
final class ComputedValues {
    private static final double DAYS_PER_YEAR = 365.25;

    /** Characters that texts commonly hold at one place. */
    private static final double CHARACTERS = 26;

    private ComputedValues() {}

    static double limit(Call call, Expression expression, Selectivity context) {
        if (SqlType.fromProto(expression.getType()).kind() == TypeKind.BOOLEAN) {
            return 2;
        }
        return switch (call.getFunction()) {
            case EXTRACT -> ofPart(call, context);
            case SUBSTRING -> call.getArgumentsCount() == 3 ? ofText(call.getArguments(2)) : max();
            case LEFT, RIGHT -> ofText(call.getArguments(1));
            case SIGN -> 3;
            default -> max();
        };
    }

    private static double max() {
        return Double.MAX_VALUE;
    }

    private static double ofText(Expression length) {
        if (!length.hasLiteral()) {
            return max();
        }
        long characters = Math.max(0, Math.min(20, length.getLiteral().getLongValue()));
        return Math.pow(CHARACTERS, (double) characters);
    }

    private static double ofPart(Call call, Selectivity context) {
        if (!call.getArguments(0).hasLiteral()) {
            return max();
        }
        String part = call.getArguments(0).getLiteral().getBytesValue().toStringUtf8();
        return switch (part.toLowerCase(Locale.ROOT)) {
            case "year" -> years(call.getArguments(1), context);
            case "quarter" -> 4;
            case "month" -> 12;
            case "day" -> 31;
            case "hour" -> 24;
            case "minute", "second" -> 60;
            case "dow", "isodow" -> 7;
            default -> max();
        };
    }

    private static double years(Expression date, Selectivity context) {
        ColumnEstimate column = context.estimate(date);
        boolean isDate = SqlType.fromProto(date.getType()).kind() == TypeKind.DATE;
        if (!column.hasRange() || !isDate) {
            return 10;
        }
        return (column.maxImage() - column.minImage()) / DAYS_PER_YEAR + 1;
    }
}
