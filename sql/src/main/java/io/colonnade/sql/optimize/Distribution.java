package io.colonnade.sql.optimize;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Where the rows of an intermediate result are. Immutable.
 *
 * @param keys for HASH: the columns whose hash picks the node, in order; each as the set of columns
 *     that hold that value
 */
public record Distribution(Kind kind, List<ImmutableBitSet> keys) {
    /** The ways in which rows lie on the nodes. */
    public enum Kind {
        /** All rows on one node. */
        SINGLE,
        /** All rows on every node. */
        REPLICATED,
        /** Each row on the node that owns its hash bucket. */
        HASH,
        /** Each row on some node. */
        RANDOM
    }

    public static final Distribution SINGLE = new Distribution(Kind.SINGLE, List.of());
    public static final Distribution REPLICATED = new Distribution(Kind.REPLICATED, List.of());
    public static final Distribution RANDOM = new Distribution(Kind.RANDOM, List.of());

    public static Distribution hash(List<Integer> columns) {
        return new Distribution(
                Kind.HASH, columns.stream().map(column -> ImmutableBitSet.of(column)).toList());
    }

    public boolean isSingle() {
        return kind == Kind.SINGLE;
    }

    public boolean isReplicated() {
        return kind == Kind.REPLICATED;
    }

    /** Whether different nodes hold different rows. */
    public boolean isPartitioned() {
        return kind == Kind.HASH || kind == Kind.RANDOM;
    }

    /** Where rows are after a choice that another node might make otherwise. */
    public Distribution chosenOnce() {
        return isReplicated() ? SINGLE : this;
    }

    /**
     * The same rows with columns renumbered; a negative number means that the column is gone. A
     * hash whose value is gone becomes RANDOM.
     */
    public Distribution mapped(IntUnaryOperator newColumn) {
        if (kind != Kind.HASH) {
            return this;
        }
        List<ImmutableBitSet> mapped = new ArrayList<>(keys.size());
        for (ImmutableBitSet key : keys) {
            ImmutableBitSet.Builder builder = ImmutableBitSet.builder();
            for (int column : key) {
                int target = newColumn.applyAsInt(column);
                if (target >= 0) {
                    builder.set(target);
                }
            }
            ImmutableBitSet columns = builder.build();
            if (columns.isEmpty()) {
                return RANDOM;
            }
            mapped.add(columns);
        }
        return new Distribution(Kind.HASH, mapped);
    }

    /** The same rows after it became known that two columns are equal in all of them. */
    public Distribution equated(int left, int right) {
        if (kind != Kind.HASH) {
            return this;
        }
        List<ImmutableBitSet> widened = new ArrayList<>(keys.size());
        for (ImmutableBitSet key : keys) {
            boolean touched = key.get(left) || key.get(right);
            widened.add(touched ? key.set(left).set(right) : key);
        }
        return new Distribution(Kind.HASH, widened);
    }

    /** Whether rows that agree in these columns are on one node. */
    public boolean groups(ImmutableBitSet columns) {
        return switch (kind) {
            case SINGLE, REPLICATED -> true;
            case RANDOM -> false;
            case HASH -> {
                for (ImmutableBitSet key : keys) {
                    if (!key.intersects(columns)) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }
}
