package io.colonnade.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A table in the database itself that says what was loaded into it, written last, so that the next
 * run need not load again. The same for every engine. One thread owns it.
 */
public final class LoadNote {
    /** Raised when the same facts would give other rows or other tables. */
    private static final int LAYOUT = 1;

    private static final String TABLE = "bench_tpch_load";

    private final Connection connection;
    private final String facts;

    private LoadNote(Connection connection, String facts) {
        this.connection = connection;
        this.facts = facts;
    }

    /** The note of a database that holds all rows of this scale in this order. */
    public static LoadNote of(Connection connection, double scale, TpchOrder order) {
        StringBuilder tables = new StringBuilder();
        for (TpchTable table : TpchTable.values()) {
            tables.append(table.createStatement(order));
        }
        String facts =
                "layout "
                        + LAYOUT
                        + ", scale "
                        + TpchData.plain(scale)
                        + ", "
                        + order.word()
                        + ", tables "
                        + Integer.toHexString(tables.toString().hashCode());
        return new LoadNote(connection, facts);
    }

    /** Whether the database says so. */
    public boolean isThere() {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT facts FROM " + TABLE)) {
            return result.next() && facts.equals(result.getString(1));
        } catch (SQLException e) {
            // there is no such table before the first load
            return false;
        }
    }

    /** To be called before the tables are touched. */
    public void remove() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + TABLE);
        }
    }

    public void write() throws SQLException {
        remove();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + TABLE + " (facts VARCHAR(200))");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?)")) {
            insert.setString(1, facts);
            insert.executeUpdate();
        }
    }
}
