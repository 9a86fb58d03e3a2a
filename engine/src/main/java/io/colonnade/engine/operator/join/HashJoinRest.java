package io.colonnade.engine.operator.join;

import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.engine.spill.SpillPartitions;

/**
 * What a hash join gives after its probe side has ended: build rows by their marks or, if both
 * sides were spilled, everything. Shared by all workers.
 */
public final class HashJoinRest implements Source {
    private final HashJoinBuild build;
    private final MarkedRowsSource marked;
    private final SpilledJoin spilled;

    public HashJoinRest(HashJoinBuild build) {
        this.build = build;
        marked = new MarkedRowsSource(build);
        spilled = new SpilledJoin(build);
    }

    @Override
    public boolean isEmpty() {
        return !build.isSpilled() && (!build.spec().marksBuild() || build.rows().count() == 0);
    }

    @Override
    public int maxParallelism() {
        return build.isSpilled() ? SpillPartitions.COUNT : marked.maxParallelism();
    }

    @Override
    public SourceReader open() {
        return build.isSpilled() ? spilled.open() : marked.open();
    }

    @Override
    public void ended() {
        build.release();
    }
}
