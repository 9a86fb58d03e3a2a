package io.colonnade.cli;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Rows to print: values as the server wrote them, NULL as null. */
record ResultTable(List<Column> columns, List<String[]> rows) {
    record Column(String name, boolean rightAligned) {}

    static ResultTable read(ResultSet result) throws SQLException {
        ResultSetMetaData metaData = result.getMetaData();
        int count = metaData.getColumnCount();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            columns.add(
                    new Column(metaData.getColumnLabel(i), isNumber(metaData.getColumnType(i))));
        }
        List<String[]> rows = new ArrayList<>();
        while (result.next()) {
            String[] row = new String[count];
            for (int i = 0; i < count; i++) {
                row[i] = result.getString(i + 1);
            }
            rows.add(row);
        }
        return new ResultTable(columns, rows);
    }

    private static boolean isNumber(int type) {
        return switch (type) {
            case Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.NUMERIC,
                    Types.DECIMAL,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE ->
                    true;
            default -> false;
        };
    }
}
