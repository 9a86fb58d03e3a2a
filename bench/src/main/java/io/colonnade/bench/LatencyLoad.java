package io.colonnade.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Small questions asked one after the other by one client, as text and prepared: nothing, one row
 * by its key, all rows of a small table. Every answer's rows are counted. One thread owns it.
 */
public final class LatencyLoad {
    private static final int POINTS = 10_000;
    private static final int DIMENSION = 1_000;

    /** The tables are made again by each run. */
    private static final List<String> TABLES =
            List.of(
                    "DROP TABLE IF EXISTS bench_points",
                    "CREATE TABLE bench_points (id INT NOT NULL, name VARCHAR(40), amount"
                            + " DECIMAL(12, 2)) DISTKEY (id) SORTKEY (id)",
                    "INSERT INTO bench_points SELECT i, 'name of ' || i, i / 100.0 FROM"
                            + " generate_series(1, 10000) AS series (i)",
                    "DROP TABLE IF EXISTS bench_dimension",
                    "CREATE TABLE bench_dimension (id INT NOT NULL, name VARCHAR(40), country"
                            + " CHAR(2)) DISTSTYLE ALL SORTKEY (id)",
                    "INSERT INTO bench_dimension SELECT i, 'name of ' || i, 'de' FROM"
                            + " generate_series(1, 1000) AS series (i)",
                    "ANALYZE bench_points",
                    "ANALYZE bench_dimension");

    private final InsertLoad.Connections connections;

    public LatencyLoad(InsertLoad.Connections connections) {
        this.connections = connections;
    }

    /**
     * A question.
     *
     * @param sql with ? where the key goes, if there is one
     * @param rows that every answer has
     */
    public record Question(String label, String sql, boolean asText, int rows) {
        private String text(int key) {
            return sql.replace("?", Integer.toString(key));
        }

        private boolean hasKey() {
            return sql.contains("?");
        }
    }

    /** How long the answers took, ascending. */
    public record Outcome(Question question, long[] nanos) {
        /** The time that this share of the answers took at most, in milliseconds. */
        public double millis(double share) {
            int index = (int) Math.ceil(share * nanos.length) - 1;
            return nanos[Math.max(0, index)] / 1e6;
        }
    }

    public void createTables() throws SQLException {
        try (Connection connection = connections.open(true);
                Statement statement = connection.createStatement()) {
            for (String sql : TABLES) {
                statement.execute(sql);
            }
        }
    }

    public static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (boolean asText : List.of(true, false)) {
            String kind = asText ? ", text" : ", prepared";
            questions.add(new Question("select 1" + kind, "SELECT 1", asText, 1));
            questions.add(
                    new Question(
                            "point query" + kind,
                            "SELECT name, amount FROM bench_points WHERE id = ?",
                            asText,
                            1));
            questions.add(
                    new Question(
                            "dimension scan" + kind,
                            "SELECT id, name, country FROM bench_dimension",
                            asText,
                            DIMENSION));
        }
        return questions;
    }

    /** Asks so many times after a warm-up of as many; no result is kept by the server. */
    public Outcome ask(Question question, int times) throws SQLException {
        try (Connection connection = connections.open(question.asText());
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_result_cache_for_session TO off");
            if (question.asText()) {
                return new Outcome(question, askAsText(question, statement, times));
            }
            try (PreparedStatement prepared = connection.prepareStatement(question.sql())) {
                return new Outcome(question, askPrepared(question, prepared, times));
            }
        }
    }

    private static long[] askAsText(Question question, Statement statement, int times)
            throws SQLException {
        long[] nanos = new long[times];
        for (int i = -times; i < times; i++) {
            String sql = question.text(key(i));
            long start = System.nanoTime();
            try (ResultSet result = statement.executeQuery(sql)) {
                count(question, result);
            }
            nanos[Math.max(0, i)] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static long[] askPrepared(Question question, PreparedStatement prepared, int times)
            throws SQLException {
        long[] nanos = new long[times];
        for (int i = -times; i < times; i++) {
            long start = System.nanoTime();
            if (question.hasKey()) {
                prepared.setInt(1, key(i));
            }
            try (ResultSet result = prepared.executeQuery()) {
                count(question, result);
            }
            nanos[Math.max(0, i)] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    /** Spread over the table, each time another one. */
    private static int key(int i) {
        return Math.floorMod(i * 7_919, POINTS) + 1;
    }

    private static void count(Question question, ResultSet result) throws SQLException {
        int rows = 0;
        while (result.next()) {
            result.getString(1);
            rows++;
        }
        if (rows != question.rows()) {
            throw new SQLException(
                    question.label() + " gave " + rows + " rows, not " + question.rows());
        }
    }
}
