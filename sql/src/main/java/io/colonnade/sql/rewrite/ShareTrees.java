package io.colonnade.sql.rewrite;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds trees that a statement has more than once (a WITH query used twice, a sub-query over the
 * same join) and puts a {@link SharedTree} in every such place:
 *
 * <pre>
 * Join(Aggregate(a, Join(t, u)), Aggregate(Join(t, u)))
 * Join(Aggregate(a, Shared #1), Aggregate(Shared #1)), #1 = Join(t, u)
 * </pre>
 *
 * Only trees that join or group are worth it: a scan takes filters from what is above it. One per
 * statement; one thread.
 */
final class ShareTrees {
    /** The places of equal trees. */
    private static final class Places {
        private int count;
        private SharedTree.Definition definition;
    }

    /** A tree compared with all that is below it. */
    private record Key(RelNode rel, int hash) {
        static Key of(RelNode rel) {
            return new Key(rel, rel.deepHashCode());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && hash == key.hash && rel.deepEquals(key.rel);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final Map<Key, Places> all = new HashMap<>();

    /** Places outside of trees that are shared themselves. */
    private final Map<Key, Places> topmost = new HashMap<>();

    private int nextId = 1;

    private ShareTrees() {}

    static RelNode in(RelNode root) {
        if (!readsSomethingTwice(root, new HashSet<>())) {
            return root;
        }
        ShareTrees sharing = new ShareTrees();
        sharing.count(root);
        sharing.countTopmost(root);
        return sharing.replaced(root);
    }

    private static boolean readsSomethingTwice(RelNode rel, Set<List<String>> tables) {
        if (rel instanceof TableScan scan && !tables.add(scan.getTable().getQualifiedName())) {
            return true;
        }
        for (RelNode input : rel.getInputs()) {
            if (readsSomethingTwice(input, tables)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWork(RelNode rel) {
        return rel instanceof Join || rel instanceof Aggregate;
    }

    private void count(RelNode rel) {
        if (isWork(rel) && isRepeatable(rel)) {
            all.computeIfAbsent(Key.of(rel), key -> new Places()).count++;
        }
        rel.getInputs().forEach(this::count);
    }

    private void countTopmost(RelNode rel) {
        if (isWork(rel)) {
            Key key = Key.of(rel);
            Places places = all.get(key);
            if (places != null && places.count > 1) {
                topmost.computeIfAbsent(key, each -> new Places()).count++;
                return;
            }
        }
        rel.getInputs().forEach(this::countTopmost);
    }

    private RelNode replaced(RelNode rel) {
        if (isWork(rel)) {
            Places places = topmost.get(Key.of(rel));
            if (places != null && places.count > 1) {
                if (places.definition == null) {
                    places.definition = new SharedTree.Definition(nextId++, rel);
                }
                return new SharedTree(rel.getCluster(), places.definition);
            }
        }
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : rel.getInputs()) {
            RelNode other = replaced(input);
            changed |= other != input;
            inputs.add(other);
        }
        return changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
    }

    /** Whether the tree gives the same rows each time. */
    private static boolean isRepeatable(RelNode rel) {
        List<RexNode> expressions =
                switch (rel) {
                    case Filter filter -> List.of(filter.getCondition());
                    case Project project -> project.getProjects();
                    case Join join -> List.of(join.getCondition());
                    default -> List.of();
                };
        return expressions.stream().allMatch(RexUtil::isDeterministic)
                && rel.getInputs().stream().allMatch(ShareTrees::isRepeatable);
    }
}
