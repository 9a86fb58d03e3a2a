package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.admin.Leader;
import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.wlm.queue.WlmConfig;
import io.colonnade.wlm.queue.WlmConfigReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A warehouse over a bucket in a folder: the leader and, unless the configuration names others, one
 * compute node in this process. Made, started and closed by one thread; serves on threads of its
 * own in between.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final int LIST_PAGE = 10_000;

    private final ServerConfig config;
    private final Optional<GarbagePolicy> givenGarbage;
    private DataDirectory directory;
    private Running running;

    public EmbeddedServer(ServerConfig config) {
        this(config, Optional.empty());
    }

    /**
     * @param garbage in place of what is right for data that somebody needs
     */
    EmbeddedServer(ServerConfig config, Optional<GarbagePolicy> garbage) {
        this.config = config;
        this.givenGarbage = garbage;
    }

    /** Returns when the port accepts connections; throws if it cannot be had. */
    public void start() {
        directory = DataDirectory.open(config.data());
        try {
            running = wire();
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Works in the background for fast first statements; for servers that stay. */
    public void startWarmUp() {
        running.leader().startWarmUp();
    }

    /** The port that it listens on, also when the configuration left the choice open. */
    public int port() {
        return running.leader().port();
    }

    public String listen() {
        return config.listen();
    }

    /** Ends sessions and stops; what was acknowledged is in the bucket already. */
    @Override
    public void close() {
        if (running == null) {
            return;
        }
        running.stop().run();
        running = null;
        directory.close();
    }

    /** Whether clients of this machine are let in unasked. */
    public boolean trustsLocalClients() {
        return running.leader().trustsLocalClients();
    }

    /** Bytes of all objects in the bucket. */
    public long storedBytes() {
        ObjectStore objects = running.objects();
        long bytes = 0;
        List<ObjectInfo> page = objects.list("", "", LIST_PAGE);
        while (!page.isEmpty()) {
            bytes += page.stream().mapToLong(ObjectInfo::sizeBytes).sum();
            page = objects.list("", page.getLast().key(), LIST_PAGE);
        }
        return bytes;
    }

    /** What {@link #wire} started, and how to stop everything. */
    private record Running(Leader leader, ObjectStore objects, Runnable stop) {}

    private Running wire() {
        StoreLocation.Bucket bucket = config.store().open();
        try {
            return wire(bucket);
        } catch (RuntimeException e) {
            bucket.close();
            throw e;
        }
    }

    private Running wire(StoreLocation.Bucket bucket) {
        ObjectStore objects = bucket.objects();
        ComputeNodes nodes = nodes(bucket);
        try {
            Leader leader =
                    new Leader(
                            new Leader.Config(
                                    config.listen(),
                                    config.port(),
                                    wlm(),
                                    nodes.queryMemoryBytes(),
                                    garbage()),
                            nodes.cluster(),
                            objects);
            leader.start();
            if (autoVacuum()) {
                leader.startAutoVacuum();
            }
            return new Running(
                    leader,
                    objects,
                    () -> {
                        leader.close();
                        nodes.close();
                        objects.close();
                    });
        } catch (RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    private ComputeNodes nodes(StoreLocation.Bucket bucket) {
        return config.compute().isEmpty()
                ? ComputeNodes.embedded(
                        config.node()
                                .resolve(
                                        ComputeNodes.EMBEDDED_NODE_ID,
                                        directory.local(),
                                        config.store().isDistant()),
                        bucket.objects())
                : ComputeNodes.remote(config.compute(), bucket.identity());
    }

    private boolean autoVacuum() {
        return config.configFile()
                .map(file -> ServerConfigFile.read(file).autoVacuum())
                .orElse(true);
    }

    private GarbagePolicy garbage() {
        if (givenGarbage.isPresent()) {
            return givenGarbage.get();
        }
        GarbagePolicy standard = GarbagePolicy.standard();
        return config.configFile()
                .flatMap(file -> ServerConfigFile.read(file).retention())
                .map(
                        retention ->
                                new GarbagePolicy(
                                        standard.graceMicros(),
                                        standard.waitMicros(),
                                        TimeUnit.SECONDS.toMicros(retention.toSeconds()),
                                        standard.logMicros()))
                .orElse(standard);
    }

    private WlmConfig wlm() {
        if (config.configFile().isEmpty()) {
            return WlmConfig.DEFAULT;
        }
        Path file = config.configFile().get();
        try {
            return new WlmConfigReader(file.toString()).read(Files.readString(file));
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.CONFIG_FILE_ERROR,
                    "cannot read configuration file " + file + ": " + e.getMessage(),
                    e);
        }
    }
}
