package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.SessionStatement.DiscardKind;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses DISCARD, PREPARE, EXECUTE, DEALLOCATE, LOCK, CALL and CANCEL. */
final class SessionParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    SessionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    Statement statement() {
        return switch (cursor.next().text()) {
            case "discard" -> discard();
            case "prepare" -> prepare();
            case "execute" -> execute();
            case "deallocate" -> deallocate();
            case "lock" -> lock();
            case "call" -> call();
            default -> cancel();
        };
    }

    private Statement discard() {
        String word = cursor.expectAny("all", "plans", "sequences", "temp", "temporary");
        return new SessionStatement.Discard(
                word.startsWith("temp")
                        ? DiscardKind.TEMP
                        : DiscardKind.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private Statement prepare() {
        if (cursor.at("transaction")) {
            return StatementParser.unsupported(cursor, "PREPARE TRANSACTION");
        }
        String name = grammar.names().text("a statement name");
        List<TypeName> types = new ArrayList<>();
        if (cursor.acceptSymbol("(")) {
            do {
                types.add(grammar.types().type());
            } while (cursor.acceptSymbol(","));
            cursor.expectSymbol(")");
        }
        cursor.expect("as");
        Token first = cursor.peek();
        Statement statement = grammar.statements().statement();
        if (!(statement instanceof QueryStatement || statement instanceof DmlStatement)) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR,
                    "PREPARE of " + statement.tag() + " is not possible",
                    first);
        }
        String text = cursor.sql().substring(first.start(), cursor.previous().end());
        return new SessionStatement.Prepare(name, List.copyOf(types), statement, text);
    }

    private Statement execute() {
        String name = grammar.names().text("a statement name");
        List<SqlNode> arguments = List.of();
        if (cursor.acceptSymbol("(")) {
            arguments = grammar.expressions().expressions();
            cursor.expectSymbol(")");
        }
        return new SessionStatement.Execute(name, List.copyOf(arguments));
    }

    private Statement deallocate() {
        cursor.accept("prepare");
        return new SessionStatement.Deallocate(
                cursor.accept("all") ? null : grammar.names().text("a statement name"));
    }

    private Statement lock() {
        cursor.accept("table");
        List<SqlIdentifier> tables = grammar.names().objects("a table name");
        String mode = "ACCESS EXCLUSIVE";
        if (cursor.accept("in")) {
            List<String> words = new ArrayList<>();
            do {
                words.add(cursor.expectAny("access", "row", "share", "update", "exclusive"));
            } while (!cursor.at("mode"));
            cursor.next();
            mode = String.join(" ", words).toUpperCase(Locale.ROOT);
        }
        if (cursor.at("nowait")) {
            throw cursor.notSupported("LOCK ... NOWAIT", cursor.peek());
        }
        return new SessionStatement.Lock(tables, mode);
    }

    private Statement call() {
        Token token = cursor.peek();
        SqlNode node = grammar.expressions().expression();
        if (!(node instanceof SqlCall call) || !(call.getOperator() instanceof SqlFunction)) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR, "CALL needs a procedure and its arguments", token);
        }
        return new SessionStatement.Call(node);
    }

    private Statement cancel() {
        int processId = cursor.expectInt("process id");
        String message = cursor.peek().kind() == Token.Kind.STRING ? cursor.next().text() : null;
        return new SessionStatement.Cancel(processId, message);
    }
}
