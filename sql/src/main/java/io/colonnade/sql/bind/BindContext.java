package io.colonnade.sql.bind;

import io.colonnade.log.TableDefinition;
import io.colonnade.sql.catalog.Catalog;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What a statement's meaning depends on besides its text and the catalog. Immutable; made by the
 * session per statement.
 *
 * @param searchPath schemas in which unqualified names are looked for; pg_catalog comes first
 *     unless it is listed
 * @param nowMicros start of the transaction, microseconds since 1970 UTC
 * @param zone the session's time zone
 * @param settings by lower-case name, for current_setting
 * @param identityStart how many values of a table's identity columns have been given out so far
 */
public record BindContext(
        List<String> searchPath,
        String user,
        String database,
        int backendId,
        long nowMicros,
        ZoneId zone,
        Map<String, String> settings,
        ToLongFunction<TableDefinition> identityStart) {
    static final String SYSTEM_SCHEMA = "pg_catalog";

    /** What the names of schemas of temporary tables begin with; the session's number follows. */
    public static final String TEMPORARY_PREFIX = "pg_temp_";

    /** Name that every session has for its own one. */
    public static final String TEMPORARY_ALIAS = "pg_temp";

    /** A context for statements of one session with the defaults for everything rare. */
    public static BindContext of(
            List<String> searchPath, String user, String database, long nowMicros, ZoneId zone) {
        return new BindContext(
                searchPath, user, database, 0, nowMicros, zone, Map.of(), table -> 0);
    }

    /** The same with only those schemas of the search path that there are. */
    BindContext inSchemasOf(Catalog catalog) {
        return new BindContext(
                searchPath.stream().filter(catalog::hasSchema).toList(),
                user,
                database,
                backendId,
                nowMicros,
                zone,
                settings,
                identityStart);
    }

    /** The schema of the session's temporary tables; it exists when there is one. */
    public String temporarySchema() {
        return TEMPORARY_PREFIX + backendId;
    }

    /** Schemas in which relations are looked for: temporary ones hide others. */
    public List<String> relationPath(Catalog catalog) {
        if (!catalog.hasSchema(temporarySchema())) {
            return searchPath;
        }
        List<String> path = new ArrayList<>();
        path.add(temporarySchema());
        path.addAll(searchPath);
        return path;
    }

    /** The schema that new objects go to, or null when the search path names none. */
    String currentSchema() {
        return searchPath.isEmpty() ? null : searchPath.getFirst();
    }
}
