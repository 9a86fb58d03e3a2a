package io.colonnade.sql.parser;

import io.colonnade.sql.parser.DdlStatement.CommentKind;
import io.colonnade.sql.parser.DdlStatement.DropKind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses DROP, TRUNCATE and COMMENT. */
final class DdlParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    DdlParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    Statement drop() {
        cursor.next();
        if (cursor.at("user") && !cursor.at("user", "mapping")) {
            cursor.next();
            return new UserParser(grammar).drop();
        }
        if (cursor.accept("snapshot")) {
            return new HistoryParser(grammar).dropSnapshot();
        }
        String word = cursor.acceptAny("table", "view", "schema");
        if (word == null) {
            return ObjectKinds.unsupported(cursor, "DROP");
        }
        DropKind kind = DropKind.valueOf(word.toUpperCase(Locale.ROOT));
        boolean ifExists = ifExists(cursor);
        List<SqlIdentifier> names = grammar.names().objects("a name");
        return new DdlStatement.Drop(kind, names, ifExists, cascade(cursor));
    }

    /** IF EXISTS, if it stands here. */
    static boolean ifExists(TokenCursor cursor) {
        if (!cursor.at("if", "exists")) {
            return false;
        }
        cursor.skip(2);
        return true;
    }

    /** CASCADE (true), RESTRICT or nothing (false). */
    static boolean cascade(TokenCursor cursor) {
        return "cascade".equals(cursor.acceptAny("cascade", "restrict"));
    }

    Statement truncate() {
        cursor.next();
        cursor.accept("table");
        cursor.accept("only");
        List<SqlIdentifier> tables = grammar.names().objects("a table name");
        AtParser.refuse(cursor);
        if (cursor.atAny("restart", "cascade")) {
            throw cursor.notSupported(
                    "TRUNCATE ... " + cursor.peek().text().toUpperCase(Locale.ROOT), cursor.peek());
        }
        if (!cursor.accept("continue", "identity")) {
            cursor.accept("restrict");
        }
        return new DdlStatement.Truncate(tables);
    }

    Statement comment() {
        cursor.next();
        cursor.expect("on");
        String word =
                cursor.acceptAny("table", "column", "view", "schema", "database", "constraint");
        if (word == null) {
            return ObjectKinds.unsupported(cursor, "COMMENT ON");
        }
        SqlIdentifier name = grammar.names().object("a name");
        if (word.equals("constraint")) {
            cursor.expect("on");
            name = member(grammar.names().object("a table name"), name);
        }
        cursor.expect("is");
        String text = cursor.accept("null") ? null : cursor.expectString("a string");
        return new DdlStatement.Comment(
                CommentKind.valueOf(word.toUpperCase(Locale.ROOT)), name, text);
    }

    private static SqlIdentifier member(SqlIdentifier table, SqlIdentifier name) {
        List<String> names = new ArrayList<>(table.names);
        names.addAll(name.names);
        SqlParserPos position = table.getParserPosition();
        return new SqlIdentifier(names, position);
    }
}
