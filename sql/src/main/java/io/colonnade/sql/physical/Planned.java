package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.Arrays;

/**
 * The plan of a relational tree: where each of its fields is in the node's output, -1 for fields
 * that nobody asked for. The array is never changed.
 */
record Planned(PhysicalNode node, int[] fields) {
    /** A plan whose output is the fields in order. */
    static Planned identity(PhysicalNode node) {
        int[] fields = new int[node.shape().width()];
        Arrays.setAll(fields, i -> i);
        return new Planned(node, fields);
    }

    /** A plan whose output is the asked fields in order. */
    static Planned of(PhysicalNode node, ImmutableBitSet asked, int fieldCount) {
        int[] fields = new int[fieldCount];
        Arrays.fill(fields, -1);
        int next = 0;
        for (int field : asked) {
            fields[field] = next++;
        }
        return new Planned(node, fields);
    }

    /** Position of a field in the output; it must have been asked for. */
    int column(int field) {
        if (fields[field] < 0) {
            throw new IllegalStateException("field " + field + " was not asked for");
        }
        return fields[field];
    }

    Expression expression(int field) {
        int column = column(field);
        return Expressions.column(column, node.shape().columns().get(column));
    }
}
