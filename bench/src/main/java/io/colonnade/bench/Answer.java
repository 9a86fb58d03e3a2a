package io.colonnade.bench;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that a query gave, as text in one form for all engines, and how to compare each column.
 * Immutable by convention: nobody changes the row arrays. NULL is null.
 */
public record Answer(List<AnswerColumn> columns, List<String[]> rows) {
    private static final String NULL_FIELD = "\\N";

    /** Reads all rows of a result; the column's rule follows from its SQL type. */
    public static Answer read(ResultSet result) throws SQLException {
        ResultSetMetaData metaData = result.getMetaData();
        int count = metaData.getColumnCount();
        int[] types = new int[count];
        List<AnswerColumn> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types[i] = metaData.getColumnType(i + 1);
            if (metaData.getColumnTypeName(i + 1).equals("HUGEINT")) {
                types[i] = Types.NUMERIC;
            }
            columns.add(new AnswerColumn(metaData.getColumnLabel(i + 1), rule(types[i])));
        }
        List<String[]> rows = new ArrayList<>();
        while (result.next()) {
            String[] row = new String[count];
            for (int i = 0; i < count; i++) {
                row[i] = value(result, i + 1, types[i]);
            }
            rows.add(row);
        }
        return new Answer(columns, rows);
    }

    private static AnswerColumn.Rule rule(int type) {
        return switch (type) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.DECIMAL,
                    Types.NUMERIC ->
                    AnswerColumn.Rule.EXACT;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> AnswerColumn.Rule.APPROXIMATE;
            default -> AnswerColumn.Rule.TEXT;
        };
    }

    private static String value(ResultSet result, int column, int type) throws SQLException {
        return switch (type) {
            case Types.BOOLEAN, Types.BIT -> {
                boolean value = result.getBoolean(column);
                yield result.wasNull() ? null : Boolean.toString(value);
            }
            case Types.TIMESTAMP -> timestamp(result.getObject(column, LocalDateTime.class));
            default -> {
                String value = result.getString(column);
                yield value == null ? null : value.stripTrailing();
            }
        };
    }

    /** Date arithmetic is a DATE in one engine and a TIMESTAMP in the other: midnight is a date. */
    private static String timestamp(LocalDateTime value) {
        if (value == null) {
            return null;
        }
        return value.equals(value.toLocalDate().atStartOfDay())
                ? value.toLocalDate().toString()
                : value.toString();
    }

    /** The text of a recorded answer: a line of columns, then a line per row. */
    public String encode() {
        StringBuilder text = new StringBuilder();
        text.append(
                columns.stream()
                        .map(column -> escape(column.name()) + ":" + column.rule())
                        .collect(Collectors.joining("|")));
        text.append('\n');
        for (String[] row : rows) {
            text.append(Arrays.stream(row).map(Answer::field).collect(Collectors.joining("|")));
            text.append('\n');
        }
        return text.toString();
    }

    /** Reads what {@link #encode} wrote. */
    public static Answer decode(String text) {
        List<String> lines = text.lines().toList();
        List<AnswerColumn> columns =
                Stream.of(lines.get(0).split("\\|", -1)).map(Answer::column).toList();
        List<String[]> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            rows.add(
                    Stream.of(line.split("\\|", -1))
                            .map(field -> field.equals(NULL_FIELD) ? null : unescape(field))
                            .toArray(String[]::new));
        }
        return new Answer(columns, rows);
    }

    private static AnswerColumn column(String text) {
        int colon = text.lastIndexOf(':');
        return new AnswerColumn(
                unescape(text.substring(0, colon)),
                AnswerColumn.Rule.valueOf(text.substring(colon + 1)));
    }

    private static String field(String value) {
        return value == null ? NULL_FIELD : escape(value);
    }

    /** The backslash goes first on the way in and last on the way out. */
    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("|", "\\p").replace("\n", "\\n");
    }

    private static String unescape(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                char escaped = value.charAt(i);
                text.append(escaped == 'p' ? '|' : escaped == 'n' ? '\n' : escaped);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
