package io.colonnade.rpc;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * A compute node in another process, behind the interface that a node in this process has. Callers
 * pass a {@link ServerCallStreamObserver} and get back-pressure and cancel as a server would.
 * Thread-safe; the channel is the caller's.
 */
public final class RemoteCompute implements ComputeGrpc.AsyncService {
    /** Replies that may be under way before the receiver asks for more. */
    private static final int WINDOW_REPLIES = 4;

    private final ManagedChannel channel;
    private final ComputeGrpc.ComputeStub stub;

    public RemoteCompute(ManagedChannel channel) {
        this.channel = channel;
        this.stub = ComputeGrpc.newStub(channel);
    }

    @Override
    public void execute(ExecuteRequest request, StreamObserver<ExecuteReply> observer) {
        reconnect();
        Relay relay = new Relay((ServerCallStreamObserver<ExecuteReply>) observer);
        stub.execute(request, relay);
        relay.started();
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<CancelReply> observer) {
        stub.cancel(request, observer);
    }

    @Override
    public StreamObserver<ExchangeFrame> exchange(StreamObserver<ExchangeCredit> observer) {
        reconnect();
        return stub.exchange(observer);
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusReply> observer) {
        reconnect();
        stub.status(request, observer);
    }

    @Override
    public void blocks(BlocksRequest request, StreamObserver<BlocksReply> observer) {
        reconnect();
        stub.blocks(request, observer);
    }

    @Override
    public void forget(ForgetRequest request, StreamObserver<ForgetReply> observer) {
        stub.forget(request, observer);
    }

    /**
     * A channel that could not connect waits longer and longer before it tries again and fails
     * every call meanwhile; who calls now has a reason to try now.
     */
    private void reconnect() {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.enterIdle();
        }
    }

    /**
     * Passes replies on, and asks the sender for more only while the receiver is ready. A cancel
     * waits for the call's start: gRPC refuses to start a call that was canceled before.
     */
    private static final class Relay
            implements ClientResponseObserver<ExecuteRequest, ExecuteReply> {
        private final ServerCallStreamObserver<ExecuteReply> target;
        private ClientCallStreamObserver<ExecuteRequest> call;
        // Guarded by this: replies taken that were not yet asked for again.
        private int owed;

        // Guarded by this.
        private boolean started;

        // Guarded by this: the receiver wants no more.
        private boolean canceled;

        Relay(ServerCallStreamObserver<ExecuteReply> target) {
            this.target = target;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ExecuteRequest> started) {
            call = started;
            call.disableAutoRequestWithInitial(WINDOW_REPLIES);
            target.setOnCancelHandler(this::cancel);
            target.setOnReadyHandler(this::askAgain);
        }

        private void cancel() {
            synchronized (this) {
                canceled = true;
            }
            cancelIfStarted();
        }

        void started() {
            synchronized (this) {
                started = true;
            }
            cancelIfStarted();
        }

        private void cancelIfStarted() {
            boolean now;
            synchronized (this) {
                now = started && canceled;
            }
            if (now) {
                call.cancel("canceled by the receiver", null);
            }
        }

        @Override
        public void onNext(ExecuteReply reply) {
            synchronized (this) {
                owed++;
            }
            target.onNext(reply);
            askAgain();
        }

        private void askAgain() {
            int replies = 0;
            synchronized (this) {
                if (target.isReady()) {
                    replies = owed;
                    owed = 0;
                }
            }
            if (replies > 0) {
                call.request(replies);
            }
        }

        @Override
        public void onError(Throwable error) {
            target.onError(error);
        }

        @Override
        public void onCompleted() {
            target.onCompleted();
        }
    }
}
