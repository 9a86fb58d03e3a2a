package io.colonnade.engine.pipeline;

/** Something of a run that others wait for. Guarded by the run. */
public final class Completion {
    private boolean done;

    boolean isDone() {
        return done;
    }

    void complete() {
        done = true;
    }
}
