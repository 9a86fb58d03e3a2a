package io.colonnade.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many column blocks the scans of a query read and skipped, as EXPLAIN ANALYZE tells it. */
record BlockCounts(long read, long skipped) {
    private static final Pattern READ = Pattern.compile("blocks read[=: ]+([0-9]+)");
    private static final Pattern SKIPPED = Pattern.compile("skipped[=: ]+([0-9]+)");

    /** Runs the query under EXPLAIN ANALYZE; empty if its text does not count blocks. */
    static Optional<BlockCounts> explain(Connection connection, String sql) throws SQLException {
        long read = 0;
        long skipped = 0;
        boolean found = false;
        try (Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("EXPLAIN ANALYZE " + sql)) {
            while (lines.next()) {
                String line = lines.getString(1).toLowerCase(Locale.ROOT);
                Matcher readHere = READ.matcher(line);
                if (readHere.find()) {
                    found = true;
                    read += Long.parseLong(readHere.group(1));
                    Matcher skippedHere = SKIPPED.matcher(line);
                    skipped +=
                            skippedHere.find(readHere.end())
                                    ? Long.parseLong(skippedHere.group(1))
                                    : 0;
                }
            }
        }
        return found ? Optional.of(new BlockCounts(read, skipped)) : Optional.empty();
    }

    @Override
    public String toString() {
        return read + "/" + skipped;
    }
}
