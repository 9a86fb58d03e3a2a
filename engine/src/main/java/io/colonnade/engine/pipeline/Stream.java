package io.colonnade.engine.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * One way into a pipeline's sink: a source and the streaming operators behind it. Built by the
 * compiler, then run by a few tasks that share the source.
 */
public final class Stream {
    private final Source source;
    private final int sourceNode;
    private final List<StageFactory> stages = new ArrayList<>();
    private final List<Completion> dependencies = new ArrayList<>();
    private final Completion done = new Completion();
    private Pipeline pipeline;

    /** Tasks that have not ended; guarded by the run. */
    private int remainingTasks;

    public Stream(Source source, int sourceNode) {
        this.source = source;
        this.sourceNode = sourceNode;
    }

    public Stream then(StageFactory stage) {
        stages.add(stage);
        return this;
    }

    /** Makes the stream start only after this. */
    public Stream after(Completion completion) {
        dependencies.add(completion);
        return this;
    }

    public List<Completion> dependencies() {
        return dependencies;
    }

    void endsIn(Pipeline target) {
        pipeline = target;
    }

    Source source() {
        return source;
    }

    int sourceNode() {
        return sourceNode;
    }

    List<StageFactory> stages() {
        return stages;
    }

    public Completion done() {
        return done;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** Lets go of what only this stream's tasks used. */
    void release() {
        source.ended();
        stages.forEach(StageFactory::ended);
    }

    boolean isReady() {
        for (Completion dependency : dependencies) {
            if (!dependency.isDone()) {
                return false;
            }
        }
        return true;
    }

    boolean isExhausted() {
        for (StageFactory stage : stages) {
            if (stage.exhausted()) {
                return true;
            }
        }
        return false;
    }

    void startTasks(int count) {
        remainingTasks = count;
    }

    /** Whether that was the last one. */
    boolean endTask() {
        return --remainingTasks == 0;
    }
}
