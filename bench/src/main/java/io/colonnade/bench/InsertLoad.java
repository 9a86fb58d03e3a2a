package io.colonnade.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that insert single rows, each in a transaction of its own, and the query that such a
 * table is asked. The rows are counted afterwards: a commit that is not there is an error.
 */
public final class InsertLoad {
    /** The table is made again by each run. */
    private static final List<String> TABLE =
            List.of(
                    "DROP TABLE IF EXISTS bench_inserts",
                    "CREATE TABLE bench_inserts (id BIGINT NOT NULL DISTKEY, client INT, name"
                            + " VARCHAR(40), amount DECIMAL(12, 2), at TIMESTAMP)");

    private static final String QUERY =
            "SELECT client, count(*), sum(amount), max(name) FROM bench_inserts GROUP BY client";

    private final Connections connections;
    private final AtomicLong ids = new AtomicLong();

    /** Opens a connection to the server under test. */
    public interface Connections {
        /**
         * @param asText whether statements are sent as text, without parameters
         */
        Connection open(boolean asText) throws SQLException;
    }

    /**
     * What one run came to.
     *
     * @param micros time of each commit as its client saw it, ascending
     */
    public record Outcome(double seconds, long[] micros) {
        public double commitsPerSecond() {
            return micros.length / seconds;
        }

        /** The time that this share of the commits took at most, in milliseconds. */
        public double millis(double share) {
            int index = (int) Math.ceil(share * micros.length) - 1;
            return micros.length == 0 ? 0 : micros[Math.max(0, index)] / 1e3;
        }
    }

    public InsertLoad(Connections connections) {
        this.connections = connections;
    }

    public void createTable() throws SQLException {
        try (Connection connection = connections.open(true);
                Statement statement = connection.createStatement()) {
            for (String sql : TABLE) {
                statement.execute(sql);
            }
        }
    }

    /** Inserts for so long, or so many rows if they are fewer. */
    public Outcome run(int clients, double seconds, long rows, boolean asText)
            throws SQLException, InterruptedException {
        AtomicLong left = new AtomicLong(rows);
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        List<long[]> parts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<long[]>> running = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                int client = c;
                Callable<long[]> work = () -> insert(client, end, left, asText);
                running.add(threads.submit(work));
            }
            for (Future<long[]> part : running) {
                parts.add(part.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
        }
        double took = (System.nanoTime() - start) / 1e9;
        return new Outcome(took, parts.stream().flatMapToLong(Arrays::stream).sorted().toArray());
    }

    private long[] insert(int client, long end, AtomicLong left, boolean asText)
            throws SQLException {
        long[] micros = new long[1_024];
        int count = 0;
        try (Connection connection = connections.open(asText);
                Statement text = connection.createStatement();
                PreparedStatement prepared =
                        connection.prepareStatement(
                                "INSERT INTO bench_inserts VALUES (?, ?, ?, ?, ?)")) {
            while (System.nanoTime() < end && left.getAndDecrement() > 0) {
                long id = ids.getAndIncrement();
                long before = System.nanoTime();
                if (asText) {
                    text.executeUpdate(statement(id, client));
                } else {
                    bind(prepared, id, client);
                    prepared.executeUpdate();
                }
                if (count == micros.length) {
                    micros = Arrays.copyOf(micros, 2 * count);
                }
                micros[count++] = (System.nanoTime() - before) / 1_000;
            }
        }
        return Arrays.copyOf(micros, count);
    }

    private static String statement(long id, int client) {
        return String.format(
                Locale.ROOT,
                "INSERT INTO bench_inserts VALUES (%d, %d, 'name of %d', %d.%02d,"
                        + " '2026-01-01 00:00:%02d')",
                id,
                client,
                id,
                id % 10_000,
                id % 100,
                id % 60);
    }

    private static void bind(PreparedStatement insert, long id, int client) throws SQLException {
        insert.setLong(1, id);
        insert.setInt(2, client);
        insert.setString(3, "name of " + id);
        insert.setBigDecimal(4, java.math.BigDecimal.valueOf(id % 1_000_000, 2));
        insert.setObject(5, java.time.LocalDateTime.of(2026, 1, 1, 0, 0, (int) (id % 60)));
    }

    /** Rows in the table; each id must be there once. */
    public long count() throws SQLException {
        try (Connection connection = connections.open(true);
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT count(*), count(DISTINCT id) FROM bench_inserts")) {
            result.next();
            if (result.getLong(1) != result.getLong(2)) {
                throw new SQLException(
                        result.getLong(1) + " rows, but " + result.getLong(2) + " ids");
            }
            return result.getLong(1);
        }
    }

    /** Median time of the query in milliseconds, results not from a cache. */
    public double queryMillis(int runs) throws SQLException {
        Timings timings = new Timings(1, runs);
        try (Connection connection = connections.open(true);
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_result_cache_for_session TO off");
            for (int run = -runs; run < runs; run++) {
                long before = System.nanoTime();
                try (ResultSet result = statement.executeQuery(QUERY)) {
                    while (result.next()) {
                        result.getLong(2);
                    }
                }
                if (run >= 0) {
                    timings.add(0, System.nanoTime() - before);
                }
            }
        }
        return timings.medianMillis(0);
    }
}
