package io.colonnade.engine.operator.join;

import io.colonnade.engine.hash.JoinCandidates;
import io.colonnade.engine.hash.JoinIndex;
import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.engine.pipeline.Stage;
import io.colonnade.plan.JoinKind;
import io.colonnade.storage.vector.Batch;

import java.util.Arrays;

/**
 * One worker's probe. Works in rounds over a probe batch: in each round every position that still
 * has a candidate build row tests it and moves on to the next one.
 *
 * <pre>
 * candidates = index.lookup(keys)
 * while candidates: matches = index.match(candidates); candidates = next in their chains
 *                   pairs += matches; when worth it: residual, marks, output
 * then the probe rows that did (semi) or did not (outer, anti) find a partner
 * </pre>
 */
final class HashJoinProbeStage implements Stage {
    /** A round with so many pairs goes out without copying probe columns; fewer are collected. */
    private static final int MIN_ALIGNED_PAIRS = 256;

    private final JoinSpec spec;
    private final boolean existenceOnly;
    private final JoinIndex index;
    private final byte[] marks;
    private final CancelToken cancel;
    private final ProbeKeys keys;
    private final JoinCandidates candidates = new JoinCandidates();
    private final PairBatch pairs;
    private final PairCondition test;
    private final ProbeRest rest;
    private final int[] pairPositions = new int[Batch.CAPACITY];
    private final int[] pairRows = new int[Batch.CAPACITY];
    private final byte[] found = new byte[Batch.CAPACITY];
    private int pairCount;
    private Batch input;

    /** What other pieces of the build side have found for the input; null if there are none. */
    private byte[] partners;

    private boolean lastPiece;

    HashJoinProbeStage(HashJoinBuild build) {
        spec = build.spec();
        existenceOnly = spec.existenceOnly();
        index = build.index();
        marks = build.marks();
        cancel = build.context().cancel();
        keys = new ProbeKeys(build);
        pairs = new PairBatch(spec, build.rows());
        test = new PairCondition(spec);
        rest = new ProbeRest(build, keys, found);
    }

    @Override
    public void input(Batch batch) {
        input = batch;
        pairCount = 0;
        keys.open(batch);
        index.lookup(keys.vectors(), keys.positions(), keys.count(), candidates);
        if (spec.marksProbe()) {
            Arrays.fill(found, 0, batch.size(), (byte) 0);
        }
    }

    /**
     * Probe rows that meet one piece of the build side after the other.
     *
     * @param foundBefore by position, 1 where there is a partner; this piece's are added
     * @param last whether rows without a partner can be told now
     */
    void input(Batch batch, byte[] foundBefore, boolean last) {
        input(batch);
        partners = foundBefore;
        lastPiece = last;
    }

    @Override
    public Batch next() {
        if (input == null) {
            return null;
        }
        Batch output = nextPairs();
        if (output == null) {
            output = partners == null || addPartners() ? rest.rows(input) : null;
            input = null;
        }
        return output;
    }

    /** Takes together what all pieces have found; true if this was the last. */
    private boolean addPartners() {
        for (int i = 0; i < input.size(); i++) {
            found[i] |= partners[i];
            partners[i] = found[i];
        }
        return lastPiece;
    }

    private Batch nextPairs() {
        while (candidates.count > 0 || pairCount > 0) {
            cancel.check();
            boolean aligned = pairCount == 0;
            if (candidates.count > 0) {
                round();
            }
            boolean full = pairCount + candidates.count > Batch.CAPACITY;
            boolean large = aligned && pairCount >= MIN_ALIGNED_PAIRS;
            if (pairCount > 0 && (full || large || candidates.count == 0)) {
                Batch output = output(aligned);
                if (output != null) {
                    return output;
                }
            }
        }
        return null;
    }

    /** Adds the pairs of one round, and moves the candidates on. */
    private void round() {
        int matched = index.match(keys.vectors(), candidates);
        if (existenceOnly) {
            setFound(candidates.positions, candidates.matches, matched);
        } else {
            collect(candidates.matches, matched);
        }
        index.advance(candidates);
        if (existenceOnly) {
            dropFound();
        }
    }

    private void setFound(int[] positions, int[] matches, int count) {
        for (int i = 0; i < count; i++) {
            found[positions[matches[i]]] = 1;
        }
    }

    private void collect(int[] matches, int count) {
        int[] positions = candidates.positions;
        int[] rows = candidates.rows;
        int at = pairCount;
        for (int i = 0; i < count; i++) {
            int match = matches[i];
            pairPositions[at] = positions[match];
            pairRows[at] = rows[match];
            at++;
        }
        pairCount = at;
    }

    /** A probe row that has its partner needs no other. */
    private void dropFound() {
        int[] positions = candidates.positions;
        int[] rows = candidates.rows;
        int kept = 0;
        for (int i = 0; i < candidates.count; i++) {
            positions[kept] = positions[i];
            rows[kept] = rows[i];
            kept += found[positions[i]] ^ 1;
        }
        candidates.count = kept;
    }

    /** The collected pairs that pass the residual, or null if none does or none is wanted. */
    private Batch output(boolean aligned) {
        if (spec.kind() == JoinKind.RIGHT_SEMI || spec.kind() == JoinKind.RIGHT_ANTI) {
            dropMarked();
        }
        pairs.set(input, pairPositions, pairRows, pairCount, aligned);
        pairCount = 0;
        test.apply(pairs);
        int count = pairs.count();
        if (marks != null) {
            setMarks(marks, pairs.rows(), count);
        }
        if (spec.marksProbe()) {
            setFound(pairs.positions(), count);
            if (!spec.emitsPairs()) {
                dropFound();
            }
        }
        if (count == 0 || !spec.emitsPairs()) {
            return null;
        }
        pairs.fillAll();
        return pairs.batch();
    }

    /** A build row that has its partner needs no other. */
    private void dropMarked() {
        int kept = 0;
        for (int i = 0; i < pairCount; i++) {
            pairPositions[kept] = pairPositions[i];
            pairRows[kept] = pairRows[i];
            kept += marks[pairRows[i]] ^ 1;
        }
        pairCount = kept;
    }

    private static void setMarks(byte[] marks, int[] rows, int count) {
        for (int i = 0; i < count; i++) {
            marks[rows[i]] = 1;
        }
    }

    private void setFound(int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            found[positions[i]] = 1;
        }
    }
}
