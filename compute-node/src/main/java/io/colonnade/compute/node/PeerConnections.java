package io.colonnade.compute.node;

import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.RemoteCompute;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Channels to the other nodes, opened when first needed and kept. Thread-safe. */
final class PeerConnections implements AutoCloseable {
    /** HTTP/2 window: several 1 MB frames under way, see ComputeServer. */
    private static final int FLOW_CONTROL_BYTES = 8 << 20;

    private record Address(String host, int port) {}

    private final Map<Address, ManagedChannel> channels = new ConcurrentHashMap<>();

    ComputeGrpc.AsyncService service(Node node) {
        return new RemoteCompute(
                channels.computeIfAbsent(
                        new Address(node.getHost(), node.getPort()), PeerConnections::open));
    }

    private static ManagedChannel open(Address address) {
        return NettyChannelBuilder.forAddress(address.host, address.port)
                .usePlaintext()
                .flowControlWindow(FLOW_CONTROL_BYTES)
                .maxInboundMessageSize(ComputeServer.MAX_MESSAGE_BYTES)
                .build();
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
