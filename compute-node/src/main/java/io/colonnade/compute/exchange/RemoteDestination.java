package io.colonnade.compute.exchange;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.ExchangeCredit;
import io.colonnade.rpc.ExchangeFrame;
import io.colonnade.rpc.Failures;
import io.colonnade.rpc.Node;
import io.grpc.stub.StreamObserver;

import java.util.concurrent.CompletableFuture;

/** Another node as a receiver: one Exchange stream, opened with the first frame. */
final class RemoteDestination implements Destination {
    private final ComputeGrpc.AsyncService peer;
    private final Node receiver;
    private final long queryId;
    private final int exchangeId;
    private final int nodeId;
    private final SendWindow window = new SendWindow(WINDOW_BYTES);

    // Guarded by this: gRPC observers take one call at a time.
    private StreamObserver<ExchangeFrame> stream;
    private boolean ended;

    RemoteDestination(
            ComputeGrpc.AsyncService peer,
            Node receiver,
            long queryId,
            int exchangeId,
            int senderNodeId) {
        this.peer = peer;
        this.receiver = receiver;
        this.queryId = queryId;
        this.exchangeId = exchangeId;
        this.nodeId = senderNodeId;
    }

    @Override
    public void send(ByteString batch) {
        window.sent(batch.size());
        write(frame().setBatch(batch).build(), false);
    }

    @Override
    public CompletableFuture<?> writable() {
        return window.writable();
    }

    @Override
    public void finish() {
        write(frame().setLast(true).build(), true);
    }

    @Override
    public void fail(ColonnadeException error) {
        window.fail(error);
        write(frame().setFailure(Failures.toProto(error, nodeId)).build(), true);
    }

    private ExchangeFrame.Builder frame() {
        return ExchangeFrame.newBuilder()
                .setQueryId(queryId)
                .setExchangeId(exchangeId)
                .setSenderNodeId(nodeId);
    }

    private synchronized void write(ExchangeFrame frame, boolean last) {
        if (ended) {
            return;
        }
        if (stream == null) {
            stream = peer.exchange(new Credits());
        }
        stream.onNext(frame);
        if (last) {
            ended = true;
            stream.onCompleted();
        }
    }

    private final class Credits implements StreamObserver<ExchangeCredit> {
        @Override
        public void onNext(ExchangeCredit credit) {
            window.acknowledged(credit.getBytes());
        }

        @Override
        public void onError(Throwable error) {
            window.fail(Failures.fromCall(error, receiver));
        }

        @Override
        public void onCompleted() {
            // The receiver has seen our last frame.
        }
    }
}
