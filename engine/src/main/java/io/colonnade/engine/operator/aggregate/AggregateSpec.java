package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.operator.Types;
import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** What an aggregate node says. */
record AggregateSpec(
        int nodeId,
        int[] keys,
        List<AggregateCall> calls,
        List<SqlType> inputTypes,
        List<SqlType> outputTypes,
        double estimatedGroups) {
    static AggregateSpec of(PlanNode node) {
        return new AggregateSpec(
                node.getId(),
                Types.ints(node.getAggregate().getGroupColumnsList()),
                node.getAggregate().getCallsList(),
                Types.input(node, 0),
                Types.output(node),
                node.getEstimatedRows());
    }

    List<PhysicalType> keyTypes() {
        return Arrays.stream(keys).mapToObj(k -> inputTypes.get(k).physical()).toList();
    }

    /** Vectors for a batch of keys. */
    Vector[] keyVectors() {
        return keyTypes().stream()
                .map(type -> Vector.create(type, Batch.CAPACITY))
                .toArray(Vector[]::new);
    }

    /** Input columns that the aggregation reads, ascending. */
    int[] usedColumns() {
        BitSet used = new BitSet();
        for (int key : keys) {
            used.set(key);
        }
        for (AggregateCall call : calls) {
            for (int column : Accumulators.inputs(call)) {
                used.set(column);
            }
            if (call.getFilter() >= 0) {
                used.set(call.getFilter());
            }
        }
        return used.stream().toArray();
    }

    String label() {
        return "aggregate " + nodeId;
    }
}
