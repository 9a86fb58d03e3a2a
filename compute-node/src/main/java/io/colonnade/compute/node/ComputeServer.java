package io.colonnade.compute.node;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.rpc.ComputeGrpc;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Offers a compute node's service over gRPC, for clusters of several processes. */
public final class ComputeServer implements AutoCloseable {
    /** Plans with inline rows stay below this; batches do anyway, see BatchFrames. */
    public static final int MAX_MESSAGE_BYTES = 64 << 20;

    /** HTTP/2 window: several 1 MB frames under way hide a round trip at loopback speed. */
    private static final int FLOW_CONTROL_BYTES = 8 << 20;

    /** Below what callers do, see NodeConnections; more frequent pings are taken for an attack. */
    private static final int MIN_KEEP_ALIVE_SECONDS = 5;

    private final Server server;

    // Never shut down: its threads end by themselves, and Netty hands over callbacks to the last.
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /** Starts to listen; port 0 takes a free one. */
    public ComputeServer(ComputeGrpc.AsyncService node, String host, int port) {
        try {
            server =
                    NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
                            .executor(calls)
                            .flowControlWindow(FLOW_CONTROL_BYTES)
                            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                            .permitKeepAliveTime(MIN_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                            .addService(ComputeGrpc.bindService(node))
                            .build()
                            .start();
        } catch (IOException e) {
            throw new ColonnadeException(
                            ErrorCode.CANNOT_CONNECT_NOW,
                            "cannot listen on " + host + ":" + port + ": " + e.getMessage(),
                            e)
                    .hint("Choose another port, or stop the process that uses it.");
        }
    }

    public int port() {
        return server.getPort();
    }

    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
