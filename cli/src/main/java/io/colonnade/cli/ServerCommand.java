package io.colonnade.cli;

import io.colonnade.storage.object.StoreSettings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Runs an embedded server in the foreground until it is told to stop. */
@Command(
        name = "server",
        description =
                "Run a warehouse in the foreground: a leader with a compute node of its own, or"
                        + " with those that --compute names.",
        footer = {"", "SIGTERM and Ctrl-C stop it cleanly."})
final class ServerCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            required = true,
            description = "Folder for the bucket (store/) and what may be lost (local/).",
            paramLabel = "DIR")
    private Path data;

    @Option(
            names = "--store",
            description =
                    "Keep the bucket elsewhere: a folder, a file: URL or s3://BUCKET/PREFIX, with"
                            + " ?endpoint=URL&region=R&path_style=B&credentials=FILE if needed.",
            paramLabel = "URL")
    private Optional<String> store;

    @Option(
            names = "--port",
            description = "PostgreSQL port, 0 for any free one (default: 5439).",
            paramLabel = "PORT")
    private Optional<Integer> port;

    @Option(
            names = "--listen",
            description = "Address to listen on (default: 127.0.0.1).",
            paramLabel = "ADDRESS")
    private Optional<String> listen;

    @Option(
            names = "--slices",
            description = "Slices of the compute node (default: 2).",
            paramLabel = "N")
    private Optional<Integer> slices;

    @Option(
            names = "--compute",
            description = "Use this compute node (see colonnade compute); give it once per node.",
            paramLabel = "HOST:PORT")
    private List<String> compute = List.of();

    @Option(
            names = "--config",
            description = "Configuration file; options given here win over it.",
            paramLabel = "FILE")
    private Optional<Path> configFile;

    @Option(
            names = "--no-warm-up",
            description = "Spend no time on getting the planner compiled ahead of need.")
    private boolean noWarmUp;

    @Mixin private CacheOptions caches;

    @Mixin private SimdOption simd;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        simd.apply();
        // the logging library reads this when the first logger is made
        System.setProperty("colonnade.log.level", "INFO");
        CountDownLatch stop = StopSignal.latch();
        PrintWriter out = spec.commandLine().getOut();
        try (EmbeddedServer server = new EmbeddedServer(config())) {
            server.start();
            out.println(
                    "colonnade: ready on "
                            + server.listen()
                            + ":"
                            + server.port()
                            + ", database dev, user admin");
            if (server.trustsLocalClients()) {
                out.println(
                        "colonnade: no user is configured, so connections from this machine are"
                                + " trusted and others refused");
            }
            out.flush();
            if (!noWarmUp) {
                server.startWarmUp();
            }
            stop.await();
        }
        out.println("colonnade: stopped");
        out.flush();
        return 0;
    }

    private ServerConfig config() {
        if (!compute.isEmpty() && slices.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--slices belongs to the nodes that --compute names");
        }
        Optional<ServerConfigFile> file = configFile.map(ServerConfigFile::read);
        return new ServerConfig(
                data,
                store.or(() -> file.flatMap(settings -> settings.text("store")))
                        .map(
                                url ->
                                        new StoreLocation(
                                                url,
                                                file.map(ServerConfigFile::storeSettings)
                                                        .orElse(StoreSettings.DEFAULT))),
                new NodeAddress(
                        listen.or(() -> file.flatMap(settings -> settings.text("listen")))
                                .orElse(ServerConfig.DEFAULT_LISTEN),
                        port.or(() -> file.flatMap(settings -> settings.number("port")))
                                .orElse(ServerConfig.DEFAULT_PORT)),
                NodeSettings.ofSlices(
                                slices.or(() -> file.flatMap(settings -> settings.number("slices")))
                                        .orElse(ServerConfig.DEFAULT_SLICES))
                        .withCache(caches.settings(file)),
                compute.stream().map(NodeAddress::parse).toList(),
                configFile);
    }
}
