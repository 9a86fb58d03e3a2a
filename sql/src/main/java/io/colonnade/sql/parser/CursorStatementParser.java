package io.colonnade.sql.parser;

import io.colonnade.sql.parser.CursorStatement.Direction;
import io.colonnade.sql.parser.CursorStatement.Fetch;

import org.apache.calcite.sql.SqlNode;

/** Parses DECLARE, FETCH, MOVE and CLOSE. */
final class CursorStatementParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    CursorStatementParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    Statement statement() {
        Token first = cursor.next();
        return switch (first.text()) {
            case "declare" -> declare();
            case "close" ->
                    new CursorStatement.Close(
                            cursor.accept("all") ? null : grammar.names().text("a cursor name"));
            default -> fetch(first.is("move"));
        };
    }

    private Statement declare() {
        String name = grammar.names().text("a cursor name");
        boolean binary = false;
        boolean scroll = false;
        while (!cursor.at("cursor")) {
            switch (cursor.expectAny(
                    "binary", "insensitive", "asensitive", "no", "scroll", "cursor")) {
                case "binary" -> binary = true;
                case "scroll" -> scroll = true;
                case "no" -> cursor.expect("scroll");
                default -> {}
            }
        }
        cursor.next();
        boolean hold = false;
        String word = cursor.acceptAny("with", "without");
        if (word != null) {
            cursor.expect("hold");
            hold = word.equals("with");
        }
        cursor.expect("for");
        SqlNode query = grammar.queries().query();
        return new CursorStatement.Declare(name, binary, scroll, hold, query);
    }

    private Statement fetch(boolean move) {
        Direction direction = Direction.FORWARD;
        long count = 1;
        boolean number = cursor.peek().kind() == Token.Kind.INTEGER || cursor.atSymbol("-");
        if (number) {
            count = cursor.expectLong("count");
        } else {
            String word =
                    cursor.acceptAny(
                            "next",
                            "prior",
                            "first",
                            "last",
                            "absolute",
                            "relative",
                            "all",
                            "forward",
                            "backward");
            if (word != null) {
                direction = direction(word);
                count = count(word);
            }
        }
        cursor.acceptAny("from", "in");
        return new Fetch(grammar.names().text("a cursor name"), direction, count, move);
    }

    private static Direction direction(String word) {
        return switch (word) {
            case "prior", "backward" -> Direction.BACKWARD;
            case "first", "last", "absolute" -> Direction.ABSOLUTE;
            case "relative" -> Direction.RELATIVE;
            default -> Direction.FORWARD;
        };
    }

    private long count(String word) {
        return switch (word) {
            case "last" -> -1;
            case "all" -> Long.MAX_VALUE;
            case "absolute", "relative" -> cursor.expectLong("count");
            case "forward", "backward" -> {
                if (cursor.accept("all")) {
                    yield Long.MAX_VALUE;
                }
                boolean number = cursor.peek().kind() == Token.Kind.INTEGER || cursor.atSymbol("-");
                yield number ? cursor.expectLong("count") : 1;
            }
            default -> 1;
        };
    }
}
