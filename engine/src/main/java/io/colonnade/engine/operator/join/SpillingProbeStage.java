package io.colonnade.engine.operator.join;

import io.colonnade.engine.pipeline.Stage;
import io.colonnade.engine.spill.SpillPartitions;
import io.colonnade.storage.vector.Batch;

/** One worker's probe rows on their way to disk, when the build side is there. */
final class SpillingProbeStage implements Stage {
    private final SpillPartitions.Writer writer;

    SpillingProbeStage(JoinSpill spill) {
        writer = spill.probeWriter();
    }

    @Override
    public void input(Batch batch) {
        writer.add(batch);
    }

    @Override
    public Batch next() {
        return null;
    }

    @Override
    public void end() {
        writer.finish();
    }

    @Override
    public void close() {
        writer.close();
    }
}
