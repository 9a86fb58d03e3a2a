package io.colonnade.cli;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** The options that name a server which runs already. Filled by picocli. */
final class RunningServer {
    @Option(
            names = "--host",
            description = "Use the server that runs on this host.",
            paramLabel = "HOST")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--port",
            description = "Port of that server (default: ${DEFAULT-VALUE}).",
            paramLabel = "PORT",
            defaultValue = "5439")
    private int port;

    boolean isGiven() {
        return host.isPresent();
    }

    /** Measures the server that the user named, or else one that is started for it. */
    int orStarted(ServerConfig config, BenchTarget.Measurement measurement)
            throws IOException, SQLException, InterruptedException {
        if (host.isPresent()) {
            return measurement.measure(
                    new ServerAddress(
                            host.get(),
                            port,
                            ServerAddress.DEFAULT_DATABASE,
                            ServerAddress.DEFAULT_USER));
        }
        try (EmbeddedServer server = new EmbeddedServer(config)) {
            server.start();
            server.startWarmUp();
            return measurement.measure(ServerAddress.of(server));
        }
    }
}
