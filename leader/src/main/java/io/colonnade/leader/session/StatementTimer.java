package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Cancels statements that run longer than statement_timeout. One thread for the whole server. */
final class StatementTimer implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    StatementTimer() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("statement-timer").daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Cancels the statement after that time unless the future is canceled before; null for 0. */
    Future<?> start(Cancellation cancellation, long timeoutMillis) {
        if (timeoutMillis <= 0) {
            return null;
        }
        return executor.schedule(
                () ->
                        cancellation.cancel(
                                new ColonnadeException(
                                        ErrorCode.QUERY_CANCELED,
                                        "canceling statement due to statement timeout")),
                timeoutMillis,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
