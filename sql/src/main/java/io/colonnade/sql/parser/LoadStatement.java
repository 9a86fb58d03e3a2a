package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import java.util.List;

/** COPY and UNLOAD. Nullable components say so. */
public sealed interface LoadStatement extends Statement {

    /** Where COPY reads. */
    sealed interface Source {
        /** Files, directories, globs or object prefixes, as written. */
        record Locations(List<String> locations) implements Source {}

        /** FROM STDIN: the client sends the data. */
        record ClientStream() implements Source {}
    }

    /** COPY table [(columns)] FROM source options. */
    record Copy(
            SqlIdentifier table, List<SqlIdentifier> columns, Source source, CopyOptions options)
            implements LoadStatement {
        @Override
        public String tag() {
            return "COPY";
        }
    }

    /**
     * COPY {table [(columns)] | (query)} TO STDOUT options.
     *
     * @param table null when there is a query
     * @param query null when there is a table
     */
    record CopyTo(
            SqlIdentifier table, List<SqlIdentifier> columns, SqlNode query, CopyOptions options)
            implements LoadStatement {
        @Override
        public String tag() {
            return "COPY";
        }
    }

    /** UNLOAD ('query') TO target options. */
    record Unload(SqlNode query, String queryText, String target, UnloadOptions options)
            implements LoadStatement {
        @Override
        public String tag() {
            return "UNLOAD";
        }
    }
}
