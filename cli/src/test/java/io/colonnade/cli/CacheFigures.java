package io.colonnade.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The counters of the only compute node's caches, as stv_cache tells them at one moment. */
record CacheFigures(
        long memoryHits,
        long diskHits,
        long misses,
        long prefetchesUsed,
        long evictions,
        long corrupt,
        long refetched,
        long entries,
        long waitingBytes) {

    static CacheFigures read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select memory_hits, disk_hits, misses, prefetches_used, evictions,"
                                        + " corrupt, refetched, local_entries, waiting_bytes from"
                                        + " stv_cache")) {
            row.next();
            return new CacheFigures(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9));
        }
    }

    /** The figures once nothing waits to be written to local disk. */
    static CacheFigures settled(Connection connection) throws SQLException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        CacheFigures figures = read(connection);
        while (figures.waitingBytes > 0 && System.nanoTime() < deadline) {
            figures = read(connection);
        }
        return figures;
    }

    /** Of the blocks read since then, the share that the store did not have to give. */
    double hitRateSince(CacheFigures before) {
        double hits = memoryHits - before.memoryHits + diskHits - before.diskHits;
        double fromStore = misses - before.misses + prefetchesUsed - before.prefetchesUsed;
        return hits / (hits + fromStore);
    }
}
