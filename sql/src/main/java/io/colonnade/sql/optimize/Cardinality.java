package io.colonnade.sql.optimize;

import io.colonnade.sql.optimize.JoinGraph.Condition;
import io.colonnade.sql.optimize.JoinGraph.EqualityClass;
import io.colonnade.sql.optimize.JoinGraph.Member;
import io.colonnade.sql.optimize.JoinGraph.Relation;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.HashMap;
import java.util.Map;

/**
 * Rows of each set of joined relations, the same whatever the order: |R||S| / max(domain) per
 * equality, 1 / rows where a whole unique key is compared. One per graph; used by one thread.
 */
final class Cardinality {
    private final JoinGraph graph;
    private final Map<Long, Double> known = new HashMap<>();

    Cardinality(JoinGraph graph) {
        this.graph = graph;
    }

    double of(long set) {
        if (Long.bitCount(set) == 1) {
            return graph.relation(Long.numberOfTrailingZeros(set)).rows();
        }
        Double cached = known.get(set);
        if (cached != null) {
            return cached;
        }
        double rows = Math.max(1, compute(set));
        known.put(set, rows);
        return rows;
    }

    private double compute(long set) {
        for (long rest = set; rest != 0; rest &= rest - 1) {
            Relation relation = graph.relation(Long.numberOfTrailingZeros(rest));
            if (!relation.isInner()) {
                return of(set & ~Long.lowestOneBit(rest)) * relation.kept();
            }
        }
        long last = splitOff(set);
        long others = set & ~last;
        int relation = Long.numberOfTrailingZeros(last);
        double share = equalities(others, relation);
        for (Condition condition : graph.conditions()) {
            long needed = condition.relations();
            if (JoinGraph.contains(set, needed) && (needed & last) != 0) {
                share *= condition.selectivity();
            }
        }
        return of(others) * graph.relation(relation).rows() * share;
    }

    /** The highest relation without which the rest stays connected. */
    private long splitOff(long set) {
        for (long rest = set; rest != 0; ) {
            long bit = Long.highestOneBit(rest);
            if (graph.isConnected(set & ~bit)) {
                return bit;
            }
            rest &= ~bit;
        }
        return Long.highestOneBit(set);
    }

    private double equalities(long others, int relation) {
        ImmutableBitSet.Builder own = ImmutableBitSet.builder();
        ImmutableBitSet.Builder foreign = ImmutableBitSet.builder();
        double product = 1;
        double largest = graph.relation(relation).baseRows();
        int count = 0;
        for (EqualityClass equal : graph.classes()) {
            Member mine = equal.in(1L << relation);
            double domain = smallestDomain(equal, others);
            if (mine == null || domain == 0) {
                continue;
            }
            count++;
            product *= Math.max(domain, mine.domain());
            for (Member member : equal.members()) {
                if (member.relation() == relation) {
                    own.set(member.column());
                } else if ((others >>> member.relation() & 1) != 0) {
                    foreign.set(member.column());
                    largest = Math.max(largest, graph.relation(member.relation()).baseRows());
                }
            }
        }
        if (count < 2) {
            return 1 / product;
        }
        double keyRows = keyRows(own.build(), foreign.build(), relation, others);
        return 1 / Math.min(product, keyRows > 0 ? keyRows : largest);
    }

    private static double smallestDomain(EqualityClass equal, long set) {
        double smallest = 0;
        for (Member member : equal.members()) {
            if ((set >>> member.relation() & 1) != 0
                    && (smallest == 0 || member.domain() < smallest)) {
                smallest = member.domain();
            }
        }
        return smallest;
    }

    /** Rows of the relation whose unique key of several columns is compared; 0 if none is. */
    private double keyRows(
            ImmutableBitSet own, ImmutableBitSet foreign, int relation, long others) {
        if (hasKey(relation, own)) {
            return graph.relation(relation).baseRows();
        }
        for (long rest = others; rest != 0; rest &= rest - 1) {
            int other = Long.numberOfTrailingZeros(rest);
            if (hasKey(other, foreign)) {
                return graph.relation(other).baseRows();
            }
        }
        return 0;
    }

    private boolean hasKey(int relation, ImmutableBitSet columns) {
        for (ImmutableBitSet key : graph.relation(relation).uniqueKeys()) {
            if (columns.contains(key)) {
                return true;
            }
        }
        return false;
    }
}
