package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an embedded server is started with. Validated and immutable.
 *
 * @param data the folder that holds what the server keeps on this machine
 * @param givenStore where the bucket is; empty = the store folder in data
 * @param address where to listen for PostgreSQL's clients; port 0 = any free one
 * @param node the one compute node in this process
 * @param compute nodes in other processes; if there are any, none runs in this one
 * @param configFile with the sections that {@link ServerConfigFile} names, if there is one
 */
public record ServerConfig(
        Path data,
        Optional<StoreLocation> givenStore,
        NodeAddress address,
        NodeSettings node,
        List<NodeAddress> compute,
        Optional<Path> configFile) {
    public static final String DEFAULT_LISTEN = "127.0.0.1";
    public static final int DEFAULT_PORT = 5439;
    public static final int DEFAULT_SLICES = 2;

    /** More slices than this on one node only split its work into crumbs. */
    private static final int MOST_SLICES = 64;

    private static final int MOST_PORT = 65_535;

    public ServerConfig {
        Objects.requireNonNull(data, "data");
        checkPort(address.port());
        compute = List.copyOf(compute);
        if (address.host().isBlank()) {
            throw invalid("the address to listen on is empty");
        }
    }

    /** With the default caches. */
    public ServerConfig(
            Path data,
            Optional<StoreLocation> givenStore,
            String listen,
            int port,
            int slices,
            List<NodeAddress> compute,
            Optional<Path> configFile) {
        this(
                data,
                givenStore,
                new NodeAddress(listen, port),
                NodeSettings.ofSlices(slices),
                compute,
                configFile);
    }

    /** A server of this machine alone, on any free port, with its bucket in the data folder. */
    public static ServerConfig local(Path data) {
        return new ServerConfig(
                data,
                Optional.empty(),
                DEFAULT_LISTEN,
                0,
                DEFAULT_SLICES,
                List.of(),
                Optional.empty());
    }

    public ServerConfig withPort(int newPort) {
        return new ServerConfig(
                data, givenStore, new NodeAddress(listen(), newPort), node, compute, configFile);
    }

    public ServerConfig withCache(CacheSettings newCache) {
        return withNode(node.withCache(newCache));
    }

    ServerConfig withNode(NodeSettings newNode) {
        return new ServerConfig(data, givenStore, address, newNode, compute, configFile);
    }

    public CacheSettings cache() {
        return node.cache();
    }

    public String listen() {
        return address.host();
    }

    public int port() {
        return address.port();
    }

    /** Where the bucket is. */
    public StoreLocation store() {
        return givenStore.orElseGet(() -> StoreLocation.of(data.resolve("store").toString()));
    }

    static void checkPort(int port) {
        if (port < 0 || port > MOST_PORT) {
            throw invalid("port " + port + " is not between 0 and " + MOST_PORT);
        }
    }

    static void checkSlices(int slices) {
        if (slices < 1 || slices > MOST_SLICES) {
            throw invalid("slices " + slices + " is not between 1 and " + MOST_SLICES);
        }
    }

    private static ColonnadeException invalid(String message) {
        return new ColonnadeException(ErrorCode.CONFIG_FILE_ERROR, message);
    }
}
