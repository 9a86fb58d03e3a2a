package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.Expression;
import io.colonnade.plan.FrameBound;
import io.colonnade.plan.SortKey;
import io.colonnade.plan.WindowCall;
import io.colonnade.plan.WindowFunction;
import io.colonnade.sql.bind.AggregateOperator;
import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindowBound;

import java.util.ArrayList;
import java.util.List;

/**
 * What the window functions of one projection read, as columns; expressions that are no columns are
 * computed below. Filled, then read, by one thread.
 */
final class WindowInput {
    private final PhysicalNode input;
    private final RexTranslator translator;
    private final List<Expression> computed = new ArrayList<>();

    WindowInput(PhysicalNode input, RexTranslator translator) {
        this.input = input;
        this.translator = translator;
    }

    /** The input with the computed columns. */
    PhysicalNode node() {
        return RowNodes.append(input, computed, computed.stream().map(e -> "argument").toList());
    }

    private int column(Expression expression) {
        if (Expressions.isColumn(expression)) {
            return expression.getColumn();
        }
        int known = computed.indexOf(expression);
        if (known < 0) {
            known = computed.size();
            computed.add(expression);
        }
        return input.shape().width() + known;
    }

    List<Integer> partitions(RexOver over) {
        return over.getWindow().partitionKeys.stream()
                .map(key -> column(translator.translate(key)))
                .distinct()
                .toList();
    }

    List<SortKey> order(RexOver over) {
        List<SortKey> keys = new ArrayList<>();
        for (RexFieldCollation key : over.getWindow().orderKeys) {
            RelFieldCollation collation =
                    new RelFieldCollation(0, key.getDirection(), key.getNullDirection());
            keys.add(Sorts.key(collation, column(translator.translate(key.left))));
        }
        return keys;
    }

    WindowCall call(RexOver over) {
        if (over.isDistinct()) {
            throw ColonnadeException.notSupported("DISTINCT in a window function");
        }
        SqlType type = TypeMapping.toSqlType(over.getType());
        WindowFunction function = function(over);
        List<Expression> operands = new ArrayList<>();
        for (RexNode operand : over.getOperands()) {
            operands.add(translator.translate(operand));
        }
        WindowCall.Builder call =
                WindowCall.newBuilder()
                        .setFunction(function)
                        .setType(type.toProto(true))
                        .setIgnoreNulls(over.ignoreNulls())
                        .setRowsFrame(over.getWindow().isRows())
                        .setStart(bound(over, over.getWindow().getLowerBound()))
                        .setEnd(bound(over, over.getWindow().getUpperBound()));
        if (function == WindowFunction.WINDOW_AGGREGATE) {
            call.setAggregate(aggregate(over));
        }
        arguments(function, operands, type).forEach(a -> call.addArguments(column(a)));
        return call.build();
    }

    /** LAG and LEAD always have an offset and a default of the value's type. */
    private static List<Expression> arguments(
            WindowFunction function, List<Expression> operands, SqlType type) {
        return switch (function) {
            case LAG, LEAD -> {
                Expression offset =
                        operands.size() > 1
                                ? Casts.to(operands.get(1), SqlType.BIGINT)
                                : Expressions.literal(1, SqlType.BIGINT);
                Expression otherwise =
                        operands.size() > 2
                                ? Casts.to(operands.get(2), type)
                                : Expressions.literal(Literals.NULL, type);
                yield List.of(Casts.toForm(operands.get(0), type), offset, otherwise);
            }
            case NTILE -> List.of(Casts.to(operands.get(0), SqlType.BIGINT));
            case NTH_VALUE -> List.of(operands.get(0), Casts.to(operands.get(1), SqlType.BIGINT));
            default -> operands;
        };
    }

    private static WindowFunction function(RexOver over) {
        return switch (over.getAggOperator().getKind()) {
            case ROW_NUMBER -> WindowFunction.ROW_NUMBER;
            case RANK -> WindowFunction.RANK;
            case DENSE_RANK -> WindowFunction.DENSE_RANK;
            case PERCENT_RANK -> WindowFunction.PERCENT_RANK;
            case CUME_DIST -> WindowFunction.CUME_DIST;
            case NTILE -> WindowFunction.NTILE;
            case LAG -> WindowFunction.LAG;
            case LEAD -> WindowFunction.LEAD;
            case FIRST_VALUE -> WindowFunction.FIRST_VALUE;
            case LAST_VALUE -> WindowFunction.LAST_VALUE;
            case NTH_VALUE -> WindowFunction.NTH_VALUE;
            default -> WindowFunction.WINDOW_AGGREGATE;
        };
    }

    private static AggregateFunction aggregate(RexOver over) {
        if (over.getAggOperator() instanceof AggregateOperator operator) {
            return operator.function();
        }
        return switch (over.getAggOperator().getKind()) {
            case COUNT ->
                    over.getOperands().isEmpty()
                            ? AggregateFunction.COUNT_STAR
                            : AggregateFunction.COUNT;
            case SUM -> AggregateFunction.SUM;
            case SUM0 -> AggregateFunction.SUM0;
            case MIN -> AggregateFunction.MIN;
            case MAX -> AggregateFunction.MAX;
            case ANY_VALUE -> AggregateFunction.ANY_VALUE;
            case SINGLE_VALUE -> AggregateFunction.SINGLE_VALUE;
            default ->
                    throw ColonnadeException.notSupported(
                            "window function " + over.getAggOperator().getName());
        };
    }

    private FrameBound bound(RexOver over, RexWindowBound bound) {
        FrameBound.Builder result = FrameBound.newBuilder();
        if (bound.isUnboundedPreceding()) {
            return result.setKind(FrameBound.Kind.UNBOUNDED_PRECEDING).build();
        }
        if (bound.isUnboundedFollowing()) {
            return result.setKind(FrameBound.Kind.UNBOUNDED_FOLLOWING).build();
        }
        if (bound.isCurrentRow()) {
            return result.setKind(FrameBound.Kind.CURRENT_ROW).build();
        }
        Expression offset = translator.translate(bound.getOffset());
        boolean whole =
                offset.hasLiteral()
                        && Casts.isWhole(Expressions.type(offset))
                        && Expressions.type(offset).kind() != TypeKind.DECIMAL;
        if (!whole || !over.getWindow().isRows()) {
            throw ColonnadeException.notSupported("this window frame");
        }
        return result.setKind(
                        bound.isPreceding() ? FrameBound.Kind.PRECEDING : FrameBound.Kind.FOLLOWING)
                .setOffset(offset.getLiteral().getLongValue())
                .build();
    }
}
