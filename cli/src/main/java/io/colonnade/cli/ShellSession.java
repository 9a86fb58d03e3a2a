package io.colonnade.cli;

import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection of the shell: runs statements and prints what they give. One thread runs; {@link
 * #cancel} may come from any.
 */
final class ShellSession {
    private static final Pattern COMMAND_WORDS =
            Pattern.compile("^\\W*(\\w+)(?:\\s+(\\w+))?", Pattern.UNICODE_CHARACTER_CLASS);

    private final Connection connection;
    private final PrintWriter out;
    private final PrintWriter err;
    private final ResultFormat format;
    private final String nullText;
    private volatile Statement running;
    private boolean timing;

    ShellSession(
            Connection connection,
            PrintWriter out,
            PrintWriter err,
            ResultFormat format,
            String nullText) {
        this.connection = connection;
        this.out = out;
        this.err = err;
        this.format = format;
        this.nullText = nullText;
    }

    Connection connection() {
        return connection;
    }

    PrintWriter out() {
        return out;
    }

    void setTiming(boolean on) {
        timing = on;
    }

    boolean timing() {
        return timing;
    }

    /** Runs one statement; false if it failed, which was printed then, after {@code where}. */
    boolean run(String sql, String where) {
        long start = System.nanoTime();
        boolean succeeded = true;
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            running = statement;
            print(statement, statement.execute(sql), sql);
            warnings(statement.getWarnings());
        } catch (SQLException e) {
            out.flush();
            err.println(where + ErrorText.asInPsql(e, sql));
            succeeded = false;
        } finally {
            running = null;
        }
        if (timing) {
            double millis = (System.nanoTime() - start) / 1e6;
            out.println(String.format(Locale.ROOT, "Time: %.3f ms", millis));
        }
        out.flush();
        err.flush();
        return succeeded;
    }

    private void print(Statement statement, boolean firstIsRows, String sql) throws SQLException {
        boolean isRows = firstIsRows;
        while (isRows || statement.getUpdateCount() >= 0) {
            if (isRows) {
                try (ResultSet result = statement.getResultSet()) {
                    print(ResultTable.read(result));
                }
            } else if (format == ResultFormat.ALIGNED) {
                out.println(tag(sql, statement.getLargeUpdateCount()));
            }
            isRows = statement.getMoreResults();
        }
    }

    void print(ResultTable table) {
        out.print(format.print(table, nullText));
        if (format == ResultFormat.ALIGNED) {
            out.println();
        }
    }

    private void warnings(SQLWarning first) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            ServerErrorMessage message =
                    warning instanceof PSQLWarning ours ? ours.getServerErrorMessage() : null;
            String severity = message == null ? "NOTICE" : message.getSeverity();
            err.println(severity + ":  " + warning.getMessage());
        }
    }

    /** JDBC does not hand on the server's command tag; this is what it would say. */
    static String tag(String sql, long count) {
        Matcher words = COMMAND_WORDS.matcher(sql.replaceAll("(?s)/\\*.*?\\*/|--[^\n]*", ""));
        if (!words.find()) {
            return "OK";
        }
        String verb = words.group(1).toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "INSERT" -> "INSERT 0 " + count;
            case "UPDATE", "DELETE", "COPY", "MERGE" -> verb + " " + count;
            case "WITH", "SELECT" -> "OK, " + count + " rows";
            case "CREATE", "DROP", "ALTER" ->
                    words.group(2) == null
                            ? verb
                            : verb + " " + words.group(2).toUpperCase(Locale.ROOT);
            default -> verb;
        };
    }

    /** Asks the server to stop the statement that runs now; nothing happens without one. */
    void cancel() {
        Statement statement = running;
        if (statement == null) {
            return;
        }
        try {
            statement.cancel();
        } catch (SQLException e) {
            err.println("cannot cancel: " + ErrorText.oneLine(e));
            err.flush();
        }
    }

    /** How the prompt shows the transaction: nothing, * inside one, ! in a failed one. */
    String transactionMark() {
        try {
            return switch (connection.unwrap(PgConnection.class).getTransactionState()) {
                case IDLE -> "";
                case OPEN -> "*";
                case FAILED -> "!";
            };
        } catch (SQLException e) {
            return "?";
        }
    }

    boolean isClosed() {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
