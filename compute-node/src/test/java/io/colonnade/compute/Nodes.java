package io.colonnade.compute;

import io.colonnade.compute.node.ComputeConfig;
import io.colonnade.compute.node.ComputeNode;
import io.colonnade.compute.node.ComputeServer;
import io.colonnade.plan.Fragment;
import io.colonnade.rpc.ExecuteRequest;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.StatusReply;
import io.colonnade.rpc.StatusRequest;
import io.colonnade.rpc.Topology;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.vector.Hashing;
import io.grpc.stub.StreamObserver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Some compute nodes of one test that reach each other over gRPC on loopback. */
public final class Nodes implements AutoCloseable {
    public static final long MEMORY_BYTES = 64L << 20;

    private final ObjectStore objects;
    private final List<ComputeNode> nodes = new ArrayList<>();
    private final List<ComputeServer> servers = new ArrayList<>();
    private final Topology topology;
    private long nextQueryId = 1;

    public Nodes(Path folder, int count, int workers) {
        objects = new DirectoryObjectStore(folder.resolve("store"));
        List<Node> members = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            ComputeConfig config =
                    new ComputeConfig(
                            id, 1, workers, MEMORY_BYTES, MEMORY_BYTES, folder.resolve("spill"));
            ComputeNode node = new ComputeNode(config, objects);
            nodes.add(node);
            ComputeServer server = new ComputeServer(node, "127.0.0.1", 0);
            servers.add(server);
            members.add(
                    Node.newBuilder()
                            .setId(id)
                            .setHost("127.0.0.1")
                            .setPort(server.port())
                            .setSlices(1)
                            .build());
        }
        topology = topology(members);
    }

    /** Buckets in equal shares to the slices of the nodes. */
    public static Topology topology(List<Node> members) {
        Topology.Builder topology = Topology.newBuilder().setVersion(1).addAllNodes(members);
        int slices = members.stream().mapToInt(Node::getSlices).sum();
        for (int bucket = 0; bucket < Hashing.BUCKETS; bucket++) {
            topology.addBucketSlice(bucket * slices / Hashing.BUCKETS);
        }
        return topology.build();
    }

    public ComputeNode node(int id) {
        return nodes.get(id - 1);
    }

    public ObjectStore objects() {
        return objects;
    }

    /** A request for one node; query ids count up with {@link #newQuery}. */
    public ExecuteRequest.Builder request(int nodeId, Fragment... fragments) {
        return ExecuteRequest.newBuilder()
                .setQueryId(nextQueryId)
                .setNodeId(nodeId)
                .setCoordinatorNodeId(1)
                .setTopology(topology)
                .setMemoryLimitBytes(MEMORY_BYTES)
                .addAllFragments(List.of(fragments));
    }

    public long newQuery() {
        return ++nextQueryId;
    }

    /** Starts a query on all nodes; replies by node. */
    public List<Replies> run(UnaryOperator<ExecuteRequest.Builder> change, Fragment... fragments) {
        newQuery();
        List<Replies> replies = new ArrayList<>();
        for (int id = 1; id <= nodes.size(); id++) {
            Replies own = new Replies();
            replies.add(own);
            node(id).execute(change.apply(request(id, fragments)).build(), own);
        }
        return replies;
    }

    public List<Replies> run(Fragment... fragments) {
        return run(request -> request, fragments);
    }

    public StatusReply status(int nodeId) {
        CompletableFuture<StatusReply> reply = new CompletableFuture<>();
        node(nodeId)
                .status(
                        StatusRequest.getDefaultInstance(),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(StatusReply value) {
                                reply.complete(value);
                            }

                            @Override
                            public void onError(Throwable error) {
                                reply.completeExceptionally(error);
                            }

                            @Override
                            public void onCompleted() {}
                        });
        return reply.join();
    }

    @Override
    public void close() {
        nodes.forEach(ComputeNode::close);
        servers.forEach(ComputeServer::close);
        objects.close();
    }
}
