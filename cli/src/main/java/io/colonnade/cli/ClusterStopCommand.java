package io.colonnade.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Stops the processes of a cluster and no others. */
@Command(name = "stop", description = "Stop the cluster's processes; its data stays.")
final class ClusterStopCommand implements Callable<Integer> {
    @Mixin private ClusterFolder cluster;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        int stopped = ClusterProcess.stopAll(cluster.path());
        spec.commandLine()
                .getOut()
                .println(
                        stopped == 0
                                ? "colonnade: no process of the cluster in "
                                        + cluster.path()
                                        + " runs"
                                : "colonnade: stopped " + stopped + " processes");
        return 0;
    }
}
