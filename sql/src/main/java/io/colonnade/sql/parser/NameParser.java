package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;

/** Parses names: of columns, of objects with up to three parts, lists of them. */
final class NameParser {
    private final TokenCursor cursor;

    NameParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** May the token name a column or table? */
    static boolean isColumnName(Token token) {
        return token.kind() == Kind.QUOTED_IDENTIFIER
                || (token.kind() == Kind.WORD && Keywords.isColumnName(token.text()));
    }

    /** May the token stand after a dot or AS? */
    static boolean isLabel(Token token) {
        return token.kind() == Kind.QUOTED_IDENTIFIER || token.kind() == Kind.WORD;
    }

    /** A name of one part as text. */
    String text(String what) {
        return token(what).text();
    }

    private Token token(String what) {
        if (!isColumnName(cursor.peek())) {
            throw cursor.expected(what);
        }
        return cursor.next();
    }

    /** A name of one part. */
    SqlIdentifier simple(String what) {
        return identifier(token(what));
    }

    /** A name of one part for which every word is good, as after AS. */
    SqlIdentifier label() {
        if (!isLabel(cursor.peek())) {
            throw cursor.expected("a name");
        }
        return identifier(cursor.next());
    }

    SqlIdentifier identifier(Token token) {
        return new SqlIdentifier(token.text(), namePosition(token));
    }

    /** The position of a name; Calcite asks it whether the name was quoted. */
    SqlParserPos namePosition(Token token) {
        SqlParserPos position = cursor.position(token);
        return token.kind() == Kind.QUOTED_IDENTIFIER ? position.withQuoting(true) : position;
    }

    /** The name of a table or another object: up to three parts; #name is a temporary table. */
    SqlIdentifier object(String what) {
        List<String> names = new ArrayList<>();
        List<SqlParserPos> parts = new ArrayList<>();
        Token first = cursor.peek();
        String prefix = "";
        if (cursor.atSymbol("#") && cursor.peek(1).start() == first.end()) {
            cursor.next();
            prefix = "#";
        }
        Token token = token(what);
        names.add(prefix + token.text());
        parts.add(namePosition(token));
        while (cursor.atSymbol(".")) {
            cursor.next();
            if (!isLabel(cursor.peek())) {
                throw cursor.expected("a name");
            }
            token = cursor.next();
            names.add(token.text());
            parts.add(namePosition(token));
        }
        if (names.size() > 3) {
            throw tooManyParts(names, first);
        }
        return compound(names, parts, first);
    }

    SqlIdentifier compound(List<String> names, List<SqlParserPos> parts, Token first) {
        SqlParserPos position = names.size() == 1 ? parts.getFirst() : cursor.span(first);
        return new SqlIdentifier(names, null, position, parts);
    }

    private ColonnadeException tooManyParts(List<String> names, Token first) {
        return cursor.error(
                ErrorCode.SYNTAX_ERROR,
                "improper qualified name (too many dotted names): " + String.join(".", names),
                first);
    }

    /** One or more object names with commas. */
    List<SqlIdentifier> objects(String what) {
        List<SqlIdentifier> names = new ArrayList<>();
        do {
            names.add(object(what));
        } while (cursor.acceptSymbol(","));
        return List.copyOf(names);
    }

    /** ( name, ... ), which must stand here. */
    List<SqlIdentifier> columnList() {
        List<SqlIdentifier> names = new ArrayList<>();
        cursor.expectSymbol("(");
        do {
            names.add(simple("a column name"));
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return List.copyOf(names);
    }

    /** ( name, ... ) if it stands here, else an empty list. */
    List<SqlIdentifier> optionalColumnList() {
        return cursor.atSymbol("(") ? columnList() : List.of();
    }
}
