package io.colonnade.compute.exchange;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;

import java.util.concurrent.CompletableFuture;

/** One receiving node of an exchange, as its sender sees it. Thread-safe. */
interface Destination {
    /** Bytes that may be under way to one receiver: enough to hide a round trip at 1 GB/s. */
    long WINDOW_BYTES = 8L << 20;

    void send(ByteString batch);

    /** Null while the window is open, else completes when it opens or the receiver is gone. */
    CompletableFuture<?> writable();

    /** No more batches. */
    void finish();

    /** Ends the exchange with a failure that the receiver will see. */
    void fail(ColonnadeException error);
}
