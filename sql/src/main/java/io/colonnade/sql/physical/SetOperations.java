package io.colonnade.sql.physical;

import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/**
 * Plans UNION, INTERSECT and EXCEPT. One per statement; one thread.
 *
 * <pre>
 * a union b          distinct over union all
 * a intersect b      distinct a, null-safe semi join b
 * a except b         distinct a, null-safe anti join b
 * ... all            counts per row and side, compared, then each row as often as is left
 * </pre>
 */
final class SetOperations {
    private final RelPlanner planner;
    private final JoinNodes joins;
    private final Grouping grouping;

    SetOperations(RelPlanner planner, JoinNodes joins) {
        this.planner = planner;
        this.joins = joins;
        this.grouping = new Grouping(joins);
    }

    Planned plan(SetOp operation, ImmutableBitSet asked) {
        boolean unionAll = operation.kind == SqlKind.UNION && operation.all;
        int fieldCount = operation.getRowType().getFieldCount();
        ImmutableBitSet fields = unionAll ? asked : ImmutableBitSet.range(fieldCount);
        List<OutputColumn> columns = columns(operation, fields);
        List<PhysicalNode> inputs = new ArrayList<>();
        for (RelNode input : operation.getInputs()) {
            inputs.add(aligned(planner.exactly(input, fields), columns));
        }
        PhysicalNode node =
                switch (operation.kind) {
                    case UNION -> union(inputs, columns, operation.all);
                    case INTERSECT, EXCEPT ->
                            operation.all
                                    ? bags(inputs, columns, operation.kind)
                                    : sets(inputs, operation.kind);
                    default -> throw new IllegalArgumentException(operation.kind.toString());
                };
        return Planned.of(node, fields, fieldCount);
    }

    private static List<OutputColumn> columns(SetOp operation, ImmutableBitSet fields) {
        List<RelDataTypeField> rowType = operation.getRowType().getFieldList();
        List<OutputColumn> columns = new ArrayList<>();
        for (int field : fields) {
            columns.add(
                    new OutputColumn(
                            rowType.get(field).getName(),
                            TypeMapping.toSqlType(rowType.get(field).getType()),
                            rowType.get(field).getType().isNullable()));
        }
        return columns;
    }

    /** An input with its columns in the form of the result's. */
    private static PhysicalNode aligned(PhysicalNode input, List<OutputColumn> columns) {
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Expression column = Expressions.column(i, input.shape().columns().get(i));
            expressions.add(Casts.toForm(column, columns.get(i).type()));
            names.add(columns.get(i).name());
        }
        return RowNodes.project(input, expressions, names);
    }

    private PhysicalNode union(List<PhysicalNode> inputs, List<OutputColumn> columns, boolean all) {
        PhysicalNode node = unionAll(inputs, columns);
        return all ? node : distinct(node);
    }

    private PhysicalNode distinct(PhysicalNode node) {
        return grouping.group(node, positions(node), List.of());
    }

    private static List<Integer> positions(PhysicalNode node) {
        return ImmutableBitSet.range(node.shape().width()).asList();
    }

    static PhysicalNode unionAll(List<PhysicalNode> inputs, List<OutputColumn> columns) {
        boolean partitioned =
                inputs.stream().anyMatch(i -> i.shape().distribution().isPartitioned());
        boolean single = inputs.stream().anyMatch(i -> i.shape().distribution().isSingle());
        List<PhysicalNode> placed =
                partitioned ? inputs.stream().map(Exchanges::partitioned).toList() : inputs;
        Distribution distribution =
                partitioned
                        ? commonHash(placed)
                        : single ? Distribution.SINGLE : Distribution.REPLICATED;
        double rows = 0;
        for (PhysicalNode input : placed) {
            rows += input.shape().rows();
        }
        Shape shape =
                new Shape(
                        nullable(columns, placed),
                        new RowEstimate(rows, estimates(placed, columns.size(), rows)),
                        distribution,
                        List.of());
        return new DataNode.Union(shape, placed);
    }

    private static List<OutputColumn> nullable(
            List<OutputColumn> columns, List<PhysicalNode> inputs) {
        List<OutputColumn> result = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            boolean anyNull =
                    inputs.stream().anyMatch(n -> n.shape().columns().get(column).nullable());
            result.add(anyNull ? columns.get(i).orNull() : columns.get(i));
        }
        return result;
    }

    private static Distribution commonHash(List<PhysicalNode> inputs) {
        Distribution first = inputs.get(0).shape().distribution();
        boolean same = inputs.stream().allMatch(i -> i.shape().distribution().equals(first));
        return same ? first : Distribution.RANDOM;
    }

    private static List<ColumnEstimate> estimates(
            List<PhysicalNode> inputs, int width, double rows) {
        List<ColumnEstimate> estimates = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            double distinct = 0;
            double nulls = 0;
            double bytes = 0;
            for (PhysicalNode input : inputs) {
                ColumnEstimate column = input.shape().estimate().columns().get(i);
                distinct = Math.max(distinct, column.distinct());
                nulls += column.nullFraction() * input.shape().rows() / Math.max(1, rows);
                bytes = Math.max(bytes, column.averageBytes());
            }
            estimates.add(ColumnEstimate.of(distinct, nulls, bytes));
        }
        return estimates;
    }

    private PhysicalNode sets(List<PhysicalNode> inputs, SqlKind kind) {
        JoinKind join = kind == SqlKind.INTERSECT ? JoinKind.LEFT_SEMI : JoinKind.LEFT_ANTI;
        PhysicalNode node = distinct(inputs.get(0));
        List<Integer> keys = positions(node);
        List<Boolean> nullSafe = keys.stream().map(key -> true).toList();
        for (PhysicalNode other : inputs.subList(1, inputs.size())) {
            node =
                    joins.join(
                            node,
                            other,
                            new JoinNodes.Spec(
                                    join,
                                    new JoinNode.Keys(keys, keys, nullSafe, false),
                                    List.of()));
        }
        return node;
    }

    /** Folds pairwise: each side's rows are counted per distinct row. */
    private PhysicalNode bags(List<PhysicalNode> inputs, List<OutputColumn> columns, SqlKind kind) {
        PhysicalNode node = inputs.get(0);
        for (PhysicalNode other : inputs.subList(1, inputs.size())) {
            node = bag(node, other, columns, kind);
        }
        return node;
    }

    private PhysicalNode bag(
            PhysicalNode left, PhysicalNode right, List<OutputColumn> columns, SqlKind kind) {
        List<OutputColumn> marked = new ArrayList<>(columns);
        marked.add(new OutputColumn("in_left", SqlType.BIGINT, false));
        marked.add(new OutputColumn("in_right", SqlType.BIGINT, false));
        PhysicalNode both =
                unionAll(List.of(withMarks(left, 1, 0), withMarks(right, 0, 1)), marked);
        int width = columns.size();
        SqlType counted = SqlType.decimal(SqlType.MAX_PRECISION, 0);
        List<PlannedCall> sums = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sums.add(PlannedCall.of(AggregateFunction.SUM0, List.of(width + i), counted, false));
        }
        PhysicalNode counts = grouping.group(both, ImmutableBitSet.range(width).asList(), sums);
        Expression inLeft = Expressions.column(width, counts.shape().columns().get(width));
        Expression inRight = Expressions.column(width + 1, counts.shape().columns().get(width + 1));
        Expression times =
                kind == SqlKind.INTERSECT
                        ? Expressions.call(
                                ScalarFunction.LEAST, counted, false, List.of(inLeft, inRight))
                        : Arithmetic.binary(ScalarFunction.SUBTRACT, inLeft, inRight, counted);
        PhysicalNode kept =
                RowNodes.filter(
                        counts,
                        List.of(
                                Comparisons.compare(
                                        ScalarFunction.GREATER,
                                        times,
                                        Expressions.literal(0, SqlType.BIGINT))));
        return replicated(kept, Casts.to(times, SqlType.BIGINT), width);
    }

    private static PhysicalNode withMarks(PhysicalNode node, long left, long right) {
        return RowNodes.append(
                node,
                List.of(
                        Expressions.literal(left, SqlType.BIGINT),
                        Expressions.literal(right, SqlType.BIGINT)),
                List.of("in_left", "in_right"));
    }

    private static PhysicalNode replicated(PhysicalNode node, Expression times, int width) {
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            expressions.add(Expressions.column(i, node.shape().columns().get(i)));
            names.add(node.shape().columns().get(i).name());
        }
        expressions.add(times);
        names.add("times");
        PhysicalNode counted = RowNodes.project(node, expressions, names);
        Shape shape =
                new Shape(
                        counted.shape().columns().subList(0, width),
                        new RowEstimate(
                                counted.shape().rows(),
                                counted.shape().estimate().columns().subList(0, width)),
                        counted.shape().distribution().mapped(c -> c < width ? c : -1),
                        List.of());
        return new RowNode.Replicate(shape, counted, width);
    }
}
