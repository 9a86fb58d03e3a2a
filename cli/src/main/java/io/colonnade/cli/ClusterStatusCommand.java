package io.colonnade.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Shows the processes of a cluster. */
@Command(
        name = "status",
        description = "Show the cluster's processes.",
        footer = {"", "Exit status 1 unless all of them run."})
final class ClusterStatusCommand implements Callable<Integer> {
    @Mixin private ClusterFolder cluster;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<ClusterProcess> processes = ClusterProcess.all(cluster.path());
        if (processes.isEmpty()) {
            out.println("colonnade: no cluster was started in " + cluster.path());
            return 1;
        }
        boolean complete = true;
        for (ClusterProcess process : processes) {
            boolean running = process.handle().isPresent();
            complete &= running;
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%-8s pid %-8d 127.0.0.1:%-6d %s",
                            process.name(),
                            process.pid(),
                            process.port(),
                            running ? "running" : "not running, see " + process.log()));
        }
        out.flush();
        return complete ? 0 : 1;
    }
}
