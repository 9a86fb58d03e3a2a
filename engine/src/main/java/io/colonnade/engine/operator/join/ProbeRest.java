package io.colonnade.engine.operator.join;

import io.colonnade.engine.operator.Batches;
import io.colonnade.plan.JoinKind;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.Vector;

/**
 * What a join gives for the probe rows themselves once their partners are known: those without one
 * (outer, anti), with one (semi), or all with a mark. Owned by one worker.
 */
final class ProbeRest {
    private final JoinSpec spec;
    private final byte[] found;
    private final NullAwareness nullAwareness;
    private final Batch output;
    private final int[] selected = new int[Batch.CAPACITY];
    private final BooleanVector mark;

    /** For hash joins. */
    ProbeRest(HashJoinBuild build, ProbeKeys keys, byte[] found) {
        this(build.spec(), found, build.spec().nullAware() ? new NullAwareness(build, keys) : null);
    }

    /**
     * @param found by position of the probe batch, 1 where there is a partner
     * @param nullAwareness null for two-valued joins
     */
    ProbeRest(JoinSpec spec, byte[] found, NullAwareness nullAwareness) {
        this.spec = spec;
        this.found = found;
        this.nullAwareness = nullAwareness;
        int left = spec.left().size();
        mark = spec.kind() == JoinKind.MARK ? new BooleanVector(Batch.CAPACITY) : null;
        if (spec.emitsPairs()) {
            output = Batches.ofColumns(left + spec.right().size());
            for (int c = 0; c < spec.right().size(); c++) {
                Vector nulls = Vector.create(spec.right().get(c).physical(), 1);
                nulls.setConstantNull();
                output.setColumn(left + c, nulls);
            }
        } else {
            output = Batches.ofColumns(left + (mark == null ? 0 : 1));
        }
    }

    /** The rows, or null when this kind has none. */
    Batch rows(Batch input) {
        return switch (spec.kind()) {
            case INNER, RIGHT_OUTER, RIGHT_SEMI, RIGHT_ANTI -> null;
            case LEFT_SEMI -> select(input, 1);
            case LEFT_OUTER, FULL_OUTER, LEFT_ANTI -> select(input, 0);
            case NULL_AWARE_ANTI -> {
                Batch without = select(input, 0);
                without.select(
                        selected, nullAwareness.dropUnknown(input, selected, without.rowCount()));
                yield without;
            }
            case MARK -> marked(input);
            case UNRECOGNIZED -> throw new IllegalStateException();
        };
    }

    private Batch select(Batch input, int wanted) {
        int[] from = input.selection();
        int rows = input.rowCount();
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int p = from == null ? i : from[i];
            selected[count] = p;
            count += found[p] == wanted ? 1 : 0;
        }
        Batches.share(input, output);
        output.select(selected, count);
        return output;
    }

    private Batch marked(Batch input) {
        mark.reset();
        System.arraycopy(found, 0, mark.values(), 0, input.size());
        if (nullAwareness != null) {
            int without = select(input, 0).rowCount();
            int[] unknown = selected.clone();
            int kept = nullAwareness.dropUnknown(input, unknown, without);
            setUnknown(without, unknown, kept);
        }
        Batches.share(input, output);
        output.setColumn(spec.left().size(), mark);
        return output;
    }

    /** NULL for the selected positions that are not among the first `kept` of `known`. */
    private void setUnknown(int count, int[] known, int kept) {
        int k = 0;
        for (int i = 0; i < count; i++) {
            if (k < kept && known[k] == selected[i]) {
                k++;
            } else {
                mark.setNull(selected[i]);
            }
        }
    }
}
