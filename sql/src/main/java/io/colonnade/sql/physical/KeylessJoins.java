package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins without equal keys of kinds that nested loops do not have, made of those that they have.
 * One per statement; one thread.
 *
 * <pre>
 * a full join b on c      (a left join b on c) union all (NULLs, b anti join a on c)
 * mark that may be NULL   true if a pair meets c, NULL if a pair meets (c is not false), else false
 * </pre>
 */
final class KeylessJoins {
    private static final JoinNode.Keys NO_KEYS =
            new JoinNode.Keys(List.of(), List.of(), List.of(), false);

    private final JoinNodes joins;

    KeylessJoins(JoinNodes joins) {
        this.joins = joins;
    }

    /**
     * @param conditions over left ++ right, which is also the output
     */
    PhysicalNode full(PhysicalNode left, PhysicalNode right, List<Expression> conditions) {
        int leftWidth = left.shape().width();
        int rightWidth = right.shape().width();
        PhysicalNode matched = join(left, right, JoinKind.LEFT_OUTER, conditions);
        List<Expression> turned =
                Expressions.mapped(
                        conditions,
                        column -> column < leftWidth ? column + rightWidth : column - leftWidth);
        PhysicalNode rest = join(right, left, JoinKind.LEFT_ANTI, turned);
        List<OutputColumn> columns = new ArrayList<>();
        matched.shape().columns().forEach(column -> columns.add(column.orNull()));
        List<Expression> padded = new ArrayList<>();
        for (int i = 0; i < leftWidth; i++) {
            padded.add(Expressions.literal(Literals.NULL, columns.get(i).type()));
        }
        for (int i = 0; i < rightWidth; i++) {
            padded.add(Expressions.column(i, rest.shape().columns().get(i)));
        }
        List<String> names = columns.stream().map(OutputColumn::name).toList();
        return SetOperations.unionAll(
                List.of(matched, RowNodes.project(rest, padded, names)), columns);
    }

    /**
     * Left ++ mark.
     *
     * @param conditions over left ++ right
     */
    PhysicalNode mark(PhysicalNode left, PhysicalNode right, List<Expression> conditions) {
        int width = left.shape().width();
        PhysicalNode sure = join(left, right, JoinKind.MARK, conditions);
        Expression possible =
                Expressions.call(
                        ScalarFunction.IS_NOT_FALSE,
                        SqlType.BOOLEAN,
                        false,
                        List.of(
                                Expressions.mapped(
                                        Expressions.and(conditions),
                                        column -> column < width ? column : column + 1)));
        PhysicalNode both = join(sure, right, JoinKind.MARK, List.of(possible));
        List<OutputColumn> columns = both.shape().columns();
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            expressions.add(Expressions.column(i, columns.get(i)));
            names.add(columns.get(i).name());
        }
        expressions.add(
                Expressions.caseOf(SqlType.BOOLEAN)
                        .when(Expressions.column(width, columns.get(width)), bool(true))
                        .when(
                                Expressions.column(width + 1, columns.get(width + 1)),
                                Expressions.literal(Literals.NULL, SqlType.BOOLEAN))
                        .otherwise(bool(false)));
        names.add("mark");
        return RowNodes.project(both, expressions, names);
    }

    private static Expression bool(boolean value) {
        return Expressions.literal(Literals.ofBoolean(value), SqlType.BOOLEAN);
    }

    private PhysicalNode join(
            PhysicalNode left, PhysicalNode right, JoinKind kind, List<Expression> conditions) {
        return joins.join(left, right, new JoinNodes.Spec(kind, NO_KEYS, conditions));
    }
}
