package io.colonnade.cli;

import io.colonnade.compute.node.ComputeConfig;
import io.colonnade.compute.node.ComputeNode;
import io.colonnade.compute.node.ComputeServer;
import io.colonnade.storage.object.StoreSettings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Runs one compute node of a cluster in the foreground until it is told to stop. */
@Command(
        name = "compute",
        description = "Run one compute node of a cluster in the foreground.",
        footer = {
            "",
            "A leader uses it when it is started with server --compute HOST:PORT, over the same",
            "bucket. SIGTERM and Ctrl-C stop it cleanly."
        })
final class ComputeCommand implements Callable<Integer> {
    @Option(
            names = "--node-id",
            required = true,
            description = "Number of the node, from 1, unique in the cluster.",
            paramLabel = "N")
    private int nodeId;

    @Option(
            names = "--store",
            required = true,
            description = "The cluster's bucket: a folder, a file: URL or s3://BUCKET/PREFIX?...",
            paramLabel = "URL")
    private String store;

    @Option(
            names = "--config",
            description = "Configuration file: its sections s3 and cache are for this node, too.",
            paramLabel = "FILE")
    private Optional<Path> configFile;

    @Option(
            names = "--data",
            description =
                    "Folder for what may be lost: sorted runs that do not fit in memory (default:"
                            + " one of the system's folder for temporary files).",
            paramLabel = "DIR")
    private Optional<Path> data;

    @Option(
            names = "--port",
            description =
                    "Port for the leader and the other nodes, 0 for any free one"
                            + " (default: ${DEFAULT-VALUE}).",
            defaultValue = "5440",
            paramLabel = "PORT")
    private int port;

    @Option(
            names = "--listen",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).",
            defaultValue = ServerConfig.DEFAULT_LISTEN,
            paramLabel = "ADDRESS")
    private String listen;

    @Option(
            names = "--slices",
            description = "Slices of this node (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + ServerConfig.DEFAULT_SLICES,
            paramLabel = "N")
    private int slices;

    @Mixin private CacheOptions caches;

    @Mixin private SimdOption simd;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        simd.apply();
        if (nodeId < 1) {
            throw new ParameterException(spec.commandLine(), "--node-id starts at 1");
        }
        ServerConfig.checkPort(port);
        System.setProperty("colonnade.log.level", "INFO");
        CountDownLatch stop = StopSignal.latch();
        PrintWriter out = spec.commandLine().getOut();
        try (DataDirectory directory = DataDirectory.open(data.orElseGet(this::temporary));
                StoreLocation.Bucket bucket = location().open();
                ComputeNode node = new ComputeNode(config(directory), bucket.objects());
                ComputeServer server = new ComputeServer(node, listen, port)) {
            out.println(
                    "colonnade: compute node "
                            + nodeId
                            + " ready on "
                            + listen
                            + ":"
                            + server.port());
            out.flush();
            stop.await();
            // Ends the calls that run, so that the server need not wait for them.
            node.close();
        }
        out.println("colonnade: stopped");
        out.flush();
        return 0;
    }

    private ComputeConfig config(DataDirectory directory) {
        return NodeSettings.ofSlices(slices)
                .withCache(caches.settings(configFile.map(ServerConfigFile::read)))
                .resolve(nodeId, directory.local(), location().isDistant());
    }

    private StoreLocation location() {
        return new StoreLocation(
                store,
                configFile
                        .map(ServerConfigFile::read)
                        .map(ServerConfigFile::storeSettings)
                        .orElse(StoreSettings.DEFAULT));
    }

    private Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"), "colonnade-node-" + nodeId);
    }
}
