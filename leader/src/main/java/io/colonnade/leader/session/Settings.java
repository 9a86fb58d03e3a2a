package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of one session. Changes made in a transaction go when it is rolled back; those of
 * SET LOCAL go at its end. Owned by the session's thread.
 */
public final class Settings {
    /** Custom settings (names with a dot) that a session may make. */
    private static final int CUSTOM_LIMIT = 1000;

    /** Settings of the current transaction; outside one they are those of the next. */
    private static final List<String> OF_TRANSACTION =
            List.of("transaction_isolation", "transaction_read_only");

    /** Values that RESET goes back to: what the client asked for when it connected. */
    private final Map<String, String> initial = new TreeMap<>();

    private final Map<String, String> session = new TreeMap<>();
    private final Map<String, String> local = new TreeMap<>();

    /** Session values when the transaction began; null outside transactions. */
    private Map<String, String> saved;

    /** Names of reported settings that changed since the client was told. */
    private final Set<String> changed = new LinkedHashSet<>();

    /** The value in force; UNDEFINED_OBJECT with the nearest name for unknown settings. */
    public String get(String name) {
        String key = key(name);
        String value = lookup(key);
        if (value == null) {
            throw unknown(name);
        }
        return value;
    }

    /** The value as SHOW prints it. */
    public String show(String name) {
        String value = get(name);
        return SettingCatalog.find(name)
                .map(definition -> SettingValues.display(definition, value))
                .orElse(value);
    }

    public boolean isOn(String name) {
        return get(name).equals("on");
    }

    public long number(String name) {
        return Long.parseLong(get(name));
    }

    /** The zone of the session. */
    public ZoneId timeZone() {
        return TimeZones.find(get("timezone")).orElse(ZoneOffset.UTC);
    }

    /** The names of search_path as written, {@code $user} not replaced. */
    public List<String> searchPath() {
        return SearchPath.parse(get("search_path"));
    }

    /** Every setting with a value, the custom ones too, as SHOW ALL prints them. */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (SettingDefinition definition : SettingCatalog.all()) {
            all.put(definition.name(), show(definition.name()));
        }
        for (Map<String, String> layer : List.of(initial, session, local)) {
            for (String name : layer.keySet()) {
                all.putIfAbsent(name, get(name));
            }
        }
        return all;
    }

    /** What the nodes that run a query must know. */
    public Map<String, String> ofEngine() {
        Map<String, String> values = new HashMap<>();
        for (String name : SettingCatalog.ofEngine()) {
            values.put(name, get(name));
        }
        values.put("timezone", timeZone().getId());
        return values;
    }

    /** SET; an empty list means DEFAULT. */
    public void set(String name, List<String> values, boolean onlyTransaction) {
        String key = key(name);
        Optional<SettingDefinition> definition = SettingCatalog.find(name);
        if (definition.isEmpty() && !isCustom(key)) {
            throw unknown(name);
        }
        if (definition.isPresent() && !definition.get().changeable()) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "parameter \"" + definition.get().name() + "\" cannot be changed");
        }
        String value;
        if (isDefault(values)) {
            value = initialValue(key);
        } else if (definition.isPresent()) {
            value = SettingValues.normalise(definition.get(), values);
        } else {
            value = String.join(", ", values);
            requireCustomRoom(key);
        }
        put(key, value, onlyTransaction || OF_TRANSACTION.contains(key));
    }

    private static boolean isDefault(List<String> values) {
        return values.isEmpty();
    }

    private void put(String key, String value, boolean onlyTransaction) {
        String before = lookup(key);
        if (onlyTransaction) {
            local.put(key, value);
        } else {
            session.put(key, value);
            local.remove(key);
        }
        noteChange(key, before);
    }

    /** Sets a fixed or changeable setting as part of opening the session. */
    void initialise(String name, String value) {
        String key = key(name);
        initial.put(
                key,
                SettingCatalog.find(name)
                        .map(
                                definition ->
                                        SettingValues.normalise(
                                                definition, startupValues(definition, value)))
                        .orElse(value));
    }

    private static List<String> startupValues(SettingDefinition definition, String value) {
        return definition.type() instanceof SettingType.Names
                ? SearchPath.parse(value)
                : List.of(value);
    }

    /** RESET ALL. */
    public void resetAll() {
        for (SettingDefinition definition : SettingCatalog.all()) {
            String key = key(definition.name());
            if (definition.changeable() && !OF_TRANSACTION.contains(key)) {
                put(key, initialValue(key), false);
            }
        }
        session.keySet().removeIf(Settings::isCustom);
        local.keySet().removeIf(Settings::isCustom);
    }

    /** Call when a transaction begins. */
    void begin() {
        saved = new TreeMap<>(session);
        for (String name : OF_TRANSACTION) {
            local.put(name, lookup("default_" + name));
        }
    }

    /** Call at the end of a transaction. */
    void end(boolean committed) {
        Map<String, String> before = reportedValues();
        local.clear();
        if (!committed && saved != null) {
            session.clear();
            session.putAll(saved);
        }
        saved = null;
        before.forEach(this::noteChange);
    }

    private Map<String, String> reportedValues() {
        Map<String, String> values = new TreeMap<>();
        for (SettingDefinition definition : SettingCatalog.all()) {
            if (definition.reported()) {
                String key = key(definition.name());
                values.put(key, lookup(key));
            }
        }
        return values;
    }

    private void noteChange(String key, String before) {
        boolean reported = SettingCatalog.find(key).map(SettingDefinition::reported).orElse(false);
        if (reported && !lookup(key).equals(before)) {
            changed.add(key);
        }
    }

    /** The reported settings that changed since this was last asked. */
    public Collection<SettingDefinition> takeChanged() {
        if (changed.isEmpty()) {
            return List.of();
        }
        List<SettingDefinition> result =
                changed.stream().flatMap(key -> SettingCatalog.find(key).stream()).toList();
        changed.clear();
        return result;
    }

    private String lookup(String key) {
        String value = local.get(key);
        if (value == null) {
            value = session.get(key);
        }
        return value == null ? initialValue(key) : value;
    }

    /** The value that RESET gives; null for unknown names. Custom settings are empty then. */
    private String initialValue(String key) {
        if (OF_TRANSACTION.contains(key)) {
            return lookup("default_" + key);
        }
        String value = initial.get(key);
        if (value != null) {
            return value;
        }
        return SettingCatalog.find(key)
                .map(SettingDefinition::defaultValue)
                .orElse(isCustom(key) && session.containsKey(key) ? "" : null);
    }

    private void requireCustomRoom(String key) {
        if (!session.containsKey(key)
                && session.keySet().stream().filter(Settings::isCustom).count() >= CUSTOM_LIMIT) {
            throw new ColonnadeException(
                    ErrorCode.CONFIGURATION_LIMIT,
                    "a session has at most " + CUSTOM_LIMIT + " custom settings");
        }
    }

    private static boolean isCustom(String key) {
        int dot = key.indexOf('.');
        return dot > 0 && dot < key.length() - 1;
    }

    private static String key(String name) {
        return SettingCatalog.find(name)
                .map(SettingDefinition::name)
                .orElse(name)
                .toLowerCase(Locale.ROOT);
    }

    private static ColonnadeException unknown(String name) {
        ColonnadeException error =
                new ColonnadeException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "unrecognized configuration parameter \"" + name + "\"");
        return Suggestions.nearest(name, SettingCatalog.names())
                .map(near -> error.hint("Did you mean \"" + near + "\"?"))
                .orElse(error);
    }
}
