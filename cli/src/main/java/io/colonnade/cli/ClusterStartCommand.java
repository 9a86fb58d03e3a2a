package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Starts the processes of a cluster on this machine and lets them run. */
@Command(
        name = "start",
        description =
                "Start a leader and compute nodes on this machine, and an S3 server if asked.",
        footer = {
            "",
            "They run until colonnade cluster stop. The same folder holds the same data."
        })
final class ClusterStartCommand implements Callable<Integer> {
    private static final int MOST_NODES = 32;
    private static final int STORE_HEAP_MEGABYTES = 512;
    private static final int LEADER_HEAP_MEGABYTES = 1024;
    private static final int MOST_NODE_HEAP_MEGABYTES = 3072;
    private static final int LEAST_NODE_HEAP_MEGABYTES = 512;

    @Option(
            names = "--nodes",
            description = "Compute nodes (default: ${DEFAULT-VALUE}).",
            defaultValue = "2",
            paramLabel = "N")
    private int nodes;

    @Option(
            names = "--store",
            description =
                    "Where the bucket is: dir, a folder, or s3, an S3 server of the cluster's own"
                            + " (default: as before, else dir).",
            paramLabel = "dir|s3")
    private Optional<String> store;

    @Mixin private ClusterFolder cluster;

    @Option(
            names = "--port",
            description = "PostgreSQL port, 0 for any free one (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + ServerConfig.DEFAULT_PORT,
            paramLabel = "PORT")
    private int port;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        ServerConfig.checkPort(port);
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new ParameterException(
                    spec.commandLine(), "--nodes is between 1 and " + MOST_NODES);
        }
        boolean s3 = isS3();
        Path folder = cluster.path().toAbsolutePath().normalize();
        if (ClusterProcess.all(folder).stream().anyMatch(p -> p.handle().isPresent())) {
            throw new ColonnadeException(
                            ErrorCode.CANNOT_CONNECT_NOW, "the cluster in " + folder + " runs")
                    .hint("Stop it with colonnade cluster stop.");
        }
        ClusterProcess.stopAll(folder);
        boolean ready = false;
        try {
            report(start(folder, s3).port());
            ready = true;
        } finally {
            if (!ready) {
                ClusterProcess.stopAll(folder);
            }
        }
        return 0;
    }

    /** A cluster keeps the kind of store that it began with. */
    private boolean isS3() {
        boolean before = Files.isDirectory(cluster.path().resolve("s3"));
        boolean folderBefore = Files.isDirectory(cluster.path().resolve("store"));
        String kind = store.orElse(before ? "s3" : "dir");
        if (!kind.equals("dir") && !kind.equals("s3")) {
            throw new ParameterException(spec.commandLine(), "--store is dir or s3, not " + kind);
        }
        if (kind.equals("s3") ? folderBefore : before) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT,
                            "the cluster in " + cluster.path() + " keeps its bucket elsewhere")
                    .hint("Leave --store out, or name another folder with --data.");
        }
        return kind.equals("s3");
    }

    private ClusterProcess start(Path folder, boolean s3) {
        String url = s3 ? startStore(folder) : folder.resolve("store").toString();
        List<String> leader =
                new ArrayList<>(
                        List.of(
                                "server",
                                "--data",
                                folder.resolve("leader").toString(),
                                "--store",
                                url,
                                "--port",
                                String.valueOf(port)));
        int heap = nodeHeapMegabytes();
        for (int i = 1; i <= nodes; i++) {
            ClusterProcess node = startNode(folder, url, i, heap);
            leader.add("--compute");
            leader.add("127.0.0.1:" + node.port());
        }
        return ClusterProcess.start(
                folder, new ClusterProcess.Command("90", "leader", LEADER_HEAP_MEGABYTES, leader));
    }

    private static String startStore(Path folder) {
        Path s3 = folder.resolve("s3");
        List<String> arguments = List.of("dev-s3", "--data", s3.toString(), "--port", "0");
        ClusterProcess process =
                ClusterProcess.start(
                        folder,
                        new ClusterProcess.Command("10", "s3", STORE_HEAP_MEGABYTES, arguments));
        return new DevS3Folder(s3).storeUrl(process.port(), DevS3Folder.DEFAULT_BUCKET);
    }

    private static ClusterProcess startNode(Path folder, String url, int id, int heapMegabytes) {
        String name = "node-" + id;
        return ClusterProcess.start(
                folder,
                new ClusterProcess.Command(
                        String.valueOf(20 + id),
                        name,
                        heapMegabytes,
                        List.of(
                                "compute",
                                "--node-id",
                                String.valueOf(id),
                                "--store",
                                url,
                                "--data",
                                folder.resolve(name).toString(),
                                "--port",
                                "0")));
    }

    /** The nodes share half of the machine's memory. */
    private int nodeHeapMegabytes() {
        long half = ProcessFigures.machineMemoryBytes() / 2;
        long share = (half >> 20) / nodes;
        return (int) Math.clamp(share, LEAST_NODE_HEAP_MEGABYTES, MOST_NODE_HEAP_MEGABYTES);
    }

    private void report(int leaderPort) {
        PrintWriter out = spec.commandLine().getOut();
        String address = ServerConfig.DEFAULT_LISTEN + ":" + leaderPort;
        out.println(
                "colonnade: cluster of "
                        + nodes
                        + (nodes == 1 ? " node" : " nodes")
                        + " ready on "
                        + address
                        + ", database dev, user admin");
        out.println("Connect:  ./scripts/colonnade sql -p " + leaderPort);
        out.println(
                "     or:  psql postgresql://admin@"
                        + address
                        + "/"
                        + ServerAddress.DEFAULT_DATABASE);
        out.println("Stop it:  ./scripts/colonnade cluster stop --data " + cluster.path());
        out.flush();
    }
}
