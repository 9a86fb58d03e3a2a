package io.colonnade.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the columns of a table take in our store. One thread. */
public final class StoredColumns {
    private StoredColumns() {}

    /** The blocks of one column that have one encoding. */
    public record Size(String column, String encoding, long bytes, long blocks) {}

    /** Blocks only: what a segment has beside them are dictionaries and the footer. */
    public static List<Size> of(Connection connection, String table) throws SQLException {
        String sql =
                "SELECT c.column_name, b.encoding, sum(b.encoded_bytes), count(*) FROM"
                        + " stv_blocklist b JOIN information_schema.columns c ON"
                        + " c.ordinal_position = b.col + 1 AND c.table_name = '"
                        + table
                        + "' WHERE b.tbl = (SELECT table_id FROM svv_table_info WHERE \"table\" ="
                        + " '"
                        + table
                        + "') GROUP BY 1, 2 ORDER BY 3 DESC";
        List<Size> sizes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                sizes.add(
                        new Size(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getLong(4)));
            }
        }
        return sizes;
    }

    /** Bytes of these columns together. */
    public static long bytes(Connection connection, String table, Collection<String> columns)
            throws SQLException {
        return of(connection, table).stream()
                .filter(size -> columns.contains(size.column()))
                .mapToLong(Size::bytes)
                .sum();
    }
}
