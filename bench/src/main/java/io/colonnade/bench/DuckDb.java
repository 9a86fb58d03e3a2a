package io.colonnade.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The independent engine that answers and times are compared with, in this process. One thread owns
 * it. Its driver is not part of the product: without it, opening says so.
 */
public final class DuckDb implements AutoCloseable {
    private static final Pattern COLUMN = Pattern.compile("^ {4}(\\w+) (\\w+(?:\\([0-9,]+\\))?)");

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

    /** As the engine itself says it. */
    public String version() throws SQLException {
        return answer("SELECT version()").rows().getFirst()[0];
    }

    /** How many threads it works on, as it says itself. */
    public String threads() throws SQLException {
        return answer("SELECT current_setting('threads')").rows().getFirst()[0];
    }

    /** Limits what the engine may use, as it understands it: its block buffers count, too. */
    public void limitMemory(long bytes) throws SQLException {
        execute("SET memory_limit = '" + (bytes >> 20) + "MiB'");
    }

    /** Creates the eight tables and loads the generated files into them. */
    public void load(TpchData data) throws SQLException {
        load(data, TpchOrder.NATURAL, Progress.NONE);
    }

    /** Creates the eight tables anew and loads the generated files into them in this order. */
    public void load(TpchData data, TpchOrder order, Progress progress) throws SQLException {
        for (TpchTable table : TpchTable.values()) {
            progress.note(table.tableName());
            execute("DROP TABLE IF EXISTS " + table.tableName());
            String ending = order == TpchOrder.NATURAL ? "" : " ORDER BY " + table.sortColumns();
            load(table.tableName(), table.plainCreateStatement(), data.folder(table), ending);
            progress.advance(table.estimatedRows(data.scale()));
        }
    }

    /**
     * Creates a table and loads the dbgen files of a folder into it; \N is NULL.
     *
     * @param createStatement with one column per indented line, name and type first
     */
    public void load(String table, String createStatement, Path folder) throws SQLException {
        load(table, createStatement, folder, "");
    }

    private void load(String table, String createStatement, Path folder, String ending)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        for (String line : createStatement.lines().toList()) {
            Matcher column = COLUMN.matcher(line);
            if (column.find()) {
                columns.add("'" + column.group(1) + "': '" + column.group(2) + "'");
            }
        }
        // dbgen ends a row with a delimiter, which makes one more column without a value
        columns.add("'end_of_row': 'VARCHAR'");
        execute(createStatement);
        execute(
                "INSERT INTO "
                        + table
                        + " SELECT * EXCLUDE (end_of_row) FROM read_csv('"
                        + folder
                        + "/*', delim = '|', header = false, auto_detect = false, quote = '',"
                        + " escape = '', nullstr = '\\N', columns = {"
                        + String.join(", ", columns)
                        + "})"
                        + ending);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
