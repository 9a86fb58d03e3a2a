package io.colonnade.engine.operator.join;

import io.colonnade.engine.expression.ExpressionCompiler;
import io.colonnade.engine.expression.FilterExpression;
import io.colonnade.engine.operator.Batches;
import io.colonnade.engine.operator.Gather;
import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.engine.pipeline.Stage;
import io.colonnade.engine.pipeline.StageFactory;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The probe side of a nested loop join. Pairs a whole probe batch with one build row as constants,
 * or one probe row as constants with a run of build rows, whichever makes fewer batches.
 */
public record NestedLoopProbe(NestedLoopBuild build) implements StageFactory {
    @Override
    public Stage open() {
        return new NestedLoopStage(build);
    }

    @Override
    public void ended() {
        build.release();
    }

    @Override
    public int nodeId() {
        return build.spec().nodeId();
    }

    private static final class NestedLoopStage implements Stage {
        private final JoinSpec spec;
        private final BuildRows rows;
        private final CancelToken cancel;
        private final FilterExpression condition;
        private final BitSet keptRight;
        private final int left;
        private final Batch pairs;
        private final Vector[] own;
        private final byte[] found = new byte[Batch.CAPACITY];
        private final ProbeRest rest;
        private final int[] selected = new int[Batch.CAPACITY];
        private final int[] single = new int[1];
        private Batch input;
        private boolean byBuildRow;

        /** Next build row, or next probe row. */
        private int outer;

        /** Next build row while going by probe rows. */
        private int inner;

        NestedLoopStage(NestedLoopBuild build) {
            spec = build.spec();
            rows = build.rows();
            cancel = build.context().cancel();
            condition =
                    spec.residual() == null
                            ? null
                            : ExpressionCompiler.compileFilter(
                                    spec.residual(), spec.both(), spec.zone());
            keptRight = spec.keptRight();
            left = spec.left().size();
            own = new Vector[left + spec.right().size()];
            for (int c = 0; c < own.length; c++) {
                own[c] = Vector.create(spec.both().get(c).physical(), Batch.CAPACITY);
            }
            pairs = Batches.ofColumns(own.length);
            rest = new ProbeRest(spec, found, null);
        }

        @Override
        public void input(Batch batch) {
            input = batch;
            outer = 0;
            inner = 0;
            byBuildRow = rows.count() <= batch.rowCount();
            Arrays.fill(found, 0, batch.size(), (byte) 0);
        }

        @Override
        public Batch next() {
            if (input == null) {
                return null;
            }
            while (hasPairs()) {
                cancel.check();
                Batch output = byBuildRow ? pairBuildRow() : pairProbeRow();
                if (output != null) {
                    return output;
                }
            }
            Batch output = rest.rows(input);
            input = null;
            return output;
        }

        private boolean hasPairs() {
            return rows.count() > 0 && outer < (byBuildRow ? rows.count() : input.rowCount());
        }

        private Batch pairBuildRow() {
            single[0] = outer++;
            Batches.share(input, pairs);
            for (int c = keptRight.nextSetBit(0); c >= 0; c = keptRight.nextSetBit(c + 1)) {
                rows.column(c).gather(single, 1, own[left + c]);
                own[left + c].setConstant(true);
                pairs.setColumn(left + c, own[left + c]);
            }
            int count = test();
            for (int i = 0; i < count; i++) {
                found[pairs.position(i)] = 1;
            }
            return count > 0 && spec.emitsPairs() ? pairs : null;
        }

        private Batch pairProbeRow() {
            int position = input.position(outer);
            int count = Math.min(Batch.CAPACITY, rows.count() - inner);
            if (!spec.emitsPairs() && found[position] != 0) {
                count = 0;
                inner = rows.count();
            }
            if (count > 0) {
                fillProbeRow(position);
                fillBuildRows(count);
                pairs.setSize(count);
                count = test();
                if (count > 0) {
                    found[position] = 1;
                }
            }
            if (inner == rows.count()) {
                outer++;
                inner = 0;
            }
            return count > 0 && spec.emitsPairs() ? pairs : null;
        }

        private void fillProbeRow(int position) {
            single[0] = position;
            for (int c = 0; c < left; c++) {
                Gather.gather(input.column(c), single, 1, own[c]);
                own[c].setConstant(true);
                pairs.setColumn(c, own[c]);
            }
        }

        private void fillBuildRows(int count) {
            for (int c = keptRight.nextSetBit(0); c >= 0; c = keptRight.nextSetBit(c + 1)) {
                rows.column(c).copy(inner, count, own[left + c]);
                pairs.setColumn(left + c, own[left + c]);
            }
            inner += count;
        }

        /** Narrows the batch to the pairs that pass; returns how many. */
        private int test() {
            if (condition == null) {
                return pairs.rowCount();
            }
            int count = condition.select(pairs, selected);
            pairs.select(selected, count);
            return count;
        }
    }
}
