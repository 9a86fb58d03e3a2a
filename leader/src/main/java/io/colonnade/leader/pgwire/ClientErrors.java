package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.ErrorKind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become what a client may see. Stacks go to the log only. */
final class ClientErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ClientErrors.class);

    private ClientErrors() {}

    static ColonnadeException of(Throwable failure, int processId) {
        return switch (failure) {
            case ColonnadeException error -> {
                if (error.code().kind() == ErrorKind.INTERNAL) {
                    LOG.error("internal error in session {}", processId, error);
                }
                yield error;
            }
            case StackOverflowError error ->
                    new ColonnadeException(
                                    ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                            .hint("Nest fewer expressions or subqueries.");
            case OutOfMemoryError error -> {
                LOG.error("out of memory in session {}", processId, error);
                yield new ColonnadeException(ErrorCode.OUT_OF_MEMORY, "out of memory");
            }
            default -> {
                LOG.error("internal error in session {}", processId, failure);
                yield new ColonnadeException(ErrorCode.INTERNAL_ERROR, "internal error")
                        .detail(failure.getClass().getSimpleName())
                        .hint("The server's log has more under session " + processId + ".");
            }
        };
    }
}
