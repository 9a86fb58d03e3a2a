package io.colonnade.sql.optimize;

import io.colonnade.plan.JoinKind;
import io.colonnade.sql.optimize.Movement.Action;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/**
 * The correct ways to bring the two sides of a join together. A side whose unmatched rows are kept
 * (or whose matched rows are kept once) must not be on several nodes at once unless both are.
 * Stateless.
 */
public final class Movements {
    static final String NONE = "DS_DIST_NONE";
    static final String ALL_NONE = "DS_DIST_ALL_NONE";
    static final String BROADCAST_INNER = "DS_BCAST_INNER";
    static final String INNER = "DS_DIST_INNER";
    static final String OUTER = "DS_DIST_OUTER";
    static final String BOTH = "DS_DIST_BOTH";
    static final String ALL_INNER = "DS_DIST_ALL_INNER";

    private Movements() {}

    /** All sensible ways, never none. */
    public static List<Movement> options(
            JoinKind kind,
            Distribution left,
            Distribution right,
            JoinKeys keys,
            boolean nullAware) {
        if (!left.isPartitioned() && !right.isPartitioned()) {
            boolean everywhere = left.isReplicated() && right.isReplicated();
            return List.of(
                    Movement.none(
                            right.isReplicated() ? ALL_NONE : NONE,
                            everywhere ? Distribution.REPLICATED : Distribution.SINGLE));
        }
        if (right.isReplicated() && rightMayRepeat(kind)) {
            return List.of(Movement.none(ALL_NONE, left));
        }
        if (left.isReplicated() && leftMayRepeat(kind)) {
            return List.of(Movement.none(ALL_NONE, right));
        }
        List<Movement> options = new ArrayList<>();
        if (!nullAware && kind != JoinKind.NULL_AWARE_ANTI && !keys.isEmpty()) {
            addHashed(options, kind, left, right, keys);
        }
        if (rightMayRepeat(kind)) {
            addBroadcast(options, left);
        }
        if (options.isEmpty()) {
            options.add(
                    new Movement(
                            ALL_INNER,
                            left.isSingle() ? Action.KEEP : Action.GATHER,
                            right.isSingle() ? Action.KEEP : Action.GATHER,
                            List.of(),
                            List.of(),
                            Distribution.SINGLE));
        }
        return options;
    }

    private static boolean rightMayRepeat(JoinKind kind) {
        return switch (kind) {
            case INNER, LEFT_OUTER, LEFT_SEMI, LEFT_ANTI, NULL_AWARE_ANTI, MARK -> true;
            case RIGHT_OUTER, FULL_OUTER, RIGHT_SEMI, RIGHT_ANTI, UNRECOGNIZED -> false;
        };
    }

    private static boolean leftMayRepeat(JoinKind kind) {
        return switch (kind) {
            case INNER, RIGHT_OUTER, RIGHT_SEMI, RIGHT_ANTI -> true;
            case LEFT_OUTER,
                    LEFT_SEMI,
                    LEFT_ANTI,
                    NULL_AWARE_ANTI,
                    MARK,
                    FULL_OUTER,
                    UNRECOGNIZED ->
                    false;
        };
    }

    private static void addBroadcast(List<Movement> options, Distribution left) {
        options.add(
                left.isSingle()
                        ? new Movement(
                                ALL_INNER,
                                Action.KEEP,
                                Action.GATHER,
                                List.of(),
                                List.of(),
                                Distribution.SINGLE)
                        : new Movement(
                                BROADCAST_INNER,
                                Action.KEEP,
                                Action.BROADCAST,
                                List.of(),
                                List.of(),
                                left));
    }

    private static void addHashed(
            List<Movement> options,
            JoinKind kind,
            Distribution left,
            Distribution right,
            JoinKeys keys) {
        List<Integer> leftMatch = match(left, keys.left());
        List<Integer> rightMatch = match(right, keys.right());
        if (leftMatch != null && leftMatch.equals(rightMatch)) {
            options.add(Movement.none(NONE, output(kind, left, right, keys)));
            return;
        }
        if (leftMatch != null) {
            List<Integer> to = pick(keys.right(), leftMatch);
            Distribution moved = Distribution.hash(to);
            options.add(
                    new Movement(
                            INNER,
                            Action.KEEP,
                            Action.HASH,
                            List.of(),
                            to,
                            output(kind, left, moved, keys)));
        }
        if (rightMatch != null) {
            List<Integer> to = pick(keys.left(), rightMatch);
            Distribution moved = Distribution.hash(to);
            options.add(
                    new Movement(
                            OUTER,
                            Action.HASH,
                            Action.KEEP,
                            to,
                            List.of(),
                            output(kind, moved, right, keys)));
        }
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            all.add(i);
        }
        List<Integer> leftTo = pick(keys.left(), all);
        List<Integer> rightTo = pick(keys.right(), all);
        options.add(
                new Movement(
                        BOTH,
                        Action.HASH,
                        Action.HASH,
                        leftTo,
                        rightTo,
                        output(kind, Distribution.hash(leftTo), Distribution.hash(rightTo), keys)));
    }

    /** For each column of the hash, the key pair that holds it; null if one is in no pair. */
    private static List<Integer> match(Distribution side, int[] keyColumns) {
        if (side.kind() != Distribution.Kind.HASH) {
            return null;
        }
        List<Integer> pairs = new ArrayList<>();
        for (ImmutableBitSet key : side.keys()) {
            int found = -1;
            for (int i = 0; i < keyColumns.length && found < 0; i++) {
                if (key.get(keyColumns[i])) {
                    found = i;
                }
            }
            if (found < 0) {
                return null;
            }
            pairs.add(found);
        }
        return pairs;
    }

    private static List<Integer> pick(int[] columns, List<Integer> pairs) {
        return pairs.stream().map(pair -> columns[pair]).toList();
    }

    private static Distribution output(
            JoinKind kind, Distribution left, Distribution right, JoinKeys keys) {
        return switch (kind) {
            case INNER -> {
                Distribution joined = left;
                for (int i = 0; i < keys.size(); i++) {
                    if (!keys.nullSafe()[i]) {
                        joined = joined.equated(keys.left()[i], keys.right()[i]);
                    }
                }
                yield joined;
            }
            case LEFT_OUTER, LEFT_SEMI, LEFT_ANTI, NULL_AWARE_ANTI, MARK -> left;
            case RIGHT_OUTER, RIGHT_SEMI, RIGHT_ANTI -> right;
            case FULL_OUTER, UNRECOGNIZED -> Distribution.RANDOM;
        };
    }
}
