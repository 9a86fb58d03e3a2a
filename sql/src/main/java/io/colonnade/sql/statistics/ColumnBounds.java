package io.colonnade.sql.statistics;

import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.Optional;

/**
 * A condition of the form column op literal as an interval of images, both ends included.
 *
 * @param column index of the input column
 */
record ColumnBounds(int column, SqlType type, long lowest, long highest) {

    /** The interval that a condition says, if it has the form. */
    static Optional<ColumnBounds> of(Expression condition) {
        if (!condition.hasCall() || condition.getCall().getArgumentsCount() != 2) {
            return Optional.empty();
        }
        ScalarFunction function = condition.getCall().getFunction();
        Expression left = condition.getCall().getArguments(0);
        Expression right = condition.getCall().getArguments(1);
        if (isColumn(left) && isValue(right)) {
            return of(left, function, right.getLiteral());
        }
        if (isColumn(right) && isValue(left)) {
            return of(right, mirrored(function), left.getLiteral());
        }
        return Optional.empty();
    }

    private static boolean isColumn(Expression expression) {
        return expression.getKindCase() == Expression.KindCase.COLUMN;
    }

    private static boolean isValue(Expression expression) {
        return expression.hasLiteral() && !expression.getLiteral().getNullValue();
    }

    private static Optional<ColumnBounds> of(
            Expression column, ScalarFunction function, Literal literal) {
        SqlType type = SqlType.fromProto(column.getType());
        long image = Images.of(literal, type);
        int step = isStepped(type) ? 1 : 0;
        return switch (function) {
            case LESS -> bounds(column, type, Long.MIN_VALUE, below(image, step));
            case LESS_OR_EQUAL -> bounds(column, type, Long.MIN_VALUE, image);
            case GREATER -> bounds(column, type, above(image, step), Long.MAX_VALUE);
            case GREATER_OR_EQUAL -> bounds(column, type, image, Long.MAX_VALUE);
            case LIKE -> prefix(column, type, literal);
            default -> Optional.empty();
        };
    }

    /** LIKE 'abc%' is the interval of the texts that start so. */
    private static Optional<ColumnBounds> prefix(Expression column, SqlType type, Literal literal) {
        String pattern = literal.getBytesValue().toStringUtf8();
        int end = LikePatterns.prefixLength(pattern);
        if (end == 0 || end >= pattern.length() || !LikePatterns.isPrefixOnly(pattern)) {
            return Optional.empty();
        }
        byte[] prefix = pattern.substring(0, end).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return bounds(column, type, Images.ofText(prefix, 0), Images.ofText(prefix, 0xFF));
    }

    private static Optional<ColumnBounds> bounds(
            Expression column, SqlType type, long lowest, long highest) {
        return Optional.of(new ColumnBounds(column.getColumn(), type, lowest, highest));
    }

    private static long below(long image, int step) {
        return image == Long.MIN_VALUE ? image : image - step;
    }

    private static long above(long image, int step) {
        return image == Long.MAX_VALUE ? image : image + step;
    }

    private static boolean isStepped(SqlType type) {
        return type.physical() == PhysicalType.INT || type.physical() == PhysicalType.LONG;
    }

    private static ScalarFunction mirrored(ScalarFunction function) {
        return switch (function) {
            case LESS -> ScalarFunction.GREATER;
            case LESS_OR_EQUAL -> ScalarFunction.GREATER_OR_EQUAL;
            case GREATER -> ScalarFunction.LESS;
            case GREATER_OR_EQUAL -> ScalarFunction.LESS_OR_EQUAL;
            case LIKE -> ScalarFunction.SCALAR_FUNCTION_UNSPECIFIED;
            default -> function;
        };
    }

    ColumnBounds and(ColumnBounds other) {
        return new ColumnBounds(
                column, type, Math.max(lowest, other.lowest), Math.min(highest, other.highest));
    }
}
