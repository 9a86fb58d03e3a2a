package io.colonnade.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many column blocks the scans of a query read and skipped, as EXPLAIN ANALYZE tells it. */
record BlockCounts(long read, long skipped) {
    /** The line for all scans together; those of single scans are indented. */
    private static final Pattern TOTAL = Pattern.compile("^Blocks: read=([0-9]+) skipped=([0-9]+)");

    /** Runs the query under EXPLAIN ANALYZE; empty if its text does not count blocks. */
    static Optional<BlockCounts> explain(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("EXPLAIN ANALYZE " + sql)) {
            while (lines.next()) {
                Matcher total = TOTAL.matcher(lines.getString(1));
                if (total.find()) {
                    return Optional.of(
                            new BlockCounts(
                                    Long.parseLong(total.group(1)),
                                    Long.parseLong(total.group(2))));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return read + "/" + skipped;
    }
}
