package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.List;

/** ANALYZE, VACUUM and their kin. Nullable components say so. */
public sealed interface MaintenanceStatement extends Statement {

    /** Which columns ANALYZE looks at. */
    enum AnalyzeColumns {
        /** Nothing written. */
        DEFAULT,
        /** PREDICATE COLUMNS. */
        PREDICATE,
        /** ALL COLUMNS. */
        ALL,
        /** A list. */
        LISTED
    }

    /**
     * ANALYZE [VERBOSE] [table [(columns)]] [PREDICATE COLUMNS | ALL COLUMNS].
     *
     * @param table null for every table
     */
    record Analyze(
            boolean verbose, SqlIdentifier table, List<SqlIdentifier> columns, AnalyzeColumns which)
            implements MaintenanceStatement {
        @Override
        public String tag() {
            return "ANALYZE";
        }
    }

    /**
     * ANALYZE COMPRESSION [table [(columns)]] [COMPROWS rows].
     *
     * @param table null for every table
     * @param rows null when not written
     */
    record AnalyzeCompression(SqlIdentifier table, List<SqlIdentifier> columns, Long rows)
            implements MaintenanceStatement {
        @Override
        public String tag() {
            return "ANALYZE COMPRESSION";
        }
    }

    /** What VACUUM does. */
    enum VacuumKind {
        FULL,
        SORT_ONLY,
        DELETE_ONLY,
        REINDEX,
        RECLUSTER
    }

    /**
     * VACUUM [kind] [table [TO thresholdPercent PERCENT]] [BOOST].
     *
     * @param table null for every table
     * @param thresholdPercent null when not written (95 then)
     * @param analyze VACUUM ANALYZE or VACUUM (ANALYZE) of PostgreSQL
     */
    record Vacuum(
            VacuumKind kind,
            SqlIdentifier table,
            Integer thresholdPercent,
            boolean boost,
            boolean verbose,
            boolean analyze)
            implements MaintenanceStatement {
        @Override
        public String tag() {
            return "VACUUM";
        }
    }
}
