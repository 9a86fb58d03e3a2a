package io.colonnade.sql.rewrite;

import com.google.common.collect.ImmutableList;

import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.type.SqlType;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * ORDER BY and LIMIT within each partition, as a window. Before and after:
 *
 * <pre>
 * Sort(b, fetch 1) per a      Filter(n &lt;= 1)
 *                               Project(..., ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) n)
 * </pre>
 *
 * Stateless.
 */
final class FirstRows {
    private FirstRows() {}

    static RelNode of(RelNode input, Sort sort, List<RexNode> partition) {
        RexBuilder builder = input.getCluster().getRexBuilder();
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        for (int i = 0; i < names.size(); i++) {
            expressions.add(builder.makeInputRef(input, i));
        }
        int number = names.size();
        expressions.add(rowNumber(builder, input, sort, partition));
        names.add("$number");
        RelNode numbered = RelOptUtil.createProject(input, expressions, names, false);
        RexNode column = builder.makeInputRef(numbered, number);
        BigDecimal skipped = count(sort.offset, BigDecimal.ZERO);
        List<RexNode> conditions = new ArrayList<>();
        if (sort.offset != null) {
            conditions.add(
                    builder.makeCall(
                            SqlStdOperatorTable.GREATER_THAN, column, bigint(builder, skipped)));
        }
        if (sort.fetch != null) {
            BigDecimal last = skipped.add(count(sort.fetch, null));
            conditions.add(
                    builder.makeCall(
                            SqlStdOperatorTable.LESS_THAN_OR_EQUAL, column, bigint(builder, last)));
        }
        return SubQueryJoins.firstColumns(PullUp.filtered(numbered, conditions), number);
    }

    private static BigDecimal count(RexNode node, BigDecimal otherwise) {
        if (node == null) {
            return otherwise;
        }
        if (node instanceof RexLiteral literal) {
            return literal.getValueAs(BigDecimal.class);
        }
        throw Correlations.tooHard("a parameter in LIMIT");
    }

    private static RexNode bigint(RexBuilder builder, BigDecimal value) {
        return builder.makeExactLiteral(value, TypeMapping.toRel(SqlType.BIGINT, false));
    }

    private static RexNode rowNumber(
            RexBuilder builder, RelNode input, Sort sort, List<RexNode> partition) {
        ImmutableList.Builder<RexFieldCollation> order = ImmutableList.builder();
        for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
            Set<SqlKind> flags = new HashSet<>();
            if (key.getDirection().isDescending()) {
                flags.add(SqlKind.DESCENDING);
            }
            if (key.nullDirection == RelFieldCollation.NullDirection.FIRST) {
                flags.add(SqlKind.NULLS_FIRST);
            } else if (key.nullDirection == RelFieldCollation.NullDirection.LAST) {
                flags.add(SqlKind.NULLS_LAST);
            }
            order.add(
                    new RexFieldCollation(builder.makeInputRef(input, key.getFieldIndex()), flags));
        }
        return builder.makeOver(
                TypeMapping.toRel(SqlType.BIGINT, false),
                SqlStdOperatorTable.ROW_NUMBER,
                List.of(),
                partition,
                order.build(),
                RexWindowBounds.UNBOUNDED_PRECEDING,
                RexWindowBounds.CURRENT_ROW,
                true,
                true,
                false,
                false,
                false);
    }
}
