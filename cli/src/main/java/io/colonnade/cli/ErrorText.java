package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.util.Optional;

/** How errors are shown: in one line for commands, as psql does in the shell. */
final class ErrorText {
    /** A line of SQL is shown this far, with the error's place in sight. */
    private static final int EXCERPT_CHARACTERS = 72;

    private ErrorText() {}

    /** One line that says what went wrong and, if known, what to do. */
    static String oneLine(Throwable error) {
        if (error instanceof ColonnadeException ours) {
            StringBuilder text = new StringBuilder(ours.getMessage());
            if (ours.detail() != null) {
                text.append(" (").append(ours.detail()).append(')');
            }
            if (ours.hint() != null) {
                text.append(". ").append(ours.hint());
            }
            return flat(text.toString());
        }
        String message = error.getMessage();
        return flat(message == null ? error.toString() : message);
    }

    private static String flat(String text) {
        return text.strip().replaceAll("\\s*\\n\\s*", " ");
    }

    /** Severity and message, the place in the statement, DETAIL and HINT, each on its lines. */
    static String asInPsql(Throwable error, String sql) {
        Optional<ServerErrorMessage> server = serverMessage(error);
        if (server.isEmpty()) {
            return "ERROR:  " + oneLine(error);
        }
        ServerErrorMessage message = server.get();
        StringBuilder text = new StringBuilder();
        text.append(message.getSeverity()).append(":  ").append(message.getMessage());
        if (message.getPosition() > 0 && message.getPosition() <= sql.length() + 1) {
            appendPlace(text, sql, message.getPosition());
        }
        append(text, "DETAIL", message.getDetail());
        append(text, "HINT", message.getHint());
        append(text, "CONTEXT", message.getWhere());
        return text.toString();
    }

    static Optional<ServerErrorMessage> serverMessage(Throwable error) {
        return error instanceof PSQLException exception
                ? Optional.ofNullable(exception.getServerErrorMessage())
                : Optional.empty();
    }

    private static void append(StringBuilder text, String label, String value) {
        if (value != null) {
            text.append('\n').append(label).append(":  ").append(value);
        }
    }

    /** The line of the statement that the position (characters, from 1) lies in, and a caret. */
    private static void appendPlace(StringBuilder text, String sql, int position) {
        int at =
                sql.offsetByCodePoints(
                        0, Math.min(position - 1, sql.codePointCount(0, sql.length())));
        int lineStart = sql.lastIndexOf('\n', at - 1) + 1;
        int lineEnd = sql.indexOf('\n', at);
        if (lineEnd < 0) {
            lineEnd = sql.length();
        }
        long lineNumber = sql.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
        int first =
                Math.max(
                        lineStart,
                        Math.min(at - EXCERPT_CHARACTERS / 2, lineEnd - EXCERPT_CHARACTERS));
        int last = Math.min(lineEnd, first + EXCERPT_CHARACTERS);
        String label = "LINE " + lineNumber + ": " + (first > lineStart ? "..." : "");
        String before = sql.substring(first, at).replace('\t', ' ');
        text.append('\n').append(label).append(before);
        text.append(sql.substring(at, last).replace('\t', ' '));
        text.append(last < lineEnd ? "..." : "").append('\n');
        text.append(" ".repeat(label.length() + before.codePointCount(0, before.length())));
        text.append('^');
    }
}
