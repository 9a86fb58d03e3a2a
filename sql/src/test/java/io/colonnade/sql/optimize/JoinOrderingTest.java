package io.colonnade.sql.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.plan.JoinKind;
import io.colonnade.sql.optimize.JoinGraph.Condition;
import io.colonnade.sql.optimize.JoinGraph.EqualityClass;
import io.colonnade.sql.optimize.JoinGraph.Member;
import io.colonnade.sql.optimize.JoinGraph.Relation;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The enumeration finds what trying everything finds. */
class JoinOrderingTest {
    private static final long SEED = Long.getLong("seed", 7);

    /** A random tree of equalities with some more edges, some semi joins and some placements. */
    private static JoinGraph randomGraph(Random random, int size, int nodes) {
        List<Relation> relations = new ArrayList<>();
        List<EqualityClass> classes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double rows = Math.pow(10, random.nextInt(7)) * (1 + random.nextInt(9));
            Distribution distribution = distribution(random, i, nodes);
            boolean semi = i > 1 && random.nextInt(5) == 0;
            int partner = random.nextInt(Math.max(1, i));
            while (semi && !relations.get(partner).isInner()) {
                partner = random.nextInt(i);
            }
            if (semi) {
                JoinKind kind = random.nextBoolean() ? JoinKind.LEFT_SEMI : JoinKind.LEFT_ANTI;
                JoinKeys keys =
                        new JoinKeys(new int[] {partner * 10}, new int[] {i * 10}, new boolean[1]);
                relations.add(
                        new Relation(
                                rows,
                                rows,
                                8,
                                distribution,
                                kind,
                                1L << partner | alsoRequired(random, relations),
                                0.01 + random.nextDouble() / 2,
                                keys,
                                List.of()));
                continue;
            }
            relations.add(
                    Relation.inner(rows, rows, 8 + random.nextInt(90), distribution, List.of()));
            for (int edge = 0; i > 0 && edge < random.nextInt(4); edge++) {
                int other = random.nextInt(i);
                if (relations.get(other).isInner()) {
                    double domain = 1 + random.nextInt(1000);
                    classes.add(
                            new EqualityClass(
                                    List.of(
                                            new Member(other, other * 10 + edge, domain),
                                            new Member(i, i * 10 + edge, rows)),
                                    false));
                }
            }
        }
        List<Condition> conditions =
                relations.stream().filter(Relation::isInner).count() > 2
                                && relations.get(1).isInner()
                        ? List.of(new Condition(0b11, 0.3))
                        : List.of();
        return new JoinGraph(relations, classes, conditions);
    }

    /** Some semi joins refer to a second relation, which nothing else may connect to the first. */
    private static long alsoRequired(Random random, List<Relation> relations) {
        int other = random.nextInt(relations.size());
        return random.nextBoolean() && relations.get(other).isInner() ? 1L << other : 0;
    }

    private static Distribution distribution(Random random, int relation, int nodes) {
        if (nodes == 1) {
            return Distribution.SINGLE;
        }
        return switch (random.nextInt(3)) {
            case 0 -> Distribution.REPLICATED;
            case 1 -> Distribution.hash(List.of(relation * 10));
            default -> Distribution.RANDOM;
        };
    }

    private static double bruteForce(JoinGraph graph, CostModel costs) {
        PlanTable table = new PlanTable(graph, costs);
        for (long set = 1; set <= graph.all(); set++) {
            if (!graph.isConnected(set)) {
                continue;
            }
            for (long part = (set - 1) & set; part > 0; part = (part - 1) & set) {
                long rest = set & ~part;
                if (part < rest && graph.isConnected(part) && graph.isConnected(rest)) {
                    table.join(part, rest);
                }
            }
        }
        return table.best(graph.all()).cost();
    }

    @Test
    void findsTheCheapestOrderOfRandomGraphs() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            int size = 2 + random.nextInt(5);
            int nodes = random.nextBoolean() ? 1 : 3;
            JoinGraph graph = randomGraph(random, size, nodes);
            CostModel costs = new CostModel(nodes);
            double expected = bruteForce(graph, costs);
            double found = JoinOrdering.order(graph, costs).cost();
            assertEquals(expected, found, expected * 1e-9, "seed " + SEED + " round " + round);
        }
    }

    @Test
    void enumeratesEachPairOnceAndSmallerSetsFirst() {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            JoinGraph graph = randomGraph(random, 2 + random.nextInt(6), 1);
            Set<Long> complete = new HashSet<>();
            for (int i = 0; i < graph.size(); i++) {
                complete.add(1L << i);
            }
            Set<List<Long>> seen = new HashSet<>();
            new ConnectedPairs(
                            graph,
                            (first, second) -> {
                                assertTrue(complete.contains(first) && complete.contains(second));
                                assertTrue(
                                        seen.add(
                                                List.of(
                                                        Math.min(first, second),
                                                        Math.max(first, second))));
                                assertEquals(0, first & second);
                                complete.add(first | second);
                            })
                    .enumerate();
            assertTrue(complete.contains(graph.all()));
        }
    }

    @Test
    void greedyOrderHoldsEveryRelation() {
        Random random = new Random(SEED);
        JoinGraph graph = randomGraph(random, 20, 3);
        JoinTree tree = JoinOrdering.order(graph, new CostModel(3));
        assertEquals(graph.all(), tree.relations());
    }

    @Test
    void rowsDoNotDependOnTheOrder() {
        Random random = new Random(SEED);
        for (int round = 0; round < 50; round++) {
            JoinGraph graph = randomGraph(random, 5, 1);
            double rows = new Cardinality(graph).of(graph.all());
            assertEquals(rows, JoinOrdering.order(graph, new CostModel(1)).rows());
            assertEquals(rows, JoinOrdering.greedy(graph, new CostModel(1)).rows());
        }
    }

    @Test
    void compositeKeyLookupKeepsTheRowsOfTheOtherSide() {
        Relation lines = Relation.inner(6e6, 6e6, 16, Distribution.SINGLE, List.of());
        Relation offers =
                Relation.inner(
                        8e5,
                        8e5,
                        16,
                        Distribution.SINGLE,
                        List.of(org.apache.calcite.util.ImmutableBitSet.of(10, 11)));
        JoinGraph graph =
                new JoinGraph(
                        List.of(lines, offers),
                        List.of(
                                new EqualityClass(
                                        List.of(new Member(0, 0, 2e5), new Member(1, 10, 2e5)),
                                        false),
                                new EqualityClass(
                                        List.of(new Member(0, 1, 1e4), new Member(1, 11, 1e4)),
                                        false)),
                        List.of());
        assertEquals(6e6, new Cardinality(graph).of(3), 1);
    }
}
