package io.colonnade.sql.optimize;

/**
 * Enumerates every pair of disjoint connected sets with an edge between them, each once, smaller
 * sets first (DPccp: Moerkotte, Neumann, "Analysis of Two Existing and One New Dynamic Programming
 * Algorithm", VLDB 2006). Stateless but for the visitor.
 *
 * <pre>
 * for v from last to first:  emit {v}; grow {v} by subsets of its neighbours that come after v
 * for each set S emitted:    for each neighbour v after min(S), last first:
 *                                pair S with {v}; pair S with {v} grown by later neighbours
 * </pre>
 */
final class ConnectedPairs {
    /** Takes one pair. */
    interface Visitor {
        void pair(long first, long second);
    }

    private final JoinGraph graph;
    private final Visitor visitor;

    ConnectedPairs(JoinGraph graph, Visitor visitor) {
        this.graph = graph;
        this.visitor = visitor;
    }

    void enumerate() {
        for (int v = graph.size() - 1; v >= 0; v--) {
            long set = 1L << v;
            emitPartners(set);
            growFirst(set, upTo(v));
        }
    }

    /** The relations 0..v. */
    private static long upTo(int v) {
        return (1L << v << 1) - 1;
    }

    private void growFirst(long set, long excluded) {
        long reachable = graph.neighbours(set) & ~excluded;
        for (long part = lowestSubset(reachable); part != 0; part = nextSubset(part, reachable)) {
            emitPartners(set | part);
        }
        for (long part = lowestSubset(reachable); part != 0; part = nextSubset(part, reachable)) {
            growFirst(set | part, excluded | reachable);
        }
    }

    private void emitPartners(long set) {
        long excluded = upTo(Long.numberOfTrailingZeros(set)) | set;
        long reachable = graph.neighbours(set) & ~excluded;
        for (long rest = reachable; rest != 0; ) {
            long bit = Long.highestOneBit(rest);
            visitor.pair(set, bit);
            int v = Long.numberOfTrailingZeros(bit);
            growSecond(set, bit, excluded | (upTo(v) & reachable));
            rest &= ~bit;
        }
    }

    private void growSecond(long first, long second, long excluded) {
        long reachable = graph.neighbours(second) & ~excluded & ~first;
        for (long part = lowestSubset(reachable); part != 0; part = nextSubset(part, reachable)) {
            visitor.pair(first, second | part);
        }
        for (long part = lowestSubset(reachable); part != 0; part = nextSubset(part, reachable)) {
            growSecond(first, second | part, excluded | reachable);
        }
    }

    private static long lowestSubset(long set) {
        return set & -set;
    }

    /** The next larger non-empty subset; 0 after the whole. */
    private static long nextSubset(long part, long set) {
        return (part - set) & set;
    }
}
