package io.colonnade.cli;

import io.colonnade.compute.node.ComputeConfig;
import io.colonnade.compute.node.ComputeNode;
import io.colonnade.compute.node.NodeConnections;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.query.ComputeCluster;
import io.colonnade.rpc.Failures;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.StatusReply;
import io.colonnade.rpc.StatusRequest;
import io.colonnade.storage.object.BucketIdentity;
import io.colonnade.storage.object.ObjectStore;
import io.grpc.stub.StreamObserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The compute nodes that a leader works with: one in this process, or some in others. Made and
 * closed by the thread that wires the server.
 *
 * @param queryMemoryBytes what queries may use on each node
 */
record ComputeNodes(ComputeCluster cluster, long queryMemoryBytes, Runnable stop)
        implements AutoCloseable {
    /** The one node of a process that is leader and node. */
    static final int EMBEDDED_NODE_ID = 1;

    /** A node answers this at once or is not there. */
    private static final int STATUS_SECONDS = 10;

    static ComputeNodes embedded(ComputeConfig config, ObjectStore objects) {
        ComputeNode node = new ComputeNode(config, objects);
        Node self = Node.newBuilder().setId(config.nodeId()).setSlices(config.slices()).build();
        ComputeCluster cluster = new ComputeCluster(List.of(new ComputeCluster.Member(self, node)));
        return new ComputeNodes(cluster, node.queryMemoryBytes(), node::close);
    }

    /**
     * Asks every node for its id and slices; one that does not answer ends the start, and so does
     * one of another bucket.
     */
    static ComputeNodes remote(List<NodeAddress> addresses, BucketIdentity bucket) {
        NodeConnections connections = new NodeConnections();
        try {
            return connect(addresses, bucket, connections);
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    private static ComputeNodes connect(
            List<NodeAddress> addresses, BucketIdentity bucket, NodeConnections connections) {
        List<CompletableFuture<StatusReply>> answers = new ArrayList<>();
        for (NodeAddress address : addresses) {
            Answer answer = new Answer();
            connections.service(node(address)).status(StatusRequest.getDefaultInstance(), answer);
            answers.add(answer.reply.orTimeout(STATUS_SECONDS, TimeUnit.SECONDS));
        }
        List<ComputeCluster.Member> members = new ArrayList<>();
        Map<Integer, NodeAddress> byId = new HashMap<>();
        long memory = Long.MAX_VALUE;
        for (int i = 0; i < answers.size(); i++) {
            NodeAddress address = addresses.get(i);
            StatusReply status = await(answers.get(i), address);
            checkBucket(address, status, bucket);
            NodeAddress twin = byId.put(status.getNodeId(), address);
            if (twin != null) {
                throw new ColonnadeException(
                        ErrorCode.CONFIG_FILE_ERROR,
                        "compute nodes "
                                + twin
                                + " and "
                                + address
                                + " both have id "
                                + status.getNodeId());
            }
            Node node =
                    node(address).toBuilder()
                            .setId(status.getNodeId())
                            .setSlices(status.getSlices())
                            .build();
            members.add(new ComputeCluster.Member(node, connections.service(node)));
            memory = Math.min(memory, status.getMemoryLimitBytes());
        }
        // Who owns which slice must not depend on the order of the options.
        members.sort((a, b) -> Integer.compare(a.node().getId(), b.node().getId()));
        return new ComputeNodes(new ComputeCluster(members), memory, connections::close);
    }

    private static void checkBucket(
            NodeAddress address, StatusReply status, BucketIdentity bucket) {
        if (!status.getWarehouseId().equals(bucket.id())) {
            throw new ColonnadeException(
                            ErrorCode.CONFIG_FILE_ERROR,
                            "compute node " + address + " uses another bucket than this server")
                    .detail(
                            "It sees warehouse "
                                    + status.getWarehouseId()
                                    + ", this server sees "
                                    + bucket.id()
                                    + ".")
                    .hint("Start it with the same --store.");
        }
    }

    private static Node node(NodeAddress address) {
        return Node.newBuilder().setHost(address.host()).setPort(address.port()).build();
    }

    private static StatusReply await(CompletableFuture<StatusReply> answer, NodeAddress address) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            String reason =
                    cause instanceof java.util.concurrent.TimeoutException
                            ? "no answer within " + STATUS_SECONDS + " s"
                            : Failures.fromThrowable(cause).getMessage();
            throw new ColonnadeException(
                            ErrorCode.NODE_UNAVAILABLE,
                            "cannot reach compute node " + address + ": " + reason,
                            cause)
                    .hint("Start it with colonnade compute.");
        }
    }

    /** A status call's end. */
    private static final class Answer implements StreamObserver<StatusReply> {
        private final CompletableFuture<StatusReply> reply = new CompletableFuture<>();

        @Override
        public void onNext(StatusReply value) {
            reply.complete(value);
        }

        @Override
        public void onError(Throwable error) {
            reply.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            // The reply came with onNext.
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
