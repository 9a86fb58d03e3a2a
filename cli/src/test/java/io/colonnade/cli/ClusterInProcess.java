package io.colonnade.cli;

import io.colonnade.compute.node.ComputeConfig;
import io.colonnade.compute.node.ComputeNode;
import io.colonnade.compute.node.ComputeServer;
import io.colonnade.storage.object.BucketIdentity;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Clock;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A leader and several compute nodes in this process that talk over gRPC on loopback, for tests of
 * what crosses between nodes. Started and closed by one thread.
 */
final class ClusterInProcess implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final long MEMORY_BYTES = 256L << 20;

    private final ObjectStore objects;
    private final List<ComputeNode> nodes = new ArrayList<>();
    private final List<ComputeServer> servers = new ArrayList<>();
    private final EmbeddedServer leader;

    /**
     * @param folder of the bucket and all local data; may hold what another cluster wrote
     * @param slices of each node
     */
    ClusterInProcess(Path folder, int... slices) {
        objects = new DirectoryObjectStore(folder.resolve("store"));
        BucketIdentity.claim(objects, Clock.system());
        List<NodeAddress> addresses = new ArrayList<>();
        for (int i = 0; i < slices.length; i++) {
            ComputeNode node =
                    new ComputeNode(
                            new ComputeConfig(
                                    i + 1,
                                    slices[i],
                                    WORKERS,
                                    MEMORY_BYTES,
                                    MEMORY_BYTES,
                                    folder.resolve("spill-" + i)),
                            objects);
            nodes.add(node);
            ComputeServer server = new ComputeServer(node, ServerConfig.DEFAULT_LISTEN, 0);
            servers.add(server);
            addresses.add(new NodeAddress(ServerConfig.DEFAULT_LISTEN, server.port()));
        }
        leader =
                new EmbeddedServer(
                        new ServerConfig(
                                folder.resolve("leader"),
                                Optional.of(StoreLocation.of(folder.resolve("store").toString())),
                                ServerConfig.DEFAULT_LISTEN,
                                0,
                                ServerConfig.DEFAULT_SLICES,
                                addresses,
                                Optional.empty()));
        leader.start();
    }

    /** A connection that never gets kept results. */
    Connection connect() throws SQLException {
        Connection connection = ServerAddress.of(leader).connect("test", false);
        TpchSteps.switchResultCacheOff(connection);
        return connection;
    }

    @Override
    public void close() {
        leader.close();
        nodes.forEach(ComputeNode::close);
        servers.forEach(ComputeServer::close);
        objects.close();
    }
}
