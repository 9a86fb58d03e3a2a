package io.colonnade.compute;

import io.colonnade.plan.Aggregate;
import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.Call;
import io.colonnade.plan.ExchangeSource;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.GenerateSeries;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.Limit;
import io.colonnade.plan.Literal;
import io.colonnade.plan.NestedLoopJoin;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Project;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.plan.Sort;
import io.colonnade.plan.SortKey;
import io.colonnade.type.SqlType;

import java.util.List;

/** Small plans over generated numbers, for tests. Node ids count up in each instance. */
public final class Plans {
    private int nextId = 1;

    private PlanNode.Builder node(SqlType... output) {
        PlanNode.Builder node = PlanNode.newBuilder().setId(nextId++);
        for (SqlType type : output) {
            node.addOutput(type.toProto(false));
        }
        return node;
    }

    /** One BIGINT column: first to last. */
    public PlanNode series(long first, long last) {
        return node(SqlType.BIGINT)
                .setGenerateSeries(
                        GenerateSeries.newBuilder().setStart(first).setStop(last).setStep(1))
                .build();
    }

    /** Every pair of two series: two BIGINT columns. */
    public PlanNode pairs(PlanNode left, PlanNode right) {
        return node(SqlType.BIGINT, SqlType.BIGINT)
                .addInputs(left)
                .addInputs(right)
                .setNestedLoopJoin(
                        NestedLoopJoin.newBuilder()
                                .setKind(JoinKind.INNER)
                                .setCondition(
                                        Expression.newBuilder()
                                                .setType(SqlType.BOOLEAN.toProto(false))
                                                .setLiteral(
                                                        Literal.newBuilder()
                                                                .setBooleanValue(true))))
                .build();
    }

    /** Number of rows. */
    public PlanNode count(PlanNode input) {
        return node(SqlType.BIGINT)
                .addInputs(input)
                .setAggregate(Aggregate.newBuilder().addCalls(countStar()))
                .build();
    }

    /** Values of the first column and how often each is there. */
    public PlanNode countByValue(PlanNode input) {
        return node(SqlType.BIGINT, SqlType.BIGINT)
                .addInputs(input)
                .setAggregate(Aggregate.newBuilder().addGroupColumns(0).addCalls(countStar()))
                .build();
    }

    private static AggregateCall countStar() {
        return AggregateCall.newBuilder()
                .setFunction(AggregateFunction.COUNT_STAR)
                .setFilter(-1)
                .setType(SqlType.BIGINT.toProto(false))
                .build();
    }

    /** 1000 / (value - zeroAt) of the first column. */
    public PlanNode divide(PlanNode input, long zeroAt) {
        Expression value = column(0);
        Expression difference = call(ScalarFunction.SUBTRACT, value, literal(zeroAt));
        return node(SqlType.BIGINT)
                .addInputs(input)
                .setProject(
                        Project.newBuilder()
                                .addExpressions(
                                        call(ScalarFunction.DIVIDE, literal(1000), difference)))
                .build();
    }

    private static Expression column(int index) {
        return Expression.newBuilder()
                .setType(SqlType.BIGINT.toProto(false))
                .setColumn(index)
                .build();
    }

    private static Expression literal(long value) {
        return Expression.newBuilder()
                .setType(SqlType.BIGINT.toProto(false))
                .setLiteral(Literal.newBuilder().setLongValue(value))
                .build();
    }

    private static Expression call(ScalarFunction function, Expression... arguments) {
        return Expression.newBuilder()
                .setType(SqlType.BIGINT.toProto(false))
                .setCall(
                        Call.newBuilder().setFunction(function).addAllArguments(List.of(arguments)))
                .build();
    }

    /** All rows in the order of the first column. */
    public PlanNode sort(PlanNode input) {
        return node(SqlType.BIGINT)
                .addInputs(input)
                .setSort(Sort.newBuilder().addKeys(SortKey.newBuilder().setColumn(0)))
                .build();
    }

    public PlanNode limit(PlanNode input, long rows) {
        return node(SqlType.BIGINT)
                .addInputs(input)
                .setLimit(Limit.newBuilder().setHasLimit(true).setLimit(rows))
                .build();
    }

    /** What arrives from another fragment. */
    public PlanNode receive(int exchangeId, boolean merge, SqlType... output) {
        ExchangeSource.Builder source = ExchangeSource.newBuilder().setExchangeId(exchangeId);
        if (merge) {
            source.addMerge(SortKey.newBuilder().setColumn(0));
        }
        return node(output).setExchangeSource(source).build();
    }

    /** A fragment that gives the query's rows. */
    public static Fragment result(PlanNode root) {
        return Fragment.newBuilder()
                .setId(99)
                .setRoot(root)
                .setOutput(OutputKind.RESULT)
                .setSingleNode(true)
                .build();
    }

    /** A fragment of all nodes that feeds an exchange; hashed by the first column. */
    public static Fragment send(int exchangeId, OutputKind kind, PlanNode root) {
        Fragment.Builder fragment =
                Fragment.newBuilder()
                        .setId(exchangeId)
                        .setRoot(root)
                        .setOutput(kind)
                        .setExchangeId(exchangeId);
        return (kind == OutputKind.HASH ? fragment.addHashColumns(0) : fragment).build();
    }
}
