package io.colonnade.compute.exchange;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;

import java.util.concurrent.CompletableFuture;

/** The sender's own node as a receiver: batches go straight to its inbound exchange. */
final class LocalDestination implements Destination {
    private final InboundExchange exchange;
    private final int nodeId;
    private final SendWindow window = new SendWindow(WINDOW_BYTES);

    LocalDestination(InboundExchange exchange, int nodeId) {
        this.exchange = exchange;
        this.nodeId = nodeId;
    }

    @Override
    public void send(ByteString batch) {
        window.sent(batch.size());
        exchange.offer(batch, window::acknowledged);
    }

    @Override
    public CompletableFuture<?> writable() {
        return window.writable();
    }

    @Override
    public void finish() {
        exchange.senderFinished(nodeId);
    }

    @Override
    public void fail(ColonnadeException error) {
        window.fail(error);
        exchange.fail(error);
    }
}
