package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.storage.object.StoreSettings;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration file in YAML. Section {@code server} has the settings of the command line's
 * options; section {@code s3} says how an s3: store is reached; section {@code cache} what a node
 * keeps of the bucket; section {@code wlm} belongs to workload management. An unknown key stops the
 * start.
 */
final class ServerConfigFile {
    private static final List<String> SECTIONS = List.of("server", "s3", "cache", "wlm");
    private static final List<String> SERVER_KEYS =
            List.of("store", "listen", "port", "slices", "retention", "auto_vacuum");
    private static final List<String> S3_KEYS =
            List.of("endpoint", "region", "path_style", "credentials", "patience");

    /** As of a table's own retention. */
    private static final int MOST_RETENTION_DAYS = 90;

    private static final List<String> CACHE_KEYS = List.of("directory", "bytes", "memory_bytes");

    private final Path file;
    private final Map<?, ?> server;
    private final Map<?, ?> s3;
    private final Map<?, ?> cache;

    private ServerConfigFile(Path file, Map<?, ?> server, Map<?, ?> s3, Map<?, ?> cache) {
        this.file = file;
        this.server = server;
        this.s3 = s3;
        this.cache = cache;
    }

    static ServerConfigFile read(Path file) {
        Object document;
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
            document = new Load(settings).loadFromString(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw error("configuration file " + file + " does not exist", e);
        } catch (IOException e) {
            throw error("cannot read configuration file " + file + ": " + e.getMessage(), e);
        } catch (YamlEngineException e) {
            String reason = e.getMessage().replaceAll("\\s+", " ");
            throw error("configuration file " + file + " is not YAML: " + reason, e);
        }
        Map<?, ?> sections = section(file, "the file", document);
        checkKeys(file, "section", sections, SECTIONS);
        Map<?, ?> server = section(file, "server", sections.get("server"));
        checkKeys(file, "setting of section server", server, SERVER_KEYS);
        Map<?, ?> s3 = section(file, "s3", sections.get("s3"));
        checkKeys(file, "setting of section s3", s3, S3_KEYS);
        Map<?, ?> cache = section(file, "cache", sections.get("cache"));
        checkKeys(file, "setting of section cache", cache, CACHE_KEYS);
        return new ServerConfigFile(file, server, s3, cache);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(server.get(key)).map(Object::toString);
    }

    /** How long old versions of a table are kept that says nothing itself. */
    Optional<Duration> retention() {
        Optional<Integer> days = number("retention");
        if (days.isPresent() && (days.get() < 0 || days.get() > MOST_RETENTION_DAYS)) {
            throw error(
                    "configuration file "
                            + file
                            + ": server.retention is not 0 to "
                            + MOST_RETENTION_DAYS
                            + " days: "
                            + days.get(),
                    null);
        }
        return days.map(Duration::ofDays);
    }

    /** Whether tables are sorted and compacted by themselves. */
    boolean autoVacuum() {
        Object value = server.get("auto_vacuum");
        return switch (value == null ? "on" : value.toString()) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default ->
                    throw error(
                            "configuration file "
                                    + file
                                    + ": server.auto_vacuum is neither on nor off: "
                                    + value,
                            null);
        };
    }

    /** A setting of section cache. */
    Optional<String> cacheText(String key) {
        Object value = cache.get(key);
        // YAML reads a bare off as false
        return Optional.ofNullable(Boolean.FALSE.equals(value) ? "off" : value)
                .map(Object::toString);
    }

    /** How an s3: store is reached; parameters of its URL win over this. */
    StoreSettings storeSettings() {
        return new StoreSettings(
                s3Text("endpoint"),
                s3Text("region"),
                value("s3.path_style", s3.get("path_style"), Boolean.class, "true or false"),
                s3Text("credentials").map(Path::of),
                value("s3.patience", s3.get("patience"), Integer.class, "a number of seconds")
                        .map(Duration::ofSeconds)
                        .orElse(StoreSettings.DEFAULT_PATIENCE));
    }

    private Optional<String> s3Text(String key) {
        return Optional.ofNullable(s3.get(key)).map(Object::toString);
    }

    private <T> Optional<T> value(String name, Object value, Class<T> type, String kind) {
        if (value != null && !type.isInstance(value)) {
            throw error(
                    "configuration file " + file + ": " + name + " is not " + kind + ": " + value,
                    null);
        }
        return Optional.ofNullable(type.cast(value));
    }

    Optional<Integer> number(String key) {
        return value("server." + key, server.get(key), Integer.class, "a number");
    }

    private static Map<?, ?> section(Path file, String name, Object value) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw error(
                "configuration file " + file + ": " + name + " is not a list of settings", null);
    }

    private static void checkKeys(Path file, String kind, Map<?, ?> section, List<String> known) {
        for (Object key : section.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                throw error("configuration file " + file + ": unknown " + kind + " " + name, null)
                        .hint(nearest(name, known));
            }
        }
    }

    private static String nearest(String name, List<String> known) {
        return Suggestions.nearest(name, known)
                .map(close -> "Perhaps you meant " + close + ".")
                .orElse("Known: " + String.join(", ", known) + ".");
    }

    private static ColonnadeException error(String message, Throwable cause) {
        return new ColonnadeException(ErrorCode.CONFIG_FILE_ERROR, message, cause);
    }
}
