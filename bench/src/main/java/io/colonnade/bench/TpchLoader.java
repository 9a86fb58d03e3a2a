package io.colonnade.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Puts generated data into a running Colonnade over its PostgreSQL port. One thread owns it. */
public final class TpchLoader {
    private final Connection connection;

    public TpchLoader(Connection connection) {
        this.connection = connection;
    }

    /** Creates the eight tables anew, with their keys; what they held before is gone. */
    public void createTables() throws SQLException {
        createTables(TpchOrder.SORTED);
    }

    /** The same for rows in this order. */
    public void createTables(TpchOrder order) throws SQLException {
        for (TpchTable table : TpchTable.values()) {
            execute("DROP TABLE IF EXISTS " + table.tableName());
            execute(table.createStatement(order));
        }
    }

    /** Loads all files of a table with one COPY; returns the number of rows that are there then. */
    public long copy(TpchTable table, TpchData data) throws SQLException {
        String folder = data.folder(table).toString().replace("'", "''");
        execute("COPY " + table.tableName() + " FROM '" + folder + "/' DELIMITER '|'");
        return rowCount(table);
    }

    public long rowCount(TpchTable table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT count(*) FROM " + table.tableName())) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Gathers the statistics that the planner orders joins by. */
    public void analyze() throws SQLException {
        for (TpchTable table : TpchTable.values()) {
            execute("ANALYZE " + table.tableName());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
