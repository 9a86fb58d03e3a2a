package io.colonnade.engine.pipeline;

/** A streaming operator of a pipeline; shared by all workers, each opens a stage of its own. */
public interface StageFactory {
    /** Thread-safe. */
    Stage open();

    /** Plan node that the stage's rows and time are counted under. */
    int nodeId();

    /** Called once per stream that it is part of, when the stream's last task has ended. */
    default void ended() {}

    /** Whether no input is of use any more (a limit that is reached); the pipeline then ends. */
    default boolean exhausted() {
        return false;
    }
}
