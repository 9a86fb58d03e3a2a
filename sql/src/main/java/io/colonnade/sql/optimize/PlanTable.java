package io.colonnade.sql.optimize;

import io.colonnade.plan.JoinKind;
import io.colonnade.sql.optimize.JoinGraph.Relation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The best plans found so far for each set of relations: the cheapest per distribution. One per
 * ordering; used by one thread.
 */
final class PlanTable {
    /** Plans kept per set; more distributions than this do not matter in practice. */
    private static final int MAX_PLANS = 6;

    private final JoinGraph graph;
    private final CostModel costs;
    private final Cardinality cardinality;
    private final Map<Long, List<JoinTree>> plans = new HashMap<>();
    private int considered;

    PlanTable(JoinGraph graph, CostModel costs) {
        this.graph = graph;
        this.costs = costs;
        this.cardinality = new Cardinality(graph);
        for (int i = 0; i < graph.size(); i++) {
            Relation relation = graph.relation(i);
            add(new JoinTree.Leaf(i, relation.rows(), relation.distribution()));
        }
    }

    /** Joins whose cost was computed so far. */
    int considered() {
        return considered;
    }

    double rows(long set) {
        return cardinality.of(set);
    }

    List<JoinTree> plans(long set) {
        return plans.getOrDefault(set, List.of());
    }

    JoinTree best(long set) {
        JoinTree best = null;
        for (JoinTree plan : plans(set)) {
            if (best == null || plan.cost() < best.cost()) {
                best = plan;
            }
        }
        return best;
    }

    /** Considers all joins of two disjoint sets, in both directions. */
    void join(long first, long second) {
        Relation semi = graph.semi(second);
        if (semi != null) {
            joinSemi(first, second, semi);
            return;
        }
        semi = graph.semi(first);
        if (semi != null) {
            joinSemi(second, first, semi);
            return;
        }
        JoinKeys keys = graph.keys(first, second);
        join(first, second, JoinKind.INNER, keys);
        join(second, first, JoinKind.INNER, keys.swapped());
    }

    private void joinSemi(long set, long vertex, Relation semi) {
        if (!JoinGraph.contains(set, semi.required()) || graph.semi(set) != null) {
            return;
        }
        join(set, vertex, semi.kind(), semi.keys());
        if (!semi.keys().isEmpty()) {
            boolean isSemi = semi.kind() == JoinKind.LEFT_SEMI;
            JoinKind mirror = isSemi ? JoinKind.RIGHT_SEMI : JoinKind.RIGHT_ANTI;
            join(vertex, set, mirror, semi.keys().swapped());
        }
    }

    private void join(long left, long right, JoinKind kind, JoinKeys keys) {
        double rows = rows(left | right);
        List<JoinTree> rightPlans = worthwhile(right);
        for (JoinTree leftPlan : worthwhile(left)) {
            for (JoinTree rightPlan : rightPlans) {
                for (Movement movement :
                        Movements.options(
                                kind,
                                leftPlan.distribution(),
                                rightPlan.distribution(),
                                keys,
                                false)) {
                    considered++;
                    double cost =
                            leftPlan.cost()
                                    + rightPlan.cost()
                                    + costs.join(
                                            side(leftPlan),
                                            side(rightPlan),
                                            rows,
                                            movement,
                                            !keys.isEmpty());
                    if (isBetter(left | right, movement.output(), cost)) {
                        add(new JoinTree.Join(leftPlan, rightPlan, kind, movement, rows, cost));
                    }
                }
            }
        }
    }

    /** The plans that are cheaper than the best one with its rows sent everywhere. */
    private List<JoinTree> worthwhile(long set) {
        List<JoinTree> all = plans(set);
        if (all.size() < 2) {
            return all;
        }
        double limit = best(set).cost() + costs.broadcast(side(best(set)));
        return all.stream().filter(plan -> plan.cost() <= limit).toList();
    }

    private CostModel.Side side(JoinTree plan) {
        return new CostModel.Side(plan.rows(), bytes(plan.relations()), plan.distribution());
    }

    private double bytes(long set) {
        double bytes = 0;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            Relation relation = graph.relation(Long.numberOfTrailingZeros(rest));
            if (relation.isInner() || set == Long.lowestOneBit(rest)) {
                bytes += relation.bytes();
            }
        }
        return bytes;
    }

    private boolean isBetter(long set, Distribution distribution, double cost) {
        for (JoinTree plan : plans(set)) {
            if (plan.distribution().equals(distribution)) {
                return cost < plan.cost();
            }
        }
        return true;
    }

    private void add(JoinTree plan) {
        List<JoinTree> kept = plans.computeIfAbsent(plan.relations(), set -> new ArrayList<>(1));
        for (int i = 0; i < kept.size(); i++) {
            if (kept.get(i).distribution().equals(plan.distribution())) {
                if (plan.cost() < kept.get(i).cost()) {
                    kept.set(i, plan);
                }
                return;
            }
        }
        if (kept.size() < MAX_PLANS) {
            kept.add(plan);
            return;
        }
        int worst = 0;
        for (int i = 1; i < kept.size(); i++) {
            if (kept.get(i).cost() > kept.get(worst).cost()) {
                worst = i;
            }
        }
        if (plan.cost() < kept.get(worst).cost()) {
            kept.set(worst, plan);
        }
    }
}
