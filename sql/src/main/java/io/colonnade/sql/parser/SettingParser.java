package io.colonnade.sql.parser;

import io.colonnade.sql.parser.SessionStatement.Scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses SET, SHOW and RESET. */
final class SettingParser {
    /** Redshift's SHOW statements about objects, which are not settings. */
    private static final Set<String> SHOWN_OBJECTS =
            Set.of(
                    "databases",
                    "schemas",
                    "tables",
                    "columns",
                    "table",
                    "view",
                    "procedure",
                    "procedures",
                    "functions",
                    "parameters",
                    "constraints",
                    "external",
                    "model",
                    "datashares",
                    "grants",
                    "policies");

    private final Grammar grammar;
    private final TokenCursor cursor;
    private final TransactionParser transactions;

    SettingParser(Grammar grammar, TransactionParser transactions) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        this.transactions = transactions;
    }

    Statement set() {
        cursor.next();
        if (cursor.at("transaction")) {
            cursor.next();
            return transactions.setTransaction(false);
        }
        Scope scope = Scope.SESSION;
        if (cursor.at("session") && !isAssignment(cursor.peek(1))) {
            cursor.next();
            if (cursor.accept("characteristics", "as")) {
                cursor.expect("transaction");
                return transactions.setTransaction(true);
            }
            if (cursor.accept("authorization")) {
                return new SessionStatement.Set(scope, "session_authorization", userOrDefault());
            }
        } else if (cursor.at("local") && !isAssignment(cursor.peek(1))) {
            cursor.next();
            scope = Scope.LOCAL;
        }
        return assignment(scope);
    }

    private static boolean isAssignment(Token token) {
        return token.is("to") || token.isSymbol("=");
    }

    private List<String> userOrDefault() {
        if (cursor.accept("default")) {
            return List.of();
        }
        return List.of(value());
    }

    private Statement assignment(Scope scope) {
        if (cursor.at("constraints")) {
            return StatementParser.unsupported(cursor, "SET CONSTRAINTS");
        }
        if (cursor.at("time", "zone")) {
            cursor.skip(2);
            return new SessionStatement.Set(scope, "timezone", zone());
        }
        if (cursor.at("names") && !isAssignment(cursor.peek(1))) {
            cursor.next();
            return new SessionStatement.Set(scope, "client_encoding", userOrDefault());
        }
        if (cursor.at("schema") && cursor.peek(1).kind() == Token.Kind.STRING) {
            cursor.next();
            return new SessionStatement.Set(scope, "search_path", List.of(value()));
        }
        if (cursor.at("role") && !isAssignment(cursor.peek(1))) {
            cursor.next();
            return new SessionStatement.Set(scope, "role", userOrDefault());
        }
        String name = name();
        if (cursor.accept("from")) {
            throw cursor.notSupported("SET ... FROM CURRENT", cursor.previous());
        }
        if (!cursor.accept("to")) {
            cursor.expectSymbol("=");
        }
        List<String> values = new ArrayList<>();
        if (!cursor.accept("default")) {
            do {
                values.add(value());
            } while (cursor.acceptSymbol(","));
        }
        return new SessionStatement.Set(scope, name, List.copyOf(values));
    }

    private List<String> zone() {
        if (cursor.at("local") || cursor.at("default")) {
            cursor.next();
            return List.of();
        }
        if (cursor.at("interval")) {
            throw cursor.notSupported("SET TIME ZONE INTERVAL", cursor.peek());
        }
        return List.of(value());
    }

    /** A setting's name, possibly with dots, in lower case. */
    private String name() {
        StringBuilder name = new StringBuilder(grammar.names().text("a setting"));
        while (cursor.atSymbol(".")) {
            cursor.next();
            name.append('.').append(grammar.names().label().getSimple());
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** A string, number or word. */
    private String value() {
        Token token = cursor.peek();
        boolean signed = (token.isSymbol("-") || token.isSymbol("+")) && cursor.peek(1).isNumber();
        if (signed) {
            cursor.next();
            return (token.isSymbol("-") ? "-" : "") + cursor.next().text();
        }
        boolean good =
                token.kind() == Token.Kind.STRING || token.isNumber() || NameParser.isLabel(token);
        if (!good) {
            throw cursor.expected("a value");
        }
        return cursor.next().text();
    }

    Statement show() {
        cursor.next();
        if (SHOWN_OBJECTS.contains(cursor.peek().text())
                && cursor.peek().kind() == Token.Kind.WORD
                && !cursor.peek(1).isSymbol(".")) {
            return StatementParser.unsupported(cursor, "SHOW " + cursor.peek().text());
        }
        return new SessionStatement.Show(shownName());
    }

    Statement reset() {
        cursor.next();
        return new SessionStatement.Reset(shownName());
    }

    private String shownName() {
        if (cursor.accept("all")) {
            return "all";
        }
        if (cursor.accept("time", "zone")) {
            return "timezone";
        }
        if (cursor.at("transaction", "isolation")) {
            cursor.skip(2);
            cursor.expect("level");
            return "transaction_isolation";
        }
        if (cursor.accept("session", "authorization")) {
            return "session_authorization";
        }
        return name();
    }
}
