package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.Locale;

/** Parses AT (VERSION | TIMESTAMP | OFFSET | SNAPSHOT => constant). Stateless. */
final class AtParser {
    private AtParser() {}

    /** Is this AT ( word =>, and not an alias? */
    static boolean isHere(TokenCursor cursor) {
        return cursor.at("at") && cursor.peek(1).isSymbol("(") && cursor.peek(3).isSymbol("=>");
    }

    /** The clause, if it stands here, else null. */
    static AtClause optional(TokenCursor cursor) {
        return isHere(cursor) ? clause(cursor) : null;
    }

    /** The clause, which must stand here. */
    static AtClause clause(TokenCursor cursor) {
        cursor.expect("at");
        cursor.expectSymbol("(");
        String word = cursor.expectAny("version", "timestamp", "offset", "snapshot");
        AtClause.Kind kind = AtClause.Kind.valueOf(word.toUpperCase(Locale.ROOT));
        cursor.expectSymbol("=>");
        Token first = cursor.peek();
        String value =
                switch (kind) {
                    case VERSION, OFFSET -> number(cursor, kind);
                    case TIMESTAMP -> time(cursor);
                    case SNAPSHOT ->
                            cursor.peek().kind() == Token.Kind.STRING
                                    ? cursor.next().text()
                                    : name(cursor);
                };
        AtClause clause = new AtClause(kind, value, cursor.span(first));
        cursor.expectSymbol(")");
        return clause;
    }

    /** The point that RESTORE names: FROM SNAPSHOT name, or AT (...). */
    static AtClause source(TokenCursor cursor) {
        if (!cursor.accept("from")) {
            return clause(cursor);
        }
        cursor.expect("snapshot");
        Token first = cursor.peek();
        return new AtClause(AtClause.Kind.SNAPSHOT, name(cursor), cursor.position(first));
    }

    /** Refuses the clause behind the table of a statement that writes. */
    static void refuse(TokenCursor cursor) {
        if (isHere(cursor)) {
            throw cursor.error(
                            ErrorCode.WRONG_OBJECT_TYPE,
                            "a past version of a table cannot be changed",
                            cursor.peek())
                    .hint("Clone it: CREATE TABLE ... CLONE ... AT (...).");
        }
    }

    static String name(TokenCursor cursor) {
        return new NameParser(cursor).text("a snapshot name");
    }

    private static String number(TokenCursor cursor, AtClause.Kind kind) {
        refuseOthers(cursor, kind, cursor.peek().kind() == Token.Kind.STRING);
        return Long.toString(cursor.expectLong(kind.name()));
    }

    /** A string, as it is, after the type's name, or with a cast to the type. */
    private static String time(TokenCursor cursor) {
        cursor.acceptAny("timestamp", "timestamptz");
        refuseOthers(cursor, AtClause.Kind.TIMESTAMP, cursor.peek().kind() != Token.Kind.STRING);
        String text = cursor.expectString("a time in quotes");
        if (cursor.acceptSymbol("::")) {
            cursor.expectAny("timestamp", "timestamptz");
        }
        return text;
    }

    private static void refuseOthers(TokenCursor cursor, AtClause.Kind kind, boolean other) {
        if (other) {
            ColonnadeException refused =
                    cursor.notSupported(
                            "AT (" + kind + " => ...) with anything but a constant", cursor.peek());
            throw kind == AtClause.Kind.TIMESTAMP
                    ? refused.hint("Write a time in quotes, or OFFSET => -seconds.")
                    : refused;
        }
    }
}
