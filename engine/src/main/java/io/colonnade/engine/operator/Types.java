package io.colonnade.engine.operator;

import io.colonnade.plan.DataType;
import io.colonnade.plan.PlanNode;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/** Row types of plan nodes. Stateless. */
public final class Types {
    private Types() {}

    public static List<SqlType> of(List<DataType> types) {
        return types.stream().map(SqlType::fromProto).toList();
    }

    public static List<SqlType> output(PlanNode node) {
        return of(node.getOutputList());
    }

    /** Output types of an input. */
    public static List<SqlType> input(PlanNode node, int index) {
        return output(node.getInputs(index));
    }

    public static List<PhysicalType> physical(List<SqlType> types) {
        return types.stream().map(SqlType::physical).toList();
    }

    public static <T> List<T> concatenate(List<T> left, List<T> right) {
        List<T> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    public static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
