package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;
import io.colonnade.sql.optimize.JoinGraph;
import io.colonnade.sql.optimize.JoinKeys;
import io.colonnade.sql.statistics.ColumnEstimate;

import org.apache.calcite.rex.RexNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Columns that a region's equalities compare: classes of equal columns for inner joins, pairs for
 * semi and anti joins. Keys that are no columns are added to their leaves. One per region.
 */
final class RegionKeys {
    private final List<RegionLeaf> leaves;
    private final RegionConditions conditions;
    private final Map<Key, Key> parents = new LinkedHashMap<>();
    private final Map<Key, Expression> expressions = new HashMap<>();
    private final List<Key[]> nullSafePairs = new ArrayList<>();
    private final List<List<Key[]>> semiPairs = new ArrayList<>();
    private final List<List<RexNode>> residuals = new ArrayList<>();

    /** A column of a leaf. */
    private record Key(int leaf, int column) {}

    RegionKeys(List<RegionLeaf> leaves, RegionConditions conditions) {
        this.leaves = leaves;
        this.conditions = conditions;
        for (RegionConditions.Equality equality : conditions.equalities()) {
            Key[] pair = pair(equality);
            if (equality.nullSafe()) {
                nullSafePairs.add(pair);
            } else {
                merge(pair[0], pair[1]);
            }
        }
        for (int i = 0; i < leaves.size(); i++) {
            addSemi(i);
        }
        equateWithinLeaves();
    }

    private void addSemi(int index) {
        List<Key[]> pairs = new ArrayList<>();
        List<RexNode> residual = new ArrayList<>();
        if (leaves.get(index).leaf().kind() != JoinKind.INNER) {
            for (RexNode condition : conditions.joining(index)) {
                RegionConditions.Equality equality = conditions.equality(condition);
                boolean joins =
                        equality != null
                                && !equality.nullSafe()
                                && (equality.leftLeaf() == index || equality.rightLeaf() == index);
                if (!joins) {
                    residual.add(condition);
                    continue;
                }
                Key[] pair = pair(equality);
                boolean swapped = equality.leftLeaf() == index;
                pairs.add(swapped ? new Key[] {pair[1], pair[0]} : pair);
            }
        }
        semiPairs.add(pairs);
        residuals.add(residual);
    }

    private Key[] pair(RegionConditions.Equality equality) {
        Comparisons.Sides sides =
                Comparisons.unify(
                        translate(equality.leftLeaf(), equality.left()),
                        translate(equality.rightLeaf(), equality.right()));
        return new Key[] {
            key(equality.leftLeaf(), sides.left()), key(equality.rightLeaf(), sides.right())
        };
    }

    private Expression translate(int leaf, RexNode expression) {
        return new RexTranslator(leaves.get(leaf)::expression).translate(expression);
    }

    private Key key(int leaf, Expression expression) {
        Key key = new Key(leaf, leaves.get(leaf).keyColumn(expression));
        expressions.put(key, expression);
        return key;
    }

    private void merge(Key a, Key b) {
        parents.put(root(a), root(b));
        parents.putIfAbsent(root(b), root(b));
    }

    private Key root(Key key) {
        Key current = key;
        Key parent = parents.putIfAbsent(current, current);
        while (parent != null && !parent.equals(current)) {
            current = parent;
            parent = parents.get(current);
        }
        return current;
    }

    private Map<Key, List<Key>> groups() {
        Map<Key, List<Key>> groups = new LinkedHashMap<>();
        for (Key key : List.copyOf(parents.keySet())) {
            groups.computeIfAbsent(root(key), root -> new ArrayList<>()).add(key);
        }
        return groups;
    }

    /** a.x = b.z and a.y = b.z: then a.x = a.y. */
    private void equateWithinLeaves() {
        for (List<Key> group : groups().values()) {
            Map<Integer, Key> first = new HashMap<>();
            for (Key key : group) {
                Key other = first.putIfAbsent(key.leaf(), key);
                if (other != null) {
                    leaves.get(key.leaf()).equate(expressions.get(other), expressions.get(key));
                }
            }
        }
    }

    /** The classes, numbered after all leaves are finished. */
    List<JoinGraph.EqualityClass> classes(List<ColumnEstimate> estimates) {
        List<JoinGraph.EqualityClass> classes = new ArrayList<>();
        for (List<Key> group : groups().values()) {
            classes.add(new JoinGraph.EqualityClass(members(group, estimates), false));
        }
        for (Key[] pair : nullSafePairs) {
            classes.add(new JoinGraph.EqualityClass(members(List.of(pair), estimates), true));
        }
        return classes;
    }

    private List<JoinGraph.Member> members(List<Key> keys, List<ColumnEstimate> estimates) {
        List<JoinGraph.Member> members = new ArrayList<>();
        for (Key key : keys) {
            int column = number(key);
            members.add(new JoinGraph.Member(key.leaf(), column, estimates.get(column).domain()));
        }
        return members;
    }

    private int number(Key key) {
        return leaves.get(key.leaf()).firstColumn() + key.column();
    }

    JoinKeys semiKeys(int index) {
        List<Key[]> pairs = semiPairs.get(index);
        return new JoinKeys(
                pairs.stream().mapToInt(pair -> number(pair[0])).toArray(),
                pairs.stream().mapToInt(pair -> number(pair[1])).toArray(),
                new boolean[pairs.size()]);
    }

    /** Leaves that the keys of a semi or anti join refer to. */
    long required(int index) {
        long set = 0;
        for (Key[] pair : semiPairs.get(index)) {
            set |= 1L << pair[0].leaf();
        }
        return set;
    }

    /** Conditions of a semi or anti join that are no keys. */
    List<RexNode> residual(int index) {
        return residuals.get(index);
    }
}
