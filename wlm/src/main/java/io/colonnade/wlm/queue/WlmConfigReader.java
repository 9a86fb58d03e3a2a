package io.colonnade.wlm.queue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the {@code wlm} part of a cluster configuration. Unknown keys stop the start with the
 * nearest known one.
 *
 * <pre>
 * wlm:
 *   queues:
 *     - name: etl
 *       slots: 2
 *       memory_percent: 40
 *       user_groups: [etl_*]
 *       query_groups: [load]
 *       max_waiting: 100
 *     - name: default
 *       slots: 5
 *       memory_percent: 60
 * </pre>
 */
public final class WlmConfigReader {
    private static final List<String> QUEUE_KEYS =
            List.of(
                    "name",
                    "slots",
                    "memory_percent",
                    "user_groups",
                    "query_groups",
                    "max_waiting");

    private final String source;

    /**
     * @param source how messages name the file
     */
    public WlmConfigReader(String source) {
        this.source = source;
    }

    /** The queues of a configuration file's text; the default ones when it has no wlm part. */
    public WlmConfig read(String yaml) {
        Object document;
        try {
            document =
                    new Load(LoadSettings.builder().setLabel(source).build()).loadFromString(yaml);
        } catch (YamlEngineException e) {
            throw wrong("is not valid YAML: " + e.getMessage());
        }
        if (document == null) {
            return WlmConfig.DEFAULT;
        }
        Map<?, ?> root = map(document, "the file");
        checkKeys(root, List.of("server", "wlm"), "the file");
        if (!root.containsKey("wlm")) {
            return WlmConfig.DEFAULT;
        }
        Map<?, ?> wlm = map(root.get("wlm"), "wlm");
        checkKeys(wlm, List.of("queues"), "wlm");
        List<QueueConfig> queues = new ArrayList<>();
        for (Object entry : list(wlm.get("queues"), "wlm.queues")) {
            queues.add(queue(map(entry, "a queue")));
        }
        try {
            return new WlmConfig(queues);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private QueueConfig queue(Map<?, ?> entry) {
        checkKeys(entry, QUEUE_KEYS, "a queue");
        try {
            return new QueueConfig(
                    String.valueOf(entry.get("name")),
                    number(entry, "slots", 5),
                    number(entry, "memory_percent", 100),
                    texts(entry, "user_groups"),
                    texts(entry, "query_groups"),
                    number(entry, "max_waiting", QueueConfig.DEFAULT_MAX_WAIT));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private int number(Map<?, ?> entry, String key, int absent) {
        Object value = entry.get(key);
        if (value == null) {
            return absent;
        }
        if (value instanceof Integer number) {
            return number;
        }
        throw wrong(key + " must be a whole number, not " + value);
    }

    private List<String> texts(Map<?, ?> entry, String key) {
        Object value = entry.get(key);
        return value == null ? List.of() : list(value, key).stream().map(String::valueOf).toList();
    }

    private Map<?, ?> map(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(what + " must be a mapping");
    }

    private List<?> list(Object value, String what) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(what + " must be a list");
    }

    private void checkKeys(Map<?, ?> map, List<String> known, String where) {
        for (Object key : map.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                ColonnadeException error = wrong("has an unknown key \"" + name + "\" in " + where);
                throw Suggestions.nearest(name, known)
                        .map(nearest -> error.hint("Perhaps you meant \"" + nearest + "\"."))
                        .orElseGet(() -> error.hint("Known keys: " + String.join(", ", known)));
            }
        }
    }

    private ColonnadeException wrong(String what) {
        return new ColonnadeException(
                ErrorCode.CONFIG_FILE_ERROR, "configuration " + source + ": " + what);
    }
}
