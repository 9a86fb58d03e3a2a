package io.colonnade.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The independent engine that answers and times are compared with, in this process. One thread owns
 * it. Its driver is not part of the product: without it, opening says so.
 */
public final class DuckDb implements AutoCloseable {
    private final Connection connection;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /** An empty database in memory that works on so many threads. */
    public static DuckDb inMemory(int threads) throws SQLException {
        return open("jdbc:duckdb:", threads);
    }

    /** A database in a file, made if it is not there. */
    public static DuckDb inFile(Path file, int threads) throws SQLException {
        return open("jdbc:duckdb:" + file, threads);
    }

    private static DuckDb open(String url, int threads) throws SQLException {
        DuckDb engine = new DuckDb(DriverManager.getConnection(url));
        engine.execute("SET threads TO " + threads);
        return engine;
    }

    public Connection connection() {
        return connection;
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public Answer answer(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Answer.read(result);
        }
    }

    /** Creates the eight tables and loads the generated files into them. */
    public void load(TpchData data) throws SQLException, IOException {
        for (TpchTable table : TpchTable.values()) {
            execute(table.plainCreateStatement());
            execute("INSERT INTO " + table.tableName() + " " + selectFromFiles(data, table));
        }
    }

    /** dbgen ends a row with a delimiter, which makes one more column without a value. */
    private static String selectFromFiles(TpchData data, TpchTable table) {
        List<String> columns = new ArrayList<>();
        table.plainCreateStatement()
                .lines()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .forEach(
                        line -> {
                            String[] words = line.split(" ");
                            String type = words[1].replaceAll(",$", "");
                            columns.add("'" + words[0] + "': '" + type + "'");
                        });
        return "SELECT * EXCLUDE (end_of_row) FROM read_csv('"
                + data.folder(table)
                + "/*', "
                + "delim = '|', header = false, auto_detect = false, quote = '', escape = '', "
                + "columns = {"
                + String.join(", ", columns)
                + ", 'end_of_row': 'VARCHAR'})";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
