package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.bench.FrameCounter;
import io.colonnade.bench.FrameLoad;
import io.colonnade.compute.node.ComputeServer;
import io.colonnade.compute.node.NodeConnections;
import io.colonnade.rpc.Node;

import org.junit.jupiter.api.Test;

/** Frames arrive and are acknowledged, and a receiver that is not there is an error. */
class BenchExchangeTest {
    private static final String HOST = ServerConfig.DEFAULT_LISTEN;

    @Test
    void framesArrive() throws InterruptedException {
        Node node;
        try (ComputeServer server = new ComputeServer(new FrameCounter(), HOST, 0)) {
            node = Node.newBuilder().setHost(HOST).setPort(server.port()).build();
            try (NodeConnections connections = new NodeConnections()) {
                FrameLoad load = new FrameLoad(connections.service(node));
                assertTrue(load.run(2, 128 << 10, 32 << 20) > 0);
            }
        }
        try (NodeConnections connections = new NodeConnections()) {
            FrameLoad load = new FrameLoad(connections.service(node));
            assertThrows(IllegalStateException.class, () -> load.run(1, 1 << 10, 1 << 20));
        }
    }
}
