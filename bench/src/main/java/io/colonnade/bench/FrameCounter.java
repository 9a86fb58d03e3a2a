package io.colonnade.bench;

import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.ExchangeCredit;
import io.colonnade.rpc.ExchangeFrame;
import io.grpc.stub.StreamObserver;

/** A compute node that takes frames of exchanges, gives back credit, and does nothing else. */
public final class FrameCounter implements ComputeGrpc.AsyncService {
    @Override
    public StreamObserver<ExchangeFrame> exchange(StreamObserver<ExchangeCredit> credits) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ExchangeFrame frame) {
                credits.onNext(
                        ExchangeCredit.newBuilder().setBytes(frame.getBatch().size()).build());
            }

            @Override
            public void onError(Throwable error) {
                // The sender is gone.
            }

            @Override
            public void onCompleted() {
                credits.onCompleted();
            }
        };
    }
}
