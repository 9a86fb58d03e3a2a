package io.colonnade.cli;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The shell's own commands, which begin with a backslash. */
final class MetaCommands {
    /** What the shell does after a command. */
    enum Outcome {
        DONE,
        FAILED,
        QUIT
    }

    private static final Set<String> SYSTEM_SCHEMAS = Set.of("pg_catalog", "information_schema");

    private static final String HELP =
            """
            \\d           list tables and views
            \\d NAME      the columns of a table or view (NAME may be schema.name)
            \\dt          list tables
            \\i FILE      run the statements of a file
            \\timing      show how long statements take, or no longer
            \\?           this help
            \\q           quit (so does Ctrl-D); Ctrl-C cancels the running statement
            A statement ends with a semicolon.
            """;

    private final ShellSession session;
    private final SqlShell shell;

    MetaCommands(ShellSession session, SqlShell shell) {
        this.session = session;
        this.shell = shell;
    }

    Outcome run(String line) {
        String[] words = line.strip().replaceAll(";+$", "").split("\\s+", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        try {
            return switch (words[0]) {
                case "\\q" -> Outcome.QUIT;
                case "\\?" -> help();
                case "\\timing" -> toggleTiming(argument);
                case "\\i" -> shell.runFile(argument) ? Outcome.DONE : Outcome.FAILED;
                case "\\dt" -> tables(new String[] {"TABLE", "PARTITIONED TABLE"});
                case "\\d" ->
                        argument.isEmpty()
                                ? tables(new String[] {"TABLE", "PARTITIONED TABLE", "VIEW"})
                                : columns(argument);
                default -> failed("invalid command " + words[0] + ", try \\?");
            };
        } catch (SQLException e) {
            return failed(ErrorText.asInPsql(e, ""));
        }
    }

    private Outcome failed(String message) {
        shell.err().println(message);
        shell.err().flush();
        return Outcome.FAILED;
    }

    private Outcome help() {
        session.out().print(HELP);
        session.out().flush();
        return Outcome.DONE;
    }

    private Outcome toggleTiming(String argument) {
        switch (argument) {
            case "on" -> session.setTiming(true);
            case "off" -> session.setTiming(false);
            default -> session.setTiming(!session.timing());
        }
        session.out().println("Timing is " + (session.timing() ? "on." : "off."));
        session.out().flush();
        return Outcome.DONE;
    }

    private Outcome tables(String[] types) throws SQLException {
        List<String[]> rows = new ArrayList<>();
        DatabaseMetaData metaData = session.connection().getMetaData();
        try (ResultSet tables = metaData.getTables(null, null, "%", types)) {
            while (tables.next()) {
                String schema = tables.getString("TABLE_SCHEM");
                if (!SYSTEM_SCHEMAS.contains(schema)) {
                    String type = tables.getString("TABLE_TYPE").toLowerCase(Locale.ROOT);
                    rows.add(new String[] {schema, tables.getString("TABLE_NAME"), type});
                }
            }
        }
        if (rows.isEmpty()) {
            return failed("There are no tables.");
        }
        return print(List.of("Schema", "Name", "Type"), rows);
    }

    private Outcome columns(String name) throws SQLException {
        int dot = name.indexOf('.');
        String schema = dot < 0 ? null : identifier(name.substring(0, dot));
        String table = identifier(name.substring(dot + 1));
        List<String[]> rows = new ArrayList<>();
        DatabaseMetaData metaData = session.connection().getMetaData();
        try (ResultSet columns = metaData.getColumns(null, pattern(schema), pattern(table), "%")) {
            while (columns.next()) {
                boolean required = columns.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls;
                rows.add(
                        new String[] {
                            columns.getString("COLUMN_NAME"),
                            type(columns),
                            required ? "not null" : "",
                            columns.getString("COLUMN_DEF") == null
                                    ? ""
                                    : columns.getString("COLUMN_DEF")
                        });
            }
        }
        if (rows.isEmpty()) {
            return failed("There is no table or view " + name + ".");
        }
        return print(List.of("Column", "Type", "Nullable", "Default"), rows);
    }

    private static String type(ResultSet column) throws SQLException {
        String name = column.getString("TYPE_NAME");
        int size = column.getInt("COLUMN_SIZE");
        return switch (name) {
            case "numeric" -> name + "(" + size + "," + column.getInt("DECIMAL_DIGITS") + ")";
            case "varchar", "bpchar" -> name + "(" + size + ")";
            default -> name;
        };
    }

    private Outcome print(List<String> names, List<String[]> rows) {
        session.print(
                new ResultTable(
                        names.stream().map(name -> new ResultTable.Column(name, false)).toList(),
                        rows));
        session.out().flush();
        return Outcome.DONE;
    }

    /** Unquoted names are in lower case, as in SQL. */
    private static String identifier(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text.toLowerCase(Locale.ROOT);
    }

    /** JDBC takes names as LIKE patterns; this one matches itself only. */
    private static String pattern(String name) {
        return name == null
                ? null
                : name.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%");
    }
}
