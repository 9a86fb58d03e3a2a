package io.colonnade.engine.operator.join;

import io.colonnade.engine.operator.Batches;
import io.colonnade.engine.operator.ChunkSource;
import io.colonnade.plan.JoinKind;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

/**
 * The build rows that a finished probe has marked (RIGHT_SEMI) or not (RIGHT_ANTI, and with NULLs
 * for the left columns RIGHT_OUTER and FULL_OUTER). Shared by all workers.
 */
final class MarkedRowsSource extends ChunkSource {
    private final HashJoinBuild build;

    MarkedRowsSource(HashJoinBuild build) {
        this.build = build;
    }

    @Override
    protected long chunks() {
        return (build.rows().count() + (long) Batch.CAPACITY - 1) / Batch.CAPACITY;
    }

    @Override
    protected ChunkReader reader() {
        JoinSpec spec = build.spec();
        int nulls = spec.emitsPairs() ? spec.left().size() : 0;
        int right = spec.right().size();
        Batch batch = Batches.ofColumns(nulls + right);
        for (int c = 0; c < nulls; c++) {
            Vector vector = Vector.create(spec.left().get(c).physical(), 1);
            vector.setConstantNull();
            batch.setColumn(c, vector);
        }
        for (int c = 0; c < right; c++) {
            batch.setColumn(
                    nulls + c, Vector.create(spec.right().get(c).physical(), Batch.CAPACITY));
        }
        int[] chosen = new int[Batch.CAPACITY];
        int wanted = spec.kind() == JoinKind.RIGHT_SEMI ? 1 : 0;
        return chunk -> fill(batch, nulls, (int) (chunk * Batch.CAPACITY), wanted, chosen);
    }

    private Batch fill(Batch batch, int nulls, int first, int wanted, int[] chosen) {
        int end = (int) Math.min(build.rows().count(), (long) first + Batch.CAPACITY);
        int count = choose(build.marks(), first, end, wanted, chosen);
        for (int c = 0; c < build.spec().right().size(); c++) {
            build.rows().column(c).gather(chosen, count, batch.column(nulls + c));
        }
        batch.setSize(count);
        return batch;
    }

    private static int choose(byte[] marks, int first, int end, int wanted, int[] chosen) {
        int count = 0;
        for (int row = first; row < end; row++) {
            chosen[count] = row;
            count += marks[row] == wanted ? 1 : 0;
        }
        return count;
    }
}
