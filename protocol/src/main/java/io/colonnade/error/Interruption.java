package io.colonnade.error;

/** Ends long computations whose thread was interrupted because nobody waits for them. Stateless. */
public final class Interruption {
    private Interruption() {}

    /** Fails if the current thread is interrupted; it stays so. */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new ColonnadeException(
                    ErrorCode.QUERY_CANCELED, "canceling statement that nobody waits for");
        }
    }
}
