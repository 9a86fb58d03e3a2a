package io.colonnade.cli;

import io.colonnade.storage.garbage.GarbagePolicy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A server that keeps no garbage for any time and has no work in the background, as a process of
 * its own for tests: with a folder, a configuration file and, if there is one, the URL of a bucket
 * as arguments.
 */
final class HastyServer {
    private static final GarbagePolicy AT_ONCE = new GarbagePolicy(0, 0, 0, 0);

    private HastyServer() {}

    /** Serves until it is told to stop. */
    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch stop = StopSignal.latch();
        ServerConfig config =
                new ServerConfig(
                        Path.of(arguments[0]),
                        arguments.length > 2
                                ? Optional.of(StoreLocation.of(arguments[2]))
                                : Optional.empty(),
                        ServerConfig.DEFAULT_LISTEN,
                        0,
                        ServerConfig.DEFAULT_SLICES,
                        List.of(),
                        Optional.of(Path.of(arguments[1])));
        try (EmbeddedServer server = new EmbeddedServer(config, Optional.of(AT_ONCE))) {
            server.start();
            System.out.println("ready on " + server.listen() + ":" + server.port());
            stop.await();
        }
    }
}
