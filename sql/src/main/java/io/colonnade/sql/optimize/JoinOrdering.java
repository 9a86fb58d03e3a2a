package io.colonnade.sql.optimize;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the cheapest join order of a graph: exhaustively (bushy, by connected pairs) up to a limit,
 * greedily above. Stateless.
 */
public final class JoinOrdering {
    /** Beyond this many relations a dense graph would take longer than the query may wait. */
    static final int MAX_EXHAUSTIVE = 12;

    /** Joins considered before giving up: some tens of milliseconds. */
    static final int MAX_CONSIDERED = 80_000;

    private JoinOrdering() {}

    /** The best order found; graphs have at least one relation. */
    public static JoinTree order(JoinGraph graph, CostModel costs) {
        if (graph.size() <= MAX_EXHAUSTIVE) {
            JoinTree best = exhaustive(graph, costs);
            if (best != null) {
                return best;
            }
        }
        return greedy(graph, costs);
    }

    private static JoinTree exhaustive(JoinGraph graph, CostModel costs) {
        PlanTable table = new PlanTable(graph, costs);
        new ConnectedPairs(
                        graph,
                        (first, second) -> {
                            if (table.considered() < MAX_CONSIDERED) {
                                table.join(first, second);
                            }
                        })
                .enumerate();
        return table.considered() < MAX_CONSIDERED ? table.best(graph.all()) : null;
    }

    /** Joins again and again the two parts whose join has the fewest rows. */
    static JoinTree greedy(JoinGraph graph, CostModel costs) {
        PlanTable table = new PlanTable(graph, costs);
        List<Long> parts = new ArrayList<>();
        for (int i = 0; i < graph.size(); i++) {
            parts.add(1L << i);
        }
        while (parts.size() > 1) {
            joinSmallest(graph, table, parts);
        }
        return table.best(parts.get(0));
    }

    private static void joinSmallest(JoinGraph graph, PlanTable table, List<Long> parts) {
        int bestFirst = -1;
        int bestSecond = -1;
        double fewest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < parts.size(); i++) {
            for (int j = i + 1; j < parts.size(); j++) {
                long both = parts.get(i) | parts.get(j);
                boolean edge = (graph.neighbours(parts.get(i)) & parts.get(j)) != 0;
                if (edge
                        && table.rows(both) < fewest
                        && joinable(table, parts.get(i), parts.get(j))) {
                    fewest = table.rows(both);
                    bestFirst = i;
                    bestSecond = j;
                }
            }
        }
        if (bestFirst < 0) {
            throw new IllegalStateException("the query graph is not connected");
        }
        long joined = parts.get(bestFirst) | parts.get(bestSecond);
        parts.remove(bestSecond);
        parts.set(bestFirst, joined);
    }

    private static boolean joinable(PlanTable table, long first, long second) {
        if (table.plans(first | second).isEmpty()) {
            table.join(first, second);
        }
        return !table.plans(first | second).isEmpty();
    }
}
