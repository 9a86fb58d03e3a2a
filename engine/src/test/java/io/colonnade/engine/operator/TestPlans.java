package io.colonnade.engine.operator;

import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.Call;
import io.colonnade.plan.ExchangeSource;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.plan.SortKey;
import io.colonnade.type.SqlType;

import java.util.Arrays;
import java.util.List;

/** Short ways to write plans in tests. */
final class TestPlans {
    private TestPlans() {}

    static PlanNode.Builder node(int id, List<SqlType> output, PlanNode... inputs) {
        PlanNode.Builder node = PlanNode.newBuilder().setId(id);
        output.forEach(type -> node.addOutput(type.toProto(true)));
        node.addAllInputs(Arrays.asList(inputs));
        return node;
    }

    /** Rows that the test environment holds under this number. */
    static PlanNode input(int number, List<SqlType> types) {
        return node(100 + number, types)
                .setExchangeSource(ExchangeSource.newBuilder().setExchangeId(number))
                .build();
    }

    static Expression column(int index, SqlType type) {
        return Expression.newBuilder().setType(type.toProto(true)).setColumn(index).build();
    }

    static Expression literal(long value, SqlType type) {
        return Expression.newBuilder()
                .setType(type.toProto(false))
                .setLiteral(Literal.newBuilder().setLongValue(value))
                .build();
    }

    static Expression call(ScalarFunction function, Expression... arguments) {
        return call(function, SqlType.BOOLEAN, arguments);
    }

    static Expression call(ScalarFunction function, SqlType type, Expression... arguments) {
        return Expression.newBuilder()
                .setType(type.toProto(true))
                .setCall(
                        Call.newBuilder()
                                .setFunction(function)
                                .addAllArguments(Arrays.asList(arguments)))
                .build();
    }

    static AggregateCall.Builder aggregate(
            AggregateFunction function, SqlType type, Integer... arguments) {
        return AggregateCall.newBuilder()
                .setFunction(function)
                .setType(type.toProto(true))
                .setFilter(-1)
                .addAllArguments(Arrays.asList(arguments));
    }

    static SortKey key(int column, boolean descending, boolean nullsFirst) {
        return SortKey.newBuilder()
                .setColumn(column)
                .setDescending(descending)
                .setNullsFirst(nullsFirst)
                .build();
    }
}
