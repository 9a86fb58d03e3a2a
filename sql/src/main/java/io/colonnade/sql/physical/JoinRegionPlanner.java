package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.sql.optimize.JoinOrdering;
import io.colonnade.sql.optimize.JoinTree;
import io.colonnade.type.SqlType;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans a join region: its leaves with their filters, then the order of its joins, then the fields
 * at its top. A region may be a single leaf. One per statement; one thread.
 */
final class JoinRegionPlanner {
    private final PlanContext context;
    private final RelPlanner planner;

    JoinRegionPlanner(PlanContext context, RelPlanner planner) {
        this.context = context;
        this.planner = planner;
    }

    Planned plan(RelNode root, ImmutableBitSet asked) {
        JoinRegion region = JoinRegion.of(root, context.rexBuilder());
        RegionConditions conditions = new RegionConditions(region, context.rexBuilder());
        ImmutableBitSet.Builder wanted = ImmutableBitSet.builder();
        for (int field : asked) {
            wanted.addAll(RelOptUtil.InputFinder.bits(region.output().get(field)));
        }
        ImmutableBitSet output = wanted.build();
        List<RegionLeaf> leaves = leaves(region, conditions, output.union(conditions.fields()));
        RegionGraph graph = RegionGraph.of(leaves, conditions);
        RegionBuilder builder = new RegionBuilder(graph, new JoinNodes(context));
        List<Integer> needed = new ArrayList<>();
        output.forEach(field -> needed.add(graph.column(field)));
        JoinTree order = JoinOrdering.order(graph.graph(), context.costs());
        RegionBuilder.Built joined = builder.build(order, ImmutableBitSet.of(needed));
        return top(root, region, asked, graph, joined);
    }

    private List<RegionLeaf> leaves(
            JoinRegion region, RegionConditions conditions, ImmutableBitSet fields) {
        List<RegionLeaf> leaves = new ArrayList<>();
        for (int i = 0; i < region.leaves().size(); i++) {
            JoinRegion.Leaf leaf = region.leaves().get(i);
            ImmutableBitSet own =
                    fields.intersect(
                                    ImmutableBitSet.range(
                                            leaf.offset(), leaf.offset() + leaf.width()))
                            .shift(-leaf.offset());
            Planned planned = planner.plan(leaf.rel(), own);
            RexTranslator translator =
                    new RexTranslator(field -> planned.expression(field - leaf.offset()));
            List<Expression> filters = new ArrayList<>();
            conditions.filters(i).forEach(filter -> filters.addAll(translator.conjuncts(filter)));
            leaves.add(new RegionLeaf(leaf, planned, filters));
        }
        return leaves;
    }

    private Planned top(
            RelNode root,
            JoinRegion region,
            ImmutableBitSet asked,
            RegionGraph graph,
            RegionBuilder.Built joined) {
        List<RelDataTypeField> rowType = root.getRowType().getFieldList();
        RexTranslator translator =
                new RexTranslator(field -> joined.expression(graph.column(field)));
        int[] fields = new int[rowType.size()];
        Arrays.fill(fields, -1);
        List<Expression> computed = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean plain = true;
        for (int field : asked) {
            RexNode expression = region.output().get(field);
            SqlType type = TypeMapping.toSqlType(rowType.get(field).getType());
            Expression translated = translator.translateAs(expression, type);
            plain &= Expressions.isColumn(translated);
            fields[field] = computed.size();
            computed.add(translated);
            names.add(name(rowType.get(field).getName(), translated, joined.node()));
        }
        if (plain) {
            for (int field : asked) {
                fields[field] = computed.get(fields[field]).getColumn();
            }
            return new Planned(joined.node(), fields);
        }
        return new Planned(RowNodes.project(joined.node(), computed, names), fields);
    }

    /** Columns keep their own names, which say more in EXPLAIN than generated ones. */
    private static String name(String field, Expression expression, PhysicalNode input) {
        boolean generated = field.startsWith("$") || field.startsWith("EXPR$");
        return generated && Expressions.isColumn(expression)
                ? input.shape().columns().get(expression.getColumn()).name()
                : field;
    }
}
