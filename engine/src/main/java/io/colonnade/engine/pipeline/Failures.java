package io.colonnade.engine.pipeline;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

/** The one place where the engine turns whatever was thrown into an error with a code. */
public final class Failures {
    private Failures() {}

    public static ColonnadeException translate(Throwable thrown) {
        return switch (thrown) {
            case ColonnadeException known -> known;
            case OutOfMemoryError memory ->
                    new ColonnadeException(
                                    ErrorCode.OUT_OF_MEMORY, "the node is out of memory", memory)
                            .hint("lower the queues' memory shares or give the node a larger heap");
            default ->
                    new ColonnadeException(
                            ErrorCode.INTERNAL_ERROR, "query execution failed: " + thrown, thrown);
        };
    }
}
