package io.colonnade.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The folder of a cluster, for the commands about one. Filled by picocli. */
final class ClusterFolder {
    @Option(
            names = "--data",
            description = "Folder for everything of the cluster (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:user.home}/.colonnade/cluster",
            paramLabel = "DIR")
    private Path path;

    Path path() {
        return path;
    }
}
