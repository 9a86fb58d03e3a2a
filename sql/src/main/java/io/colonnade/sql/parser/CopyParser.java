package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.LoadStatement.Source;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import java.util.ArrayList;
import java.util.List;

/** Parses COPY in Redshift's and in PostgreSQL's form. */
final class CopyParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    CopyParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    Statement copy() {
        cursor.next();
        if (cursor.at("job") && !cursor.peek(1).is("from") && !cursor.peek(1).isSymbol("(")) {
            return StatementParser.unsupported(cursor, "COPY JOB");
        }
        if (cursor.atSymbol("(")) {
            SqlNode query = grammar.queries().parenthesizedQuery();
            cursor.expect("to");
            return copyTo(null, List.of(), query);
        }
        SqlIdentifier table = grammar.names().object("a table name");
        AtParser.refuse(cursor);
        List<SqlIdentifier> columns = grammar.names().optionalColumnList();
        if (cursor.expectAny("from", "to").equals("to")) {
            return copyTo(table, columns, null);
        }
        Source source = source();
        CopyOptions options = new CopyOptionParser(cursor).options();
        if (cursor.at("job")) {
            return StatementParser.unsupported(cursor, "COPY ... JOB");
        }
        if (cursor.at("where")) {
            throw cursor.notSupported("COPY ... WHERE", cursor.peek());
        }
        return new LoadStatement.Copy(table, columns, source, options);
    }

    private Source source() {
        Token token = cursor.peek();
        if (cursor.acceptAny("stdin", "stdout") != null) {
            return new Source.ClientStream();
        }
        if (cursor.at("program")) {
            throw cursor.notSupported("COPY ... FROM PROGRAM", token);
        }
        List<String> locations = new ArrayList<>();
        do {
            Token location = cursor.peek();
            String text = cursor.expectString("a location in quotes");
            if (text.isBlank()) {
                throw cursor.error(
                        ErrorCode.INVALID_ARGUMENT, "the location of COPY is empty", location);
            }
            locations.add(text);
        } while (cursor.acceptSymbol(","));
        return new Source.Locations(List.copyOf(locations));
    }

    private Statement copyTo(SqlIdentifier table, List<SqlIdentifier> columns, SqlNode query) {
        Token token = cursor.peek();
        if (cursor.acceptAny("stdout", "stdin") == null) {
            if (token.kind() == Token.Kind.STRING) {
                throw cursor.notSupported("COPY ... TO a file", token)
                        .hint("Use UNLOAD, or COPY ... TO STDOUT.");
            }
            throw cursor.syntaxError();
        }
        return new LoadStatement.CopyTo(
                table, columns, query, new CopyOptionParser(cursor).options());
    }
}
