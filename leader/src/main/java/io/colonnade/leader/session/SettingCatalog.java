package io.colonnade.leader.session;

import static java.util.Map.entry;

import io.colonnade.leader.session.SettingType.Bool;
import io.colonnade.leader.session.SettingType.Millis;
import io.colonnade.leader.session.SettingType.Names;
import io.colonnade.leader.session.SettingType.Real;
import io.colonnade.leader.session.SettingType.Text;
import io.colonnade.leader.session.SettingType.Whole;
import io.colonnade.leader.session.SettingType.Word;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every session setting that the server knows: Redshift's, and those PostgreSQL clients use. */
public final class SettingCatalog {
    /** The PostgreSQL version whose protocol and catalog clients may expect. */
    public static final String SERVER_VERSION = "15.8";

    private static final String SERVER_VERSION_NUMBER = "150008";

    /** Names that settings also go by. */
    private static final Map<String, String> ALIASES =
            Map.ofEntries(
                    entry("time zone", "timezone"),
                    entry("transaction isolation level", "transaction_isolation"),
                    entry("session authorization", "session_authorization"),
                    entry("names", "client_encoding"),
                    entry("schema", "search_path"));

    private static final Map<String, SettingDefinition> BY_NAME = collect();

    private SettingCatalog() {}

    public static Optional<SettingDefinition> find(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_NAME.get(ALIASES.getOrDefault(key, key)));
    }

    /** All, in order of their lower-case names. */
    public static Collection<SettingDefinition> all() {
        return BY_NAME.values();
    }

    static Collection<String> names() {
        return BY_NAME.keySet();
    }

    private static Map<String, SettingDefinition> collect() {
        List<SettingDefinition> all = new ArrayList<>();
        addClient(all);
        addTransaction(all);
        addWarehouse(all);
        addFixed(all);
        Map<String, SettingDefinition> byName = new TreeMap<>();
        for (SettingDefinition definition : all) {
            byName.put(definition.name().toLowerCase(Locale.ROOT), definition);
        }
        return Collections.unmodifiableMap(byName);
    }

    private static void addClient(List<SettingDefinition> all) {
        all.add(
                setting("application_name", new Text(), "", "Name of the client program.")
                        .asReported());
        all.add(
                setting(
                        "bytea_output",
                        words("hex", "escape"),
                        "hex",
                        "Text form of binary strings."));
        all.add(
                setting(
                                "client_encoding",
                                new SettingType.Encoding(),
                                "UTF8",
                                "Character set of the client.")
                        .asReported());
        all.add(
                setting(
                        "client_min_messages",
                        words(
                                "debug5", "debug4", "debug3", "debug2", "debug1", "log", "notice",
                                "warning", "error"),
                        "notice",
                        "Least severity of messages sent to the client."));
        all.add(
                setting(
                                "DateStyle",
                                new SettingType.DateStyle(),
                                "ISO, MDY",
                                "Form of dates and times.")
                        .asReported());
        all.add(
                setting(
                        "extra_float_digits",
                        new Whole(-15, 3),
                        "1",
                        "Digits of floating-point output; above 0 means exact."));
        all.add(
                setting(
                                "IntervalStyle",
                                new Word(
                                        List.of("postgres"),
                                        List.of("postgres_verbose", "sql_standard", "iso_8601")),
                                "postgres",
                                "Form of intervals.")
                        .asReported());
        all.add(
                setting(
                        "progress_notices",
                        new Bool(),
                        "off",
                        "Send notices about the progress of long statements."));
        all.add(
                setting(
                        "search_path",
                        new Names(),
                        "\"$user\", public",
                        "Schemas where names without a schema are looked up."));
        all.add(
                setting(
                                "standard_conforming_strings",
                                new Word(List.of("on"), List.of("off")),
                                "on",
                                "Backslashes in plain strings are ordinary characters.")
                        .asReported());
        all.add(
                setting("TimeZone", new SettingType.Zone(), "UTC", "Time zone of the session.")
                        .asReported());
    }

    private static void addTransaction(List<SettingDefinition> all) {
        Word isolation =
                new Word(
                        List.of(
                                "serializable",
                                "repeatable read",
                                "snapshot",
                                "read committed",
                                "read uncommitted"),
                        List.of());
        all.add(
                setting(
                        "default_transaction_isolation",
                        isolation,
                        "serializable",
                        "Isolation of new transactions."));
        all.add(
                setting(
                                "default_transaction_read_only",
                                new Bool(),
                                "off",
                                "New transactions may not write.")
                        .asReported());
        all.add(
                setting(
                        "transaction_isolation",
                        isolation,
                        "serializable",
                        "Isolation of the current transaction."));
        all.add(
                setting(
                        "transaction_read_only",
                        new Bool(),
                        "off",
                        "The current transaction may not write."));
        all.add(
                setting(
                        "statement_timeout",
                        new Millis(),
                        "0",
                        "Longest time of a statement; 0 = no limit."));
        all.add(
                setting(
                        "lock_timeout",
                        new Millis(),
                        "0",
                        "Longest wait for a lock; 0 = no limit."));
        all.add(
                setting(
                        "idle_in_transaction_session_timeout",
                        new Millis(),
                        "0",
                        "Longest idle time inside a transaction; 0 = no limit."));
        all.add(
                setting(
                        "idle_session_timeout",
                        new Millis(),
                        "0",
                        "Longest idle time outside transactions; 0 = no limit."));
    }

    private static void addWarehouse(List<SettingDefinition> all) {
        all.add(
                setting(
                        "analyze_threshold_percent",
                        new Real(0, 100),
                        "10",
                        "Share of changed rows from which ANALYZE looks at a table."));
        all.add(
                bool(
                        "describe_field_name_in_uppercase",
                        "off",
                        "Result column names in capitals."));
        all.add(
                bool(
                        "enable_case_sensitive_identifier",
                        "off",
                        "Quoted identifiers keep their case."));
        all.add(
                bool(
                        "enable_result_cache_for_session",
                        "on",
                        "Answer repeated queries from the result cache."));
        all.add(bool("enable_vacuum_boost", "off", "VACUUM runs with more resources."));
        all.add(
                bool(
                        "error_on_nondeterministic_update",
                        "off",
                        "UPDATE fails when several rows match one target row."));
        all.add(
                bool(
                        "json_serialization_enable",
                        "off",
                        "SUPER values are sent as JSON by every statement."));
        all.add(
                bool(
                        "json_serialization_parse_nested_strings",
                        "off",
                        "Strings that hold JSON are parsed when SUPER values are sent."));
        all.add(
                setting(
                        "max_concurrency_scaling_clusters",
                        new Whole(0, 10),
                        "1",
                        "Most concurrency scaling clusters."));
        all.add(
                bool(
                        "mv_enable_aqmv_for_session",
                        "on",
                        "Rewrite queries to use materialized views."));
        all.add(
                bool(
                        "navigate_super_null_on_error",
                        "on",
                        "Missing parts of SUPER values are NULL."));
        all.add(bool("parse_super_null_on_error", "off", "Broken SUPER input is NULL."));
        all.add(
                bool(
                        "pg_federation_repeatable_read",
                        "on",
                        "Isolation of federated PostgreSQL queries."));
        all.add(setting("query_group", new Text(), "", "Label that routes queries to a queue."));
        all.add(
                bool(
                        "spectrum_enable_pseudo_columns",
                        "on",
                        "External tables have $path, $size and other pseudo columns."));
        all.add(
                setting(
                        "spectrum_query_maxerror",
                        new Whole(-1, Integer.MAX_VALUE),
                        "-1",
                        "Bad external rows that a query tolerates; -1 = handling off."));
        all.add(
                setting(
                        "stored_proc_log_min_messages",
                        words(
                                "debug5",
                                "debug4",
                                "debug3",
                                "debug2",
                                "debug1",
                                "info",
                                "log",
                                "notice",
                                "warning",
                                "exception"),
                        "log",
                        "Least severity of procedure messages that are logged."));
        all.add(
                setting(
                        "wlm_query_slot_count",
                        new Whole(1, 50),
                        "1",
                        "Queue slots that a query takes."));
    }

    private static void addFixed(List<SettingDefinition> all) {
        all.add(fixed("in_hot_standby", "off", "The server is a standby.").asReported());
        all.add(fixed("integer_datetimes", "on", "Times are whole numbers.").asReported());
        all.add(fixed("is_superuser", "off", "The user is a superuser.").asReported());
        all.add(fixed("lc_collate", "C", "Order of texts."));
        all.add(fixed("lc_ctype", "C", "Classes of characters."));
        all.add(fixed("max_identifier_length", "127", "Longest name in bytes."));
        all.add(fixed("max_index_keys", "32", "Most columns of an index."));
        all.add(fixed("server_encoding", "UTF8", "Character set of the database.").asReported());
        all.add(fixed("server_version", SERVER_VERSION, "PostgreSQL version.").asReported());
        all.add(fixed("server_version_num", SERVER_VERSION_NUMBER, "It, as a number."));
        all.add(fixed("session_authorization", "", "The session's user.").asReported());
    }

    private static SettingDefinition bool(String name, String value, String description) {
        return setting(name, new Bool(), value, description);
    }

    private static SettingDefinition fixed(String name, String value, String description) {
        return setting(name, new Text(), value, description).asFixed();
    }

    private static SettingDefinition setting(
            String name, SettingType type, String value, String description) {
        return new SettingDefinition(name, type, value, true, false, description);
    }

    private static Word words(String... words) {
        return new Word(List.of(words), List.of());
    }
}
