package io.colonnade.engine.operator.scan;

import io.colonnade.plan.Call;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.segment.ZoneImage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The ranges of zone images that conjuncts imply: column compared with a literal, column in a list
 * of literals. What has another form implies nothing. Stateless.
 */
public final class ScanRanges {
    private ScanRanges() {}

    /**
     * @param columns number of columns that storage knows (not $row_id)
     */
    public static List<ColumnRange> of(List<Expression> conjuncts, int columns) {
        List<ColumnRange> ranges = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            addRanges(conjunct, columns, ranges);
        }
        return ranges;
    }

    private static void addRanges(Expression conjunct, int columns, List<ColumnRange> ranges) {
        ColumnRange range =
                switch (conjunct.getKindCase()) {
                    case CALL -> {
                        Call call = conjunct.getCall();
                        if (call.getFunction() == ScalarFunction.AND) {
                            call.getArgumentsList().forEach(a -> addRanges(a, columns, ranges));
                        }
                        yield comparison(call);
                    }
                    case IN_LIST ->
                            conjunct.getInList().getNegated()
                                    ? null
                                    : list(
                                            conjunct.getInList().getValue(),
                                            conjunct.getInList().getItemsList());
                    default -> null;
                };
        if (range != null && range.column() < columns) {
            ranges.add(range);
        }
    }

    private static ColumnRange comparison(Call call) {
        if (call.getArgumentsCount() != 2) {
            return null;
        }
        Expression left = call.getArguments(0);
        Expression right = call.getArguments(1);
        if (isColumn(left) && isLiteral(right)) {
            return range(left, call.getFunction(), right.getLiteral());
        }
        if (isLiteral(left) && isColumn(right)) {
            return range(right, mirrored(call.getFunction()), left.getLiteral());
        }
        return null;
    }

    private static boolean isColumn(Expression expression) {
        return expression.getKindCase() == Expression.KindCase.COLUMN;
    }

    private static boolean isLiteral(Expression expression) {
        return expression.getKindCase() == Expression.KindCase.LITERAL;
    }

    private static ScalarFunction mirrored(ScalarFunction comparison) {
        return switch (comparison) {
            case LESS -> ScalarFunction.GREATER;
            case LESS_OR_EQUAL -> ScalarFunction.GREATER_OR_EQUAL;
            case GREATER -> ScalarFunction.LESS;
            case GREATER_OR_EQUAL -> ScalarFunction.LESS_OR_EQUAL;
            default -> comparison;
        };
    }

    /** Bounds stay inclusive unless the image is exact: images may tie where values do not. */
    private static ColumnRange range(
            Expression column, ScalarFunction comparison, Literal literal) {
        Long image = image(literal);
        if (image == null) {
            return null;
        }
        int index = column.getColumn();
        boolean exact = literal.getValueCase() == Literal.ValueCase.LONG_VALUE;
        return switch (comparison) {
            case EQUAL -> new ColumnRange(index, image, image);
            case LESS -> {
                boolean tighter = exact && image > Long.MIN_VALUE;
                yield new ColumnRange(index, Long.MIN_VALUE, tighter ? image - 1 : image);
            }
            case LESS_OR_EQUAL -> new ColumnRange(index, Long.MIN_VALUE, image);
            case GREATER -> {
                boolean tighter = exact && image < Long.MAX_VALUE;
                yield new ColumnRange(index, tighter ? image + 1 : image, Long.MAX_VALUE);
            }
            case GREATER_OR_EQUAL -> new ColumnRange(index, image, Long.MAX_VALUE);
            default -> null;
        };
    }

    private static ColumnRange list(Expression value, List<Literal> items) {
        if (!isColumn(value)) {
            return null;
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (Literal item : items) {
            Long image = image(item);
            if (image != null) {
                min = Math.min(min, image);
                max = Math.max(max, image);
            } else if (item.getValueCase() != Literal.ValueCase.NULL_VALUE) {
                return null;
            }
        }
        return min > max ? null : new ColumnRange(value.getColumn(), min, max);
    }

    /** Null for NULL. */
    private static Long image(Literal literal) {
        return switch (literal.getValueCase()) {
            case BOOLEAN_VALUE -> literal.getBooleanValue() ? 1L : 0L;
            case LONG_VALUE -> literal.getLongValue();
            case DOUBLE_VALUE -> ZoneImage.of(literal.getDoubleValue());
            case BYTES_VALUE -> {
                byte[] text = literal.getBytesValue().toByteArray();
                yield ZoneImage.of(text, 0, text.length);
            }
            case INT128_VALUE -> {
                ByteBuffer bytes = literal.getInt128Value().asReadOnlyByteBuffer();
                yield ZoneImage.of(bytes.getLong(), bytes.getLong());
            }
            case NULL_VALUE, VALUE_NOT_SET -> null;
        };
    }
}
