package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.SortKey;
import io.colonnade.plan.WindowCall;
import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.ColumnWidths;
import io.colonnade.type.SqlType;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans projections with window functions: functions with one partition and order share a node;
 * what they read is computed below. One per statement; one thread.
 */
final class Windows {
    private final PlanContext context;
    private final RelPlanner planner;

    Windows(PlanContext context, RelPlanner planner) {
        this.context = context;
        this.planner = planner;
    }

    /** Rows of one window: partition and order as columns of the input. */
    private record Group(List<Integer> partitions, List<SortKey> order) {}

    Planned plan(Project project, ImmutableBitSet asked) {
        ImmutableBitSet.Builder fields = ImmutableBitSet.builder();
        for (int field : asked) {
            fields.addAll(RelOptUtil.InputFinder.bits(project.getProjects().get(field)));
        }
        Planned input = planner.plan(project.getInput(), fields.build());
        int inputFields = project.getInput().getRowType().getFieldCount();
        List<RexOver> calls = new ArrayList<>();
        List<RexNode> rewritten = new ArrayList<>();
        for (int field : asked) {
            rewritten.add(withoutCalls(project.getProjects().get(field), calls, inputFields));
        }
        WindowInput columns = new WindowInput(input.node(), new RexTranslator(input::expression));
        Map<Group, List<Integer>> groups = new LinkedHashMap<>();
        List<WindowCall> translated = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Group group = new Group(columns.partitions(calls.get(i)), columns.order(calls.get(i)));
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(i);
            translated.add(columns.call(calls.get(i)));
        }
        PhysicalNode node = columns.node();
        int[] callColumns = new int[calls.size()];
        for (Map.Entry<Group, List<Integer>> entry : groups.entrySet()) {
            for (int call : entry.getValue()) {
                callColumns[call] = node.shape().width() + entry.getValue().indexOf(call);
            }
            node =
                    window(
                            node,
                            entry.getKey(),
                            entry.getValue().stream().map(translated::get).toList());
        }
        return top(project, asked, rewritten, input, node, callColumns, inputFields);
    }

    /** The expression with its window calls as fields behind the input's. */
    private RexNode withoutCalls(RexNode expression, List<RexOver> calls, int inputFields) {
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitOver(RexOver over) {
                        int index = calls.indexOf(over);
                        if (index < 0) {
                            index = calls.size();
                            calls.add(over);
                        }
                        return context.rexBuilder()
                                .makeInputRef(over.getType(), inputFields + index);
                    }
                });
    }

    private static PhysicalNode window(PhysicalNode input, Group group, List<WindowCall> calls) {
        PhysicalNode placed = input;
        if (group.partitions().isEmpty()) {
            placed = JoinNodes.gathered(input);
        } else if (!input.shape().distribution().groups(ImmutableBitSet.of(group.partitions()))) {
            placed = Exchanges.exchange(input, OutputKind.HASH, group.partitions(), List.of());
        }
        List<OutputColumn> columns = new ArrayList<>();
        List<ColumnEstimate> estimates = new ArrayList<>();
        for (WindowCall call : calls) {
            SqlType type = SqlType.fromProto(call.getType());
            columns.add(new OutputColumn("window", type, call.getType().getNullable()));
            estimates.add(ColumnEstimate.of(placed.shape().rows(), 0, ColumnWidths.of(type)));
        }
        return new GroupingNode.Window(
                placed.shape().plus(columns, estimates).chosenOnce(),
                placed,
                group.partitions(),
                group.order(),
                calls);
    }

    private Planned top(
            Project project,
            ImmutableBitSet asked,
            List<RexNode> rewritten,
            Planned input,
            PhysicalNode node,
            int[] callColumns,
            int inputFields) {
        RexTranslator translator =
                new RexTranslator(
                        field -> {
                            int column =
                                    field < inputFields
                                            ? input.column(field)
                                            : callColumns[field - inputFields];
                            return Expressions.column(column, node.shape().columns().get(column));
                        });
        int[] fields = new int[project.getProjects().size()];
        Arrays.fill(fields, -1);
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int field : asked) {
            SqlType type = TypeMapping.toSqlType(project.getProjects().get(field).getType());
            fields[field] = expressions.size();
            expressions.add(translator.translateAs(rewritten.get(expressions.size()), type));
            names.add(project.getRowType().getFieldNames().get(field));
        }
        return new Planned(RowNodes.project(node, expressions, names), fields);
    }
}
