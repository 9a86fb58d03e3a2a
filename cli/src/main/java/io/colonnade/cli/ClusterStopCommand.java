package io.colonnade.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Stops the processes of a cluster and no others. */
@Command(name = "stop", description = "Stop the cluster's processes; its data stays.")
final class ClusterStopCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            description = "Folder of the cluster (default: ${DEFAULT-VALUE}).",
            defaultValue = ClusterCommand.DEFAULT_DATA,
            paramLabel = "DIR")
    private Path data;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        int stopped = ClusterProcess.stopAll(data);
        spec.commandLine()
                .getOut()
                .println(
                        stopped == 0
                                ? "colonnade: no process of the cluster in " + data + " runs"
                                : "colonnade: stopped " + stopped + " processes");
        return 0;
    }
}
