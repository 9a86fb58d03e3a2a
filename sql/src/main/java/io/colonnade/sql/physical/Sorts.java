package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.SortKey;

import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans ORDER BY, LIMIT and OFFSET. Partitioned rows are sorted (and cut) where they are, then
 * merged. One per statement; one thread.
 */
final class Sorts {
    private final RelPlanner planner;

    Sorts(RelPlanner planner) {
        this.planner = planner;
    }

    Planned plan(Sort sort, ImmutableBitSet asked) {
        ImmutableBitSet.Builder fields = ImmutableBitSet.builder().addAll(asked);
        for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
            fields.set(key.getFieldIndex());
        }
        Planned input = planner.plan(sort.getInput(), fields.build());
        long limit = number(sort.fetch, SortingNode.UNLIMITED);
        long offset = number(sort.offset, 0);
        List<SortKey> keys =
                sort.getCollation().getFieldCollations().stream()
                        .map(key -> key(key, input.column(key.getFieldIndex())))
                        .toList();
        PhysicalNode node =
                keys.isEmpty()
                        ? limited(input.node(), limit, offset)
                        : sorted(input.node(), keys, limit, offset);
        return new Planned(node, input.fields());
    }

    private static long number(RexNode node, long otherwise) {
        return switch (node) {
            case null -> otherwise;
            case RexLiteral literal when literal.isNull() -> otherwise;
            case RexLiteral literal -> literal.getValueAs(BigDecimal.class).longValueExact();
            default -> throw ColonnadeException.notSupported("LIMIT " + node);
        };
    }

    static SortKey key(RelFieldCollation collation, int column) {
        boolean descending = collation.getDirection().isDescending();
        boolean nullsFirst =
                switch (collation.nullDirection) {
                    case FIRST -> true;
                    case LAST -> false;
                    case UNSPECIFIED -> descending;
                };
        return SortKey.newBuilder()
                .setColumn(column)
                .setDescending(descending)
                .setNullsFirst(nullsFirst)
                .build();
    }

    private static double rowsLeft(PhysicalNode input, long limit, long offset) {
        double rest = Math.max(1, input.shape().rows() - offset);
        return limit < 0 ? rest : Math.min(rest, Math.max(1, limit));
    }

    static PhysicalNode limited(PhysicalNode input, long limit, long offset) {
        PhysicalNode node = input;
        if (node.shape().distribution().isPartitioned()) {
            if (limit >= 0) {
                node = limit(node, sum(limit, offset), 0);
            }
            node = Exchanges.exchange(node, OutputKind.GATHER, List.of(), List.of());
        }
        return limit(node, limit, offset);
    }

    private static PhysicalNode limit(PhysicalNode input, long limit, long offset) {
        Shape shape = input.shape().withRows(rowsLeft(input, limit, offset)).chosenOnce();
        return new SortingNode.Limit(shape, input, limit, offset);
    }

    /** Saturated, for limits near the largest number. */
    private static long sum(long limit, long offset) {
        return limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : limit + offset;
    }

    private static PhysicalNode sorted(
            PhysicalNode input, List<SortKey> keys, long limit, long offset) {
        if (!input.shape().distribution().isPartitioned()) {
            return sort(input, keys, limit, offset);
        }
        long each = limit < 0 ? SortingNode.UNLIMITED : sum(limit, offset);
        PhysicalNode local = sort(input, keys, each, 0);
        PhysicalNode merged = Exchanges.exchange(local, OutputKind.GATHER, List.of(), keys);
        return limit < 0 && offset == 0 ? merged : limit(merged, limit, offset);
    }

    private static PhysicalNode sort(
            PhysicalNode input, List<SortKey> keys, long limit, long offset) {
        boolean cuts = limit >= 0 || offset > 0;
        Shape rows = input.shape().withRows(rowsLeft(input, limit, offset));
        Shape shape = cuts ? rows.chosenOnce() : rows;
        return new SortingNode.Sort(shape, input, new ArrayList<>(keys), limit, offset);
    }
}
