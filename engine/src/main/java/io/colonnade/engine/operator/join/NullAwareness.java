package io.colonnade.engine.operator.join;

import io.colonnade.engine.memory.RowColumn;
import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/**
 * NOT IN's third value: of the probe rows without a partner, tells those for which the comparison
 * with some build row (that meets the residual) is unknown because a NULL is on either side. Owned
 * by one worker.
 */
final class NullAwareness {
    private final HashJoinBuild build;
    private final JoinSpec spec;
    private final ProbeKeys keys;
    private final CancelToken cancel;
    private final PairBatch pairs;
    private final PairCondition test;
    private final int[] pairPositions = new int[Batch.CAPACITY];
    private final int[] pairRows = new int[Batch.CAPACITY];

    NullAwareness(HashJoinBuild build, ProbeKeys keys) {
        this.build = build;
        this.keys = keys;
        spec = build.spec();
        cancel = build.context().cancel();
        pairs = new PairBatch(spec, build.rows());
        test = new PairCondition(spec);
    }

    /** Removes the positions with an unknown comparison; returns how many are left. */
    int dropUnknown(Batch input, int[] positions, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            if (!isUnknown(input, position)) {
                positions[kept++] = position;
            }
        }
        return kept;
    }

    private boolean isUnknown(Batch input, int position) {
        boolean probeNull = keys.anyUnknown(position);
        if (spec.residual() == null && spec.leftKeys().length == 1 && !spec.nullSafe()[0]) {
            return probeNull ? build.anyRow() : build.anyNullKey();
        }
        int[] nullRows = build.nullKeyRows();
        int candidates = probeNull ? build.rows().count() : nullRows.length;
        int count = 0;
        for (int i = 0; i < candidates; i++) {
            int row = probeNull ? i : nullRows[i];
            if (maybeEqual(position, row)) {
                pairPositions[count] = position;
                pairRows[count++] = row;
            }
            if (count == Batch.CAPACITY || i == candidates - 1) {
                cancel.check();
                pairs.set(input, pairPositions, pairRows, count, false);
                test.apply(pairs);
                if (pairs.count() > 0) {
                    return true;
                }
                count = 0;
            }
        }
        return false;
    }

    /** Whether no key pair is known to differ. */
    private boolean maybeEqual(int position, int row) {
        for (int k = 0; k < spec.rightKeys().length; k++) {
            Vector left = keys.vectors()[k];
            RowColumn right = build.rows().column(spec.rightKeys()[k]);
            boolean leftNull = left.isNull(position);
            boolean rightNull = right.isNull(row);
            boolean differ =
                    leftNull || rightNull
                            ? spec.nullSafe()[k] && leftNull != rightNull
                            : !right.equal(left, position, row);
            if (differ) {
                return false;
            }
        }
        return true;
    }
}
