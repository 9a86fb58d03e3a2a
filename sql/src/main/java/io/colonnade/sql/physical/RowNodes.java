package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;
import io.colonnade.sql.statistics.Selectivity;
import io.colonnade.type.SqlType;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Makes filters and projections, as low and as few as possible. Stateless. */
final class RowNodes {
    private RowNodes() {}

    /** Rows for which all conjuncts are true; scans and filters take them up. */
    static PhysicalNode filter(PhysicalNode input, List<Expression> conjuncts) {
        if (conjuncts.isEmpty()) {
            return input;
        }
        return switch (input) {
            case LeafNode.Scan scan -> {
                List<Expression> all = merged(scan.conjuncts(), conjuncts);
                List<Expression> added = all.subList(scan.conjuncts().size(), all.size());
                yield new LeafNode.Scan(
                        filtered(scan.shape(), added),
                        scan.table(),
                        scan.columnIds(),
                        scan.withRowId(),
                        all,
                        scan.runtimeFilters());
            }
            case RowNode.Filter filter ->
                    filter(filter.input(), merged(filter.conjuncts(), conjuncts));
            case RowNode.Project project
                    when project.expressions().stream().allMatch(Expressions::isColumn) -> {
                List<Expression> below =
                        Expressions.mapped(
                                conjuncts, column -> project.expressions().get(column).getColumn());
                yield project(
                        filter(project.input(), below),
                        project.expressions(),
                        names(project.shape()));
            }
            default ->
                    new RowNode.Filter(
                            filtered(input.shape(), conjuncts), input, List.copyOf(conjuncts));
        };
    }

    private static Shape filtered(Shape shape, List<Expression> conjuncts) {
        Shape filtered = shape.withEstimate(shape.estimate().filtered(conjuncts));
        boolean chance = conjuncts.stream().anyMatch(Expressions::isVolatile);
        return chance ? filtered.chosenOnce() : filtered;
    }

    private static List<Expression> merged(List<Expression> first, List<Expression> second) {
        Set<Expression> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    static List<String> names(Shape shape) {
        return shape.columns().stream().map(OutputColumn::name).toList();
    }

    /** One expression per output column; nothing if these are the input's columns in order. */
    static PhysicalNode project(
            PhysicalNode input, List<Expression> expressions, List<String> names) {
        if (isIdentity(input, expressions)) {
            return input;
        }
        Shape shape = input.shape();
        Selectivity selectivity = new Selectivity(shape.estimate().columns());
        List<OutputColumn> columns = new ArrayList<>(expressions.size());
        List<ColumnEstimate> estimates = new ArrayList<>(expressions.size());
        int[] targets = new int[shape.width()];
        Arrays.fill(targets, -1);
        for (int i = 0; i < expressions.size(); i++) {
            Expression expression = expressions.get(i);
            columns.add(
                    new OutputColumn(
                            names.get(i),
                            Expressions.type(expression),
                            expression.getType().getNullable()));
            ColumnEstimate estimate = selectivity.estimate(expression);
            double distinct = Math.min(estimate.distinct(), shape.rows());
            estimates.add(estimate.withDistinct(distinct, estimate.domain()));
            if (Expressions.isColumn(expression) && targets[expression.getColumn()] < 0) {
                targets[expression.getColumn()] = i;
            }
        }
        Shape projected =
                new Shape(
                        columns,
                        new RowEstimate(shape.rows(), estimates),
                        distribution(shape.distribution(), expressions),
                        keys(shape.uniqueKeys(), column -> targets[column]));
        return new RowNode.Project(projected, input, List.copyOf(expressions));
    }

    private static boolean isIdentity(PhysicalNode input, List<Expression> expressions) {
        if (expressions.size() != input.shape().width()) {
            return false;
        }
        for (int i = 0; i < expressions.size(); i++) {
            if (!Expressions.isColumn(expressions.get(i)) || expressions.get(i).getColumn() != i) {
                return false;
            }
        }
        return true;
    }

    /** A column may go to several places; each of them holds the hashed value. */
    private static Distribution distribution(
            Distribution distribution, List<Expression> expressions) {
        if (expressions.stream().anyMatch(Expressions::isVolatile)) {
            return distribution.chosenOnce();
        }
        if (distribution.kind() != Distribution.Kind.HASH) {
            return distribution;
        }
        List<ImmutableBitSet> keys = new ArrayList<>();
        for (ImmutableBitSet key : distribution.keys()) {
            ImmutableBitSet.Builder builder = ImmutableBitSet.builder();
            for (int i = 0; i < expressions.size(); i++) {
                int column = hashedColumn(expressions.get(i));
                if (column >= 0 && key.get(column)) {
                    builder.set(i);
                }
            }
            ImmutableBitSet columns = builder.build();
            if (columns.isEmpty()) {
                return Distribution.RANDOM;
            }
            keys.add(columns);
        }
        return new Distribution(Distribution.Kind.HASH, keys);
    }

    /** The column with the same hash in all rows: exact numbers of one scale hash alike. */
    private static int hashedColumn(Expression expression) {
        if (Expressions.isColumn(expression)) {
            return expression.getColumn();
        }
        if (!expression.hasCast() || !Expressions.isColumn(expression.getCast())) {
            return -1;
        }
        SqlType from = Expressions.type(expression.getCast());
        SqlType to = Expressions.type(expression);
        boolean alike = Casts.isExact(from) && Casts.isExact(to) && from.scale() == to.scale();
        return alike ? expression.getCast().getColumn() : -1;
    }

    static List<ImmutableBitSet> keys(List<ImmutableBitSet> keys, IntUnaryOperator newColumn) {
        List<ImmutableBitSet> mapped = new ArrayList<>();
        for (ImmutableBitSet key : keys) {
            ImmutableBitSet.Builder builder = ImmutableBitSet.builder();
            boolean whole = true;
            for (int column : key) {
                int target = newColumn.applyAsInt(column);
                whole &= target >= 0;
                if (target >= 0) {
                    builder.set(target);
                }
            }
            if (whole) {
                mapped.add(builder.build());
            }
        }
        return mapped;
    }

    /** Only these columns, in this order. */
    static PhysicalNode columns(PhysicalNode input, List<Integer> columns) {
        List<OutputColumn> all = input.shape().columns();
        return project(
                input,
                columns.stream().map(c -> Expressions.column(c, all.get(c))).toList(),
                columns.stream().map(c -> all.get(c).name()).toList());
    }

    /** Only the fields that are asked for, in order, each as one column. */
    static PhysicalNode fields(Planned planned, Iterable<Integer> fields) {
        List<Integer> columns = new ArrayList<>();
        fields.forEach(field -> columns.add(planned.column(field)));
        return columns(planned.node(), columns);
    }

    /** The input's columns followed by computed ones. */
    static PhysicalNode append(
            PhysicalNode input, List<Expression> expressions, List<String> names) {
        if (expressions.isEmpty()) {
            return input;
        }
        List<Expression> all = new ArrayList<>();
        List<String> allNames = new ArrayList<>(names(input.shape()));
        for (int i = 0; i < input.shape().width(); i++) {
            all.add(Expressions.column(i, input.shape().columns().get(i)));
        }
        all.addAll(expressions);
        allNames.addAll(names);
        return project(input, all, allNames);
    }
}
