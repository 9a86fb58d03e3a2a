package io.colonnade.leader.query;

import io.colonnade.rpc.ExecuteReply;
import io.colonnade.rpc.Node;
import io.grpc.stub.ServerCallStreamObserver;

/**
 * The leader's end of one node's reply stream, in the shape that a compute node writes to, so that
 * a node in this process needs no transport in between. Thread-safe.
 */
final class NodeReplies extends ServerCallStreamObserver<ExecuteReply> {
    private final RunningQuery query;
    private final Node node;
    private volatile boolean canceled;
    private volatile Runnable onReady = () -> {};
    private volatile Runnable onCancel = () -> {};

    NodeReplies(RunningQuery query, Node node) {
        this.query = query;
        this.node = node;
    }

    /** Tells the node to stop. */
    void cancel() {
        if (!canceled) {
            canceled = true;
            onCancel.run();
        }
    }

    /** Tells the node that there is room again. */
    void ready() {
        onReady.run();
    }

    @Override
    public void onNext(ExecuteReply reply) {
        query.received(reply);
    }

    @Override
    public void onError(Throwable error) {
        query.nodeFailed(node, error);
    }

    @Override
    public void onCompleted() {
        query.nodeCompleted(node.getId());
    }

    @Override
    public boolean isCancelled() {
        return canceled;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        onCancel = handler;
        if (canceled) {
            handler.run();
        }
    }

    @Override
    public boolean isReady() {
        return query.hasRoom();
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        onReady = handler;
    }

    @Override
    public void setCompression(String compression) {
        // In-process and loopback: never compressed.
    }

    @Override
    public void setMessageCompression(boolean enable) {
        // In-process and loopback: never compressed.
    }

    @Override
    public void disableAutoInboundFlowControl() {
        // The request is one message; there is no inbound flow.
    }

    @Override
    public void request(int count) {
        // The request is one message; there is no inbound flow.
    }
}
