package io.colonnade.cli;

import io.colonnade.compute.node.CacheConfig;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the user said of a node's caches. Immutable.
 *
 * @param folder of the local cache, or "off"
 * @param bytes of its files
 * @param memoryBytes for blocks in memory
 */
public record CacheSettings(
        Optional<String> folder, Optional<Long> bytes, Optional<Long> memoryBytes) {
    /** Nothing was said. */
    public static final CacheSettings DEFAULT =
            new CacheSettings(Optional.empty(), Optional.empty(), Optional.empty());

    private static final String OFF = "off";
    private static final long MAX_DEFAULT_BYTES = 10L << 30;

    /** The other half of a disk is not the cache's. */
    private static final int FREE_SHARE = 2;

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}) *([kmgt]?)(?:i?b)?");

    /**
     * The caches of a node.
     *
     * @param local folder for what the node may lose
     * @param distant whether the bucket is not on this machine
     */
    CacheConfig resolve(Path local, boolean distant) {
        OptionalLong memory = memoryBytes.stream().mapToLong(Long::longValue).findFirst();
        boolean asked = folder.isPresent() || bytes.isPresent();
        if (folder.equals(Optional.of(OFF)) || !asked && !distant) {
            return new CacheConfig(memory, Optional.empty(), 0, distant);
        }
        Path where = folder.map(Path::of).orElseGet(() -> local.resolve("cache"));
        long size = bytes.orElseGet(() -> defaultBytes(where));
        // Who asks for a cache before a folder has a folder that is far away.
        return new CacheConfig(memory, Optional.of(where), size, true);
    }

    private static long defaultBytes(Path folder) {
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            long free = Files.getFileStore(folder.toAbsolutePath().getParent()).getUsableSpace();
            return Math.min(MAX_DEFAULT_BYTES, free / FREE_SHARE);
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR, "cannot use cache folder " + folder + ": " + e, e);
        }
    }

    /** A size as users write it: 4096, 500m, 10 GB. */
    static long bytes(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new ColonnadeException(
                            ErrorCode.CONFIG_FILE_ERROR, "\"" + text + "\" is not a size in bytes")
                    .hint("Write it as in 500m or 10g.");
        }
        int shift = size.group(2).isEmpty() ? 0 : 10 * (1 + "kmgt".indexOf(size.group(2)));
        return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << shift);
    }
}
