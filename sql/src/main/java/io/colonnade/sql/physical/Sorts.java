package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.SortKey;

import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexDynamicParam;
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
        Cut cut = cut(sort);
        List<SortKey> keys =
                sort.getCollation().getFieldCollations().stream()
                        .map(key -> key(key, input.column(key.getFieldIndex())))
                        .toList();
        PhysicalNode node =
                keys.isEmpty() ? limited(input.node(), cut) : sorted(input.node(), keys, cut);
        return new Planned(node, input.fields());
    }

    private static Cut cut(Sort sort) {
        return new Cut(
                sort.fetch == null ? Cut.UNLIMITED : number(sort.fetch, Cut.UNLIMITED),
                sort.offset == null ? 0 : number(sort.offset, 0),
                parameter(sort.fetch),
                parameter(sort.offset));
    }

    private static int parameter(RexNode node) {
        return node instanceof RexDynamicParam parameter ? parameter.getIndex() + 1 : 0;
    }

    private static long number(RexNode node, long otherwise) {
        return switch (node) {
            case RexLiteral literal when literal.isNull() -> otherwise;
            case RexLiteral literal -> literal.getValueAs(BigDecimal.class).longValueExact();
            case RexDynamicParam parameter -> 0;
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

    private static PhysicalNode limited(PhysicalNode input, Cut cut) {
        if (!input.shape().distribution().isPartitioned()) {
            return limit(input, cut);
        }
        PhysicalNode each = cut.ofEachPart().cuts() ? limit(input, cut.ofEachPart()) : input;
        return limit(Exchanges.exchange(each, OutputKind.GATHER, List.of(), List.of()), cut);
    }

    private static PhysicalNode limit(PhysicalNode input, Cut cut) {
        Shape shape = input.shape().withRows(cut.rowsOf(input.shape().rows())).chosenOnce();
        return new SortingNode.Limit(shape, input, cut);
    }

    private static PhysicalNode sorted(PhysicalNode input, List<SortKey> keys, Cut cut) {
        if (!input.shape().distribution().isPartitioned()) {
            return sort(input, keys, cut);
        }
        PhysicalNode local = sort(input, keys, cut.ofEachPart());
        PhysicalNode merged = Exchanges.exchange(local, OutputKind.GATHER, List.of(), keys);
        return cut.cuts() ? limit(merged, cut) : merged;
    }

    private static PhysicalNode sort(PhysicalNode input, List<SortKey> keys, Cut cut) {
        Shape rows = input.shape().withRows(cut.rowsOf(input.shape().rows()));
        Shape shape = cut.cuts() ? rows.chosenOnce() : rows;
        return new SortingNode.Sort(shape, input, new ArrayList<>(keys), cut);
    }
}
