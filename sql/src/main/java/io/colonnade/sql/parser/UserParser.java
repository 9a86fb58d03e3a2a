package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses CREATE, ALTER and DROP USER.
 *
 * <pre>
 * CREATE USER name [WITH] options     ALTER USER name [WITH] options
 * option   PASSWORD {'text' | DISABLE} | CREATEUSER | NOCREATEUSER | IN GROUP name, ...
 * </pre>
 */
final class UserParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    UserParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    /** Behind CREATE USER. */
    DdlStatement create() {
        return new DdlStatement.CreateUser(name(), options());
    }

    /** Behind ALTER USER. */
    DdlStatement alter() {
        String name = name();
        if (cursor.atAny("rename", "set", "reset")) {
            throw cursor.notSupported(
                    "ALTER USER ... " + cursor.peek().text().toUpperCase(java.util.Locale.ROOT),
                    cursor.peek());
        }
        return new DdlStatement.AlterUser(name, options());
    }

    /** Behind DROP USER. */
    DdlStatement drop() {
        boolean ifExists = DdlParser.ifExists(cursor);
        List<String> names = new ArrayList<>();
        do {
            names.add(name());
        } while (cursor.acceptSymbol(","));
        return new DdlStatement.DropUsers(names, ifExists);
    }

    private String name() {
        return grammar.names().text("a user name");
    }

    private DdlStatement.UserOptions options() {
        cursor.accept("with");
        String password = null;
        boolean disabled = false;
        Boolean superuser = null;
        List<String> groups = null;
        while (!cursor.atEndOfStatement()) {
            Token token = cursor.peek();
            String word =
                    cursor.expectAny(
                            "password",
                            "createuser",
                            "nocreateuser",
                            "in",
                            "createdb",
                            "nocreatedb",
                            "valid",
                            "connection",
                            "session",
                            "syslog",
                            "encrypted",
                            "unencrypted");
            switch (word) {
                case "password" -> {
                    disabled = cursor.accept("disable");
                    password = disabled ? null : password();
                }
                case "createuser" -> superuser = true;
                case "nocreateuser" -> superuser = false;
                case "nocreatedb" -> {
                    // There is one database, so that nobody can create another.
                }
                case "in" -> groups = groups();
                default -> throw cursor.notSupported("user option " + word, token);
            }
        }
        return new DdlStatement.UserOptions(password, disabled, superuser, groups);
    }

    private String password() {
        Token token = cursor.peek();
        String password = cursor.expectString("a password or DISABLE");
        if (password.startsWith("md5") && password.length() == 35
                || password.startsWith("sha256|")) {
            throw cursor.notSupported("a password that was hashed by the client", token);
        }
        if (password.isEmpty()) {
            throw cursor.error(ErrorCode.INVALID_ARGUMENT, "the password is empty", token);
        }
        return password;
    }

    private List<String> groups() {
        cursor.expect("group");
        List<String> groups = new ArrayList<>();
        do {
            groups.add(grammar.names().text("a group name"));
        } while (cursor.acceptSymbol(","));
        return groups;
    }
}
