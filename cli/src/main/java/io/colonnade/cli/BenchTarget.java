package io.colonnade.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * What a benchmark measures: a server that runs, or one that it starts over a bucket in its folder.
 * Filled by picocli.
 */
final class BenchTarget {
    static final String DEFAULT_DATA = "${sys:user.home}/.colonnade/bench";

    @Option(
            names = "--data",
            description = "Folder for the bucket (default: ${DEFAULT-VALUE}).",
            paramLabel = "DIR",
            defaultValue = DEFAULT_DATA)
    private Path data;

    @Mixin private RunningServer running;

    /** A measurement of the server at an address; gives the exit status. */
    interface Measurement {
        int measure(ServerAddress address) throws IOException, SQLException, InterruptedException;
    }

    Path data() {
        return data;
    }

    /** Measures the server that the user named, or else one that is started for it. */
    int measure(ServerConfig config, Measurement measurement)
            throws IOException, SQLException, InterruptedException {
        return running.orStarted(config, measurement);
    }
}
