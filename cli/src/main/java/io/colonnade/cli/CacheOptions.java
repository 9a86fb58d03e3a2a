package io.colonnade.cli;

import picocli.CommandLine.Option;

import java.util.Optional;

/** The options of the caches of a node, for the commands that run one. Filled by picocli. */
final class CacheOptions {
    @Option(
            names = "--cache",
            description =
                    "Folder of the local cache of the bucket, or \"off\" (default: cache in the"
                            + " local folder for a bucket in S3, off for one in a folder).",
            paramLabel = "DIR")
    private Optional<String> cache = Optional.empty();

    @Option(
            names = "--cache-size",
            description =
                    "What the files of the local cache may take, as in 500m or 10g (default: half"
                            + " of the free space, at most 10g).",
            paramLabel = "SIZE")
    private Optional<String> size = Optional.empty();

    @Option(
            names = "--memory-cache-size",
            description = "For blocks in memory (default: a third of the heap).",
            paramLabel = "SIZE")
    private Optional<String> memory = Optional.empty();

    /** What was asked for; options win over the file. */
    CacheSettings settings(Optional<ServerConfigFile> file) {
        return new CacheSettings(
                cache.or(() -> file.flatMap(f -> f.cacheText("directory"))),
                size.or(() -> file.flatMap(f -> f.cacheText("bytes"))).map(CacheSettings::bytes),
                memory.or(() -> file.flatMap(f -> f.cacheText("memory_bytes")))
                        .map(CacheSettings::bytes));
    }
}
