package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;

/**
 * A whole warehouse in this process: leader and one compute node over a bucket in a folder. Made,
 * started and closed by one thread; serves on threads of its own in between.
 */
public final class EmbeddedServer implements AutoCloseable {
    private final ServerConfig config;
    private DataDirectory directory;
    private Running running;

    public EmbeddedServer(ServerConfig config) {
        this.config = config;
    }

    /** Returns when the port accepts connections; throws if it cannot be had. */
    public void start() {
        directory = DataDirectory.open(config.data());
        try {
            running = wire();
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** The port that it listens on, also when the configuration left the choice open. */
    public int port() {
        return running.port();
    }

    public String listen() {
        return config.listen();
    }

    /** Ends sessions and stops; what was acknowledged is in the bucket already. */
    @Override
    public void close() {
        if (running == null) {
            return;
        }
        running.stop().run();
        running = null;
        directory.close();
    }

    /** What {@link #wire} started: the port that was bound, and how to stop everything. */
    private record Running(int port, Runnable stop) {}

    private Running wire() {
        throw ColonnadeException.notSupported("the embedded server");
    }
}
