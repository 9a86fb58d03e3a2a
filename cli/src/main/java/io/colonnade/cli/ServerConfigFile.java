package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration file in YAML. Section {@code server} has the settings of the command line's
 * options; section {@code wlm} belongs to workload management. An unknown key stops the start.
 */
final class ServerConfigFile {
    private static final List<String> SECTIONS = List.of("server", "wlm");
    private static final List<String> SERVER_KEYS = List.of("store", "listen", "port", "slices");

    private final Path file;
    private final Map<?, ?> server;

    private ServerConfigFile(Path file, Map<?, ?> server) {
        this.file = file;
        this.server = server;
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
        return new ServerConfigFile(file, server);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(server.get(key)).map(Object::toString);
    }

    Optional<Integer> number(String key) {
        Object value = server.get(key);
        if (value == null || value instanceof Integer) {
            return Optional.ofNullable((Integer) value);
        }
        throw error(
                "configuration file " + file + ": server." + key + " is not a number: " + value,
                null);
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
