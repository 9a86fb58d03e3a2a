package io.colonnade.engine.operator.join;

import io.colonnade.engine.pipeline.Stage;
import io.colonnade.engine.pipeline.StageFactory;

/** The probe side of a hash join, for every kind; its build must be finished when it opens. */
public record HashJoinProbe(HashJoinBuild build) implements StageFactory {
    @Override
    public Stage open() {
        return build.isSpilled()
                ? new SpillingProbeStage(build.spill())
                : new HashJoinProbeStage(build);
    }

    @Override
    public void ended() {
        build.release();
    }

    @Override
    public int nodeId() {
        return build.spec().nodeId();
    }
}
