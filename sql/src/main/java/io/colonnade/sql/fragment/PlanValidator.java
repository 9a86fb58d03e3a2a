package io.colonnade.sql.fragment;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Aggregate;
import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.DataType;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.HashJoin;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.RuntimeFilterTarget;
import io.colonnade.plan.SortKey;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks plans before they are shipped: columns exist, types agree, keys have one form, ids are
 * unique, exchanges have two ends. A failure is a defect of the planner. One per plan.
 */
public final class PlanValidator {
    private final Set<Integer> ids = new HashSet<>();

    /** Nodes that several places share, by their id; the only ones that may come again. */
    private final Set<Integer> shared = new HashSet<>();

    private final Map<Integer, List<DataType>> received = new HashMap<>();

    private PlanValidator() {}

    /** Throws an internal error that names the first broken node. */
    public static void validate(List<Fragment> fragments) {
        PlanValidator validator = new PlanValidator();
        int results = 0;
        for (Fragment fragment : fragments) {
            validator.node(fragment.getRoot());
            results += fragment.getOutput() == OutputKind.RESULT ? 1 : 0;
        }
        check(results == 1, "a plan has one RESULT fragment");
        for (Fragment fragment : fragments) {
            if (fragment.getOutput() != OutputKind.RESULT) {
                validator.exchange(fragment);
            }
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw ColonnadeException.internal("broken plan: " + message);
        }
    }

    private void exchange(Fragment fragment) {
        List<DataType> target = received.get(fragment.getExchangeId());
        check(target != null, "exchange " + fragment.getExchangeId() + " has no receiver");
        sameForms(fragment.getRoot().getOutputList(), target, "exchange");
        for (int column : fragment.getHashColumnsList()) {
            check(column < target.size(), "hash column " + column);
        }
    }

    private void node(PlanNode node) {
        if (node.hasShared() && !shared.add(node.getId())) {
            return;
        }
        check(ids.add(node.getId()), "id " + node.getId() + " twice");
        check(
                node.getNodeCase() != PlanNode.NodeCase.NODE_NOT_SET,
                "node " + node.getId() + " is nothing");
        node.getInputsList().forEach(this::node);
        List<DataType> input = new ArrayList<>();
        node.getInputsList().forEach(each -> input.addAll(each.getOutputList()));
        List<DataType> output = node.getOutputList();
        String name = node.getNodeCase() + " " + node.getId();
        switch (node.getNodeCase()) {
            case SCAN -> scan(node, output, name);
            case FILTER -> {
                condition(node.getFilter().getCondition(), input, name);
                sameForms(input, output, name);
            }
            case PROJECT -> project(node, input, output, name);
            case HASH_JOIN -> hashJoin(node, input, name);
            case NESTED_LOOP_JOIN -> {
                condition(node.getNestedLoopJoin().getCondition(), input, name);
                joinOutput(node, node.getNestedLoopJoin().getKind(), name);
            }
            case AGGREGATE -> aggregate(node.getAggregate(), input, output, name);
            case SORT -> {
                sortKeys(node.getSort().getKeysList(), input, name);
                sameForms(input, output, name);
            }
            case LIMIT, SHARED -> sameForms(input, output, name);
            case UNION ->
                    node.getInputsList()
                            .forEach(each -> sameForms(each.getOutputList(), output, name));
            case EXCHANGE_SOURCE -> {
                received.put(node.getExchangeSource().getExchangeId(), output);
                sortKeys(node.getExchangeSource().getMergeList(), output, name);
            }
            case VALUES ->
                    check(
                            node.getValues().getCellsCount()
                                    == node.getValues().getRowCount() * output.size(),
                            name + ": cells");
            case WINDOW -> {
                columns(node.getWindow().getPartitionColumnsList(), input, name);
                sortKeys(node.getWindow().getOrderList(), input, name);
                node.getWindow()
                        .getCallsList()
                        .forEach(call -> columns(call.getArgumentsList(), input, name));
                check(
                        output.size() == input.size() + node.getWindow().getCallsCount(),
                        name + ": width");
            }
            case EXPAND -> {
                columns(node.getExpand().getGroupColumnsList(), input, name);
                check(output.size() == input.size() + 1, name + ": width");
            }
            case REPLICATE -> {
                columns(List.of(node.getReplicate().getCountColumn()), input, name);
                check(output.size() == input.size() - 1, name + ": width");
            }
            case TABLE_WRITE -> check(output.size() == 1, name + ": width");
            case LOAD_FILES, SYSTEM_SCAN, GENERATE_SERIES, NODE_NOT_SET -> {}
        }
    }

    private static void scan(PlanNode node, List<DataType> output, String name) {
        int extra = node.getScan().getWithRowId() ? 1 : 0;
        check(output.size() == node.getScan().getColumnIdsCount() + extra, name + ": width");
        node.getScan().getConjunctsList().forEach(c -> condition(c, output, name));
        for (RuntimeFilterTarget target : node.getScan().getRuntimeFiltersList()) {
            columns(List.of(target.getColumn()), output, name);
        }
    }

    private static void project(
            PlanNode node, List<DataType> input, List<DataType> output, String name) {
        List<Expression> expressions = node.getProject().getExpressionsList();
        check(expressions.size() == output.size(), name + ": width");
        for (int i = 0; i < output.size(); i++) {
            ExpressionValidator.validate(expressions.get(i), input, name);
            sameForm(expressions.get(i).getType(), output.get(i), name);
        }
    }

    private static void hashJoin(PlanNode node, List<DataType> input, String name) {
        HashJoin join = node.getHashJoin();
        List<DataType> left = node.getInputs(0).getOutputList();
        List<DataType> right = node.getInputs(1).getOutputList();
        columns(join.getLeftKeysList(), left, name);
        columns(join.getRightKeysList(), right, name);
        check(
                join.getLeftKeysCount() == join.getRightKeysCount() && join.getLeftKeysCount() > 0,
                name + ": keys");
        for (int i = 0; i < join.getLeftKeysCount(); i++) {
            sameForm(left.get(join.getLeftKeys(i)), right.get(join.getRightKeys(i)), name);
        }
        if (join.hasResidual()) {
            condition(join.getResidual(), input, name);
        }
        joinOutput(node, join.getKind(), name);
    }

    private static void joinOutput(PlanNode node, JoinKind kind, String name) {
        List<DataType> left = node.getInputs(0).getOutputList();
        List<DataType> right = node.getInputs(1).getOutputList();
        List<DataType> expected = new ArrayList<>();
        switch (kind) {
            case INNER, LEFT_OUTER, RIGHT_OUTER, FULL_OUTER -> {
                expected.addAll(left);
                expected.addAll(right);
            }
            case LEFT_SEMI, LEFT_ANTI, NULL_AWARE_ANTI -> expected.addAll(left);
            case MARK -> {
                expected.addAll(left);
                expected.add(SqlType.BOOLEAN.toProto(true));
            }
            case RIGHT_SEMI, RIGHT_ANTI -> expected.addAll(right);
            case UNRECOGNIZED -> check(false, name + ": kind");
        }
        sameForms(expected, node.getOutputList(), name);
    }

    private static void aggregate(
            Aggregate aggregate, List<DataType> input, List<DataType> output, String name) {
        columns(aggregate.getGroupColumnsList(), input, name);
        int groups = aggregate.getGroupColumnsCount();
        check(output.size() == groups + aggregate.getCallsCount(), name + ": width");
        for (int i = 0; i < groups; i++) {
            sameForm(input.get(aggregate.getGroupColumns(i)), output.get(i), name);
        }
        for (int i = 0; i < aggregate.getCallsCount(); i++) {
            AggregateCall call = aggregate.getCalls(i);
            columns(call.getArgumentsList(), input, name);
            sortKeys(call.getOrderList(), input, name);
            check(call.getFilter() < input.size(), name + ": filter");
            sameForm(call.getType(), output.get(groups + i), name);
        }
    }

    private static void condition(Expression condition, List<DataType> input, String name) {
        ExpressionValidator.validate(condition, input, name);
        sameForm(condition.getType(), SqlType.BOOLEAN.toProto(true), name);
    }

    private static void columns(List<Integer> columns, List<DataType> input, String name) {
        for (int column : columns) {
            check(column >= 0 && column < input.size(), name + ": column " + column);
        }
    }

    private static void sortKeys(List<SortKey> keys, List<DataType> input, String name) {
        keys.forEach(key -> columns(List.of(key.getColumn()), input, name));
    }

    private static void sameForms(List<DataType> a, List<DataType> b, String name) {
        check(a.size() == b.size(), name + ": " + a.size() + " and " + b.size() + " columns");
        for (int i = 0; i < a.size(); i++) {
            sameForm(a.get(i), b.get(i), name);
        }
    }

    private static void sameForm(DataType a, DataType b, String name) {
        SqlType left = SqlType.fromProto(a);
        SqlType right = SqlType.fromProto(b);
        check(
                left.physical() == right.physical() && left.scale() == right.scale(),
                name + ": " + left + " and " + right);
    }
}
