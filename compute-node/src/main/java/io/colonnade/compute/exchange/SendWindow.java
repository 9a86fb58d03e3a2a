package io.colonnade.compute.exchange;

import io.colonnade.error.ColonnadeException;

import java.util.concurrent.CompletableFuture;

/** Counts the bytes under way to one receiver. Thread-safe. */
final class SendWindow {
    private final long limitBytes;

    // Guarded by this.
    private long underWay;
    private CompletableFuture<Void> opened;
    private ColonnadeException failure;

    SendWindow(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    synchronized void sent(int bytes) {
        if (failure != null) {
            throw failure;
        }
        underWay += bytes;
    }

    void acknowledged(long bytes) {
        CompletableFuture<Void> wake = null;
        synchronized (this) {
            underWay -= bytes;
            if (underWay < limitBytes) {
                wake = opened;
                opened = null;
            }
        }
        complete(wake);
    }

    /** From now on every send fails with this; waiters wake up to see it. */
    void fail(ColonnadeException error) {
        CompletableFuture<Void> wake;
        synchronized (this) {
            if (failure == null) {
                failure = error;
            }
            wake = opened;
            opened = null;
        }
        complete(wake);
    }

    private static void complete(CompletableFuture<Void> future) {
        if (future != null) {
            future.complete(null);
        }
    }

    synchronized CompletableFuture<?> writable() {
        if (failure != null || underWay < limitBytes) {
            return null;
        }
        if (opened == null) {
            opened = new CompletableFuture<>();
        }
        return opened;
    }
}
