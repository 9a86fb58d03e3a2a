package io.colonnade.compute.node;

import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.RemoteCompute;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Channels to compute nodes in other processes, opened when first needed and kept: a leader's to
 * its nodes, a node's to its peers. Thread-safe.
 */
public final class NodeConnections implements AutoCloseable {
    /** HTTP/2 window: several 1 MB frames under way, see ComputeServer. */
    private static final int FLOW_CONTROL_BYTES = 8 << 20;

    /** A machine that vanished without a word is noticed after both together. */
    private static final int KEEP_ALIVE_SECONDS = 10;

    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 5;

    private record Address(String host, int port) {}

    private final Map<Address, ManagedChannel> channels = new ConcurrentHashMap<>();

    /** The service of the node at this host and port; connects with the first call. */
    public ComputeGrpc.AsyncService service(Node node) {
        return new RemoteCompute(
                channels.computeIfAbsent(
                        new Address(node.getHost(), node.getPort()), NodeConnections::open));
    }

    private static ManagedChannel open(Address address) {
        return NettyChannelBuilder.forAddress(address.host, address.port)
                .usePlaintext()
                .flowControlWindow(FLOW_CONTROL_BYTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(ComputeServer.MAX_MESSAGE_BYTES)
                .build();
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
