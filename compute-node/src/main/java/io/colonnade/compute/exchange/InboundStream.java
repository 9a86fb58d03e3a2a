package io.colonnade.compute.exchange;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.rpc.ExchangeCredit;
import io.colonnade.rpc.ExchangeFrame;
import io.colonnade.rpc.Failures;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * One sender's stream of one exchange: brings frames to the exchange and credits back. Frames come
 * from one thread at a time, credits from all workers that read.
 */
final class InboundStream implements StreamObserver<ExchangeFrame> {
    private final ExchangeHub hub;

    // Guarded by itself: an observer takes one call at a time.
    private final StreamObserver<ExchangeCredit> credits;

    // Guarded by credits: the sender is gone or has sent all; it needs no credit.
    private boolean closed;

    // The stream's thread only.
    private InboundExchange exchange;
    private int senderNodeId;
    private boolean finished;

    InboundStream(ExchangeHub hub, StreamObserver<ExchangeCredit> credits) {
        this.hub = hub;
        this.credits = credits;
        if (credits instanceof ServerCallStreamObserver<ExchangeCredit> call) {
            // Without a handler, a credit for a sender that is gone would throw.
            call.setOnCancelHandler(this::closeCredits);
        }
    }

    private void closeCredits() {
        synchronized (credits) {
            closed = true;
        }
    }

    @Override
    public void onNext(ExchangeFrame frame) {
        exchange = hub.inbound(frame.getQueryId(), frame.getExchangeId());
        senderNodeId = frame.getSenderNodeId();
        if (frame.hasFailure()) {
            exchange.fail(Failures.fromProto(frame.getFailure()));
            finished = true;
        } else if (frame.getLast()) {
            exchange.senderFinished(senderNodeId);
            finished = true;
        } else {
            exchange.offer(frame.getBatch(), this::grant);
        }
    }

    private void grant(int bytes) {
        synchronized (credits) {
            if (!closed) {
                credits.onNext(ExchangeCredit.newBuilder().setBytes(bytes).build());
            }
        }
    }

    @Override
    public void onError(Throwable error) {
        closeCredits();
        if (exchange != null && !finished) {
            exchange.fail(
                    new ColonnadeException(
                                    ErrorCode.NODE_UNAVAILABLE,
                                    "compute node "
                                            + senderNodeId
                                            + " stopped in the middle of a query",
                                    error)
                            .hint("Nothing was changed. Run the statement again."));
        }
    }

    @Override
    public void onCompleted() {
        synchronized (credits) {
            if (!closed) {
                closed = true;
                credits.onCompleted();
            }
        }
    }
}
