package io.colonnade.leader.session;

import static java.util.Map.entry;

import io.colonnade.leader.session.SettingType.Bool;
import io.colonnade.leader.session.SettingType.DateStyle;
import io.colonnade.leader.session.SettingType.Encoding;
import io.colonnade.leader.session.SettingType.Millis;
import io.colonnade.leader.session.SettingType.Names;
import io.colonnade.leader.session.SettingType.Real;
import io.colonnade.leader.session.SettingType.Text;
import io.colonnade.leader.session.SettingType.Whole;
import io.colonnade.leader.session.SettingType.Word;
import io.colonnade.leader.session.SettingType.Zone;

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

    private static final Collector COLLECTED = collect();
    private static final Map<String, SettingDefinition> BY_NAME =
            Collections.unmodifiableMap(COLLECTED.byName);

    /** Those that the compute nodes read; they go with every query. */
    private static final List<String> OF_ENGINE = List.copyOf(COLLECTED.ofEngine);

    private SettingCatalog() {}

    public static Optional<SettingDefinition> find(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_NAME.get(ALIASES.getOrDefault(key, key)));
    }

    /** All, in order of their lower-case names. */
    public static Collection<SettingDefinition> all() {
        return BY_NAME.values();
    }

    /** Names of the settings that go with a query to the nodes that run it. */
    static Collection<String> ofEngine() {
        return OF_ENGINE;
    }

    static Collection<String> names() {
        return BY_NAME.keySet();
    }

    private static Collector collect() {
        Collector all = new Collector();
        addClient(all);
        addTransaction(all);
        addLimits(all);
        addQueries(all);
        addEngine(all);
        addLoads(all);
        addFixed(all);
        return all;
    }

    /** Gathers definitions by their lower-case names. */
    private static final class Collector {
        private final Map<String, SettingDefinition> byName = new TreeMap<>();
        private final List<String> ofEngine = new ArrayList<>();

        private void put(SettingDefinition definition) {
            byName.put(definition.name().toLowerCase(Locale.ROOT), definition);
        }

        void add(String name, SettingType type, String value, String description) {
            put(new SettingDefinition(name, type, value, true, false, description));
        }

        void reported(String name, SettingType type, String value, String description) {
            put(new SettingDefinition(name, type, value, true, true, description));
        }

        void flag(String name, String value, String description) {
            add(name, new Bool(), value, description);
        }

        void engine(String name, SettingType type, String value, String description) {
            add(name, type, value, description);
            ofEngine.add(name);
        }

        void fixed(String name, String value, boolean reported, String description) {
            put(new SettingDefinition(name, new Text(), value, false, reported, description));
        }
    }

    private static void addClient(Collector all) {
        Word intervals =
                new Word(
                        List.of("postgres"),
                        List.of("postgres_verbose", "sql_standard", "iso_8601"));
        Word on = new Word(List.of("on"), List.of("off"));
        String path = "\"$user\", public";
        all.reported("application_name", new Text(), "", "Name of the client program.");
        all.add("bytea_output", words("hex escape"), "hex", "Text form of binary strings.");
        all.reported("client_encoding", new Encoding(), "UTF8", "Character set of the client.");
        all.add(
                "client_min_messages",
                words("debug5 debug4 debug3 debug2 debug1 log notice warning error"),
                "notice",
                "Least severity of messages sent to the client.");
        all.reported("DateStyle", new DateStyle(), "ISO, MDY", "Form of dates and times.");
        all.flag("describe_field_name_in_uppercase", "off", "Result column names in capitals.");
        all.add(
                "extra_float_digits",
                new Whole(-15, 3),
                "1",
                "Digits of floating-point output; above 0 means exact.");
        all.reported("IntervalStyle", intervals, "postgres", "Form of intervals.");
        all.flag("progress_notices", "off", "Send notices about the progress of statements.");
        all.add("search_path", new Names(), path, "Schemas of names without a schema.");
        all.reported("standard_conforming_strings", on, "on", "Backslashes are plain characters.");
        all.reported("TimeZone", new Zone(), "UTC", "Time zone of the session.");
    }

    private static void addTransaction(Collector all) {
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
                "default_transaction_isolation",
                isolation,
                "snapshot",
                "Isolation of new transactions.");
        all.reported(
                "default_transaction_read_only",
                new Bool(),
                "off",
                "New transactions may not write.");
        all.add(
                "transaction_isolation",
                isolation,
                "snapshot",
                "Isolation of the current transaction.");
        all.flag("transaction_read_only", "off", "The current transaction may not write.");
    }

    private static void addLimits(Collector all) {
        Millis time = new Millis();
        all.add("statement_timeout", time, "0", "Longest time of a statement; 0 = no limit.");
        all.add("lock_timeout", time, "0", "Longest wait for a lock; 0 = no limit.");
        all.add(
                "query_memory",
                new Whole(0, Integer.MAX_VALUE),
                "0",
                "Megabytes that a query may use on each node; 0 = what its queue grants.");
        all.engine(
                "temp_file_limit",
                new Whole(-1, Integer.MAX_VALUE),
                "-1",
                "Kilobytes of temporary files of a query on each node; -1 = no limit.");
        all.add(
                "idle_in_transaction_session_timeout",
                time,
                "0",
                "Longest idle time inside a transaction; 0 = no limit.");
        all.add(
                "idle_session_timeout",
                time,
                "0",
                "Longest idle time outside transactions; 0 = no limit.");
    }

    private static void addQueries(Collector all) {
        all.flag("enable_case_sensitive_identifier", "off", "Quoted identifiers keep their case.");
        all.flag("enable_result_cache_for_session", "on", "Answer from the result cache.");
        all.flag("error_on_nondeterministic_update", "off", "UPDATE fails on several matches.");
        all.add(
                "max_concurrency_scaling_clusters",
                new Whole(0, 10),
                "1",
                "Most concurrency scaling clusters.");
        all.flag("mv_enable_aqmv_for_session", "on", "Rewrite queries to materialized views.");
        all.flag("pg_federation_repeatable_read", "on", "Isolation of federated queries.");
        all.add("query_group", new Text(), "", "Label that routes queries to a queue.");
        all.flag("spectrum_enable_pseudo_columns", "on", "External tables have $path and $size.");
        all.add(
                "spectrum_query_maxerror",
                new Whole(-1, Integer.MAX_VALUE),
                "-1",
                "Bad external rows that a query tolerates; -1 = handling off.");
        all.add("wlm_query_slot_count", new Whole(1, 50), "1", "Queue slots of a query.");
    }

    /** What the nodes read: other ways to the same answers, for tests and for comparisons. */
    private static void addEngine(Collector all) {
        Bool flag = new Bool();
        all.engine(
                "debug_aggregate",
                words("auto hash partition"),
                "auto",
                "Groups: of each worker, or by partition.");
        all.engine(
                "debug_batch_rows", new Whole(1, 2048), "2048", "Most rows of a source's batch.");
        all.engine("debug_equal_hashes", flag, "off", "All hashes are the same.");
        all.engine(
                "debug_join_algorithm",
                words("auto hash array rank"),
                "auto",
                "How joins look up integers.");
        all.engine("debug_spill", words("off always"), "off", "Operators use disk without need.");
        all.engine(
                "debug_workers",
                new Whole(0, 1024),
                "0",
                "Most tasks of a pipeline; 0 = no limit.");
        all.engine("enable_fusion", flag, "on", "Expressions may be compiled to kernels.");
        all.engine("enable_runtime_filters", flag, "on", "Joins filter the scans they read.");
        all.add("enable_shared_subplans", flag, "on", "What a statement has twice is run once.");
        all.engine(
                "enable_topn_filter", flag, "on", "Sorts with a limit filter the scans they read.");
        all.engine("enable_zone_maps", flag, "on", "Scans skip blocks that have no rows wanted.");
    }

    private static void addLoads(Collector all) {
        all.add(
                "analyze_threshold_percent",
                new Real(0, 100),
                "10",
                "Share of changed rows from which ANALYZE looks at a table.");
        all.add(
                "load_label",
                new Text(),
                "",
                "Label of transactions that change rows; of one label only one commits.");
        all.flag("enable_vacuum_boost", "off", "VACUUM runs with more resources.");
        all.flag("json_serialization_enable", "off", "SUPER values are always sent as JSON.");
        all.flag(
                "json_serialization_parse_nested_strings",
                "off",
                "Strings that hold JSON are parsed when SUPER values are sent.");
        all.flag("navigate_super_null_on_error", "on", "Missing parts of SUPER are NULL.");
        all.flag("parse_super_null_on_error", "off", "Broken SUPER input is NULL.");
        all.add(
                "stored_proc_log_min_messages",
                words("debug5 debug4 debug3 debug2 debug1 info log notice warning exception"),
                "log",
                "Least severity of procedure messages that are logged.");
    }

    private static void addFixed(Collector all) {
        all.fixed("in_hot_standby", "off", true, "The server is a standby.");
        all.fixed("integer_datetimes", "on", true, "Times are whole numbers.");
        all.fixed("is_superuser", "off", true, "The user is a superuser.");
        all.fixed("lc_collate", "C", false, "Order of texts.");
        all.fixed("lc_ctype", "C", false, "Classes of characters.");
        all.fixed("max_identifier_length", "127", false, "Longest name in bytes.");
        all.fixed("max_index_keys", "32", false, "Most columns of an index.");
        all.fixed("server_encoding", "UTF8", true, "Character set of the database.");
        all.fixed("server_version", SERVER_VERSION, true, "PostgreSQL version.");
        all.fixed("server_version_num", SERVER_VERSION_NUMBER, false, "It, as a number.");
        all.fixed("session_authorization", "", true, "The session's user.");
    }

    private static Word words(String list) {
        return new Word(List.of(list.split(" ")), List.of());
    }
}
