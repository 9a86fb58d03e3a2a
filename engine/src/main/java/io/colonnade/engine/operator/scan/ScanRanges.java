package io.colonnade.engine.operator.scan;

import io.colonnade.plan.Call;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.segment.ZoneImage;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ranges of zone images that conjuncts imply: column compared with a literal, in a list of
 * literals, LIKE a pattern that starts with text, [NOT] NULL, a truth value itself. What has
 * another form implies nothing. Stateless.
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
                        yield call.getArgumentsCount() > 0 ? range(call) : null;
                    }
                    case IN_LIST ->
                            conjunct.getInList().getNegated()
                                    ? null
                                    : list(
                                            conjunct.getInList().getValue(),
                                            conjunct.getInList().getItemsList());
                    case COLUMN -> new ColumnRange(conjunct.getColumn(), 1, 1);
                    default -> null;
                };
        if (range != null && range.column() < columns) {
            ranges.add(range);
        }
    }

    /**
     * The range that says all of a conjunct: rows pass if and only if the value lies in it. Null
     * when there is none such.
     *
     * @param types of the scan's columns
     */
    static ColumnRange exact(Expression conjunct, List<SqlType> types) {
        Call call = conjunct.getCall();
        if (conjunct.getKindCase() != Expression.KindCase.CALL || call.getArgumentsCount() == 0) {
            return null;
        }
        if (call.getFunction() == ScalarFunction.AND) {
            ColumnRange all = exact(call.getArguments(0), types);
            for (int i = 1; i < call.getArgumentsCount() && all != null; i++) {
                ColumnRange one = exact(call.getArguments(i), types);
                all = one == null || one.column() != all.column() ? null : all.and(one);
            }
            return all;
        }
        ColumnRange range = comparison(call);
        return range != null && isExact(call, types.get(range.column())) ? range : null;
    }

    /** Whether images are the values, and no bound is the end of all images. */
    private static boolean isExact(Call call, SqlType type) {
        PhysicalType physical = type.physical();
        Expression left = call.getArguments(0);
        Literal literal = (isLiteral(left) ? left : call.getArguments(1)).getLiteral();
        long value = literal.getLongValue();
        return (physical == PhysicalType.INT || physical == PhysicalType.LONG)
                && literal.getValueCase() == Literal.ValueCase.LONG_VALUE
                && value != Long.MIN_VALUE
                && value != Long.MAX_VALUE;
    }

    private static ColumnRange range(Call call) {
        Expression first = call.getArguments(0);
        if (!isColumn(first)) {
            return comparison(call);
        }
        int column = first.getColumn();
        return switch (call.getFunction()) {
            case IS_NULL -> ColumnRange.ofNulls(column);
            case IS_NOT_NULL -> new ColumnRange(column, Long.MIN_VALUE, Long.MAX_VALUE);
            case NOT, IS_FALSE -> new ColumnRange(column, 0, 0);
            case IS_TRUE -> new ColumnRange(column, 1, 1);
            case LIKE, STARTS_WITH -> TextPrefix.range(call);
            default -> comparison(call);
        };
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
        long[] images = new long[items.size()];
        int count = 0;
        for (Literal item : items) {
            Long image = image(item);
            if (image != null) {
                images[count++] = image;
            } else if (item.getValueCase() != Literal.ValueCase.NULL_VALUE) {
                return null;
            }
        }
        return count == 0
                ? null
                : ColumnRange.ofPoints(value.getColumn(), Arrays.copyOf(images, count));
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
