package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import java.util.List;

/** Parses CREATE of tables, views and schemas, and recognises every other CREATE. */
final class CreateParser {
    private final Grammar grammar;
    private final TokenCursor cursor;
    private final CreateTableParser tables;

    CreateParser(Grammar grammar, CreateTableParser tables) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        this.tables = tables;
    }

    Statement create() {
        cursor.next();
        boolean orReplace = cursor.accept("or", "replace");
        if (cursor.at("local")) {
            cursor.next();
            if (!cursor.atAny("temp", "temporary")) {
                throw cursor.expected("TEMPORARY");
            }
        }
        boolean temporary = cursor.acceptAny("temp", "temporary") != null;
        if (!orReplace && cursor.accept("table")) {
            return tables.createTable(temporary);
        }
        if (cursor.accept("view")) {
            if (temporary) {
                throw cursor.notSupported("a temporary view", cursor.previous());
            }
            return view(orReplace);
        }
        if (!temporary && !orReplace && cursor.accept("schema")) {
            return schema();
        }
        if (!temporary && !orReplace && cursor.at("user") && !cursor.at("user", "mapping")) {
            cursor.next();
            return new UserParser(grammar).create();
        }
        if (!temporary && !orReplace && cursor.accept("snapshot")) {
            return new HistoryParser(grammar).createSnapshot();
        }
        return ObjectKinds.unsupported(cursor, "CREATE");
    }

    private Statement view(boolean orReplace) {
        if (cursor.at("if")) {
            throw cursor.notSupported("CREATE VIEW IF NOT EXISTS", cursor.peek());
        }
        SqlIdentifier name = grammar.names().object("a view name");
        List<SqlIdentifier> columns = grammar.names().optionalColumnList();
        if (cursor.at("with")) {
            throw cursor.notSupported("CREATE VIEW ... WITH (...)", cursor.peek());
        }
        cursor.expect("as");
        Token first = cursor.peek();
        SqlNode query = grammar.queries().query();
        String text = cursor.sql().substring(first.start(), cursor.previous().end());
        boolean unbound = false;
        if (cursor.accept("with")) {
            if (cursor.atAny("check", "local", "cascaded")) {
                throw cursor.notSupported("WITH CHECK OPTION", cursor.peek());
            }
            cursor.expect("no");
            cursor.expect("schema", "binding");
            unbound = true;
        }
        return new DdlStatement.CreateView(orReplace, name, columns, query, text, unbound);
    }

    private Statement schema() {
        boolean ifNotExists = ifNotExists(cursor);
        SqlIdentifier name =
                cursor.at("authorization") ? null : grammar.names().object("a schema name");
        String owner = cursor.accept("authorization") ? grammar.names().text("a user name") : null;
        if (name == null) {
            name = grammar.names().identifier(cursor.previous());
        }
        Long quota = cursor.accept("quota") ? quota(cursor) : null;
        return new DdlStatement.CreateSchema(name, ifNotExists, owner, quota);
    }

    /** IF NOT EXISTS, if it stands here. */
    static boolean ifNotExists(TokenCursor cursor) {
        if (!cursor.at("if", "not")) {
            return false;
        }
        cursor.skip(2);
        cursor.expect("exists");
        return true;
    }

    /** n {MB | GB | TB} in megabytes, or null for UNLIMITED. */
    static Long quota(TokenCursor cursor) {
        if (cursor.accept("unlimited")) {
            return null;
        }
        long amount = cursor.expectLong("quota");
        String unit = cursor.acceptAny("mb", "gb", "tb");
        long factor =
                unit == null || unit.equals("mb") ? 1 : unit.equals("gb") ? 1024 : 1024 * 1024;
        return Math.multiplyExact(amount, factor);
    }
}
