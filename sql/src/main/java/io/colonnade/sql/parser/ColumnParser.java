package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.TableDefinition.Column;
import io.colonnade.sql.parser.TableDefinition.ColumnOptions;
import io.colonnade.sql.parser.TableDefinition.Identity;
import io.colonnade.sql.parser.TableDefinition.References;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import java.util.List;

/** Parses the definition of one column. */
final class ColumnParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    ColumnParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    /** name type attributes. */
    Column column() {
        SqlIdentifier name = grammar.names().simple("a column name");
        TypeName type = grammar.types().type();
        Attributes attributes = new Attributes();
        boolean more = true;
        while (more) {
            more = attribute(attributes);
        }
        return new Column(name, type, attributes.notNull, attributes.options());
    }

    /** What was read of one column so far. */
    private static final class Attributes {
        private boolean notNull;
        private SqlNode defaultValue;
        private Identity identity;
        private String encoding;
        private boolean distKey;
        private boolean sortKey;
        private boolean primaryKey;
        private boolean unique;
        private References references;
        private String collation;

        private ColumnOptions options() {
            return new ColumnOptions(
                    defaultValue,
                    identity,
                    encoding,
                    distKey,
                    sortKey,
                    primaryKey,
                    unique,
                    references,
                    collation);
        }
    }

    /** Reads one attribute; false when none stands here. */
    private boolean attribute(Attributes to) {
        if (cursor.accept("constraint")) {
            grammar.names().text("a name");
        }
        Token token = cursor.peek();
        String word =
                cursor.acceptAny(
                        "not",
                        "null",
                        "default",
                        "identity",
                        "generated",
                        "encode",
                        "distkey",
                        "sortkey",
                        "primary",
                        "unique",
                        "references",
                        "collate",
                        "check");
        if (word == null) {
            return false;
        }
        switch (word) {
            case "not" -> {
                cursor.expect("null");
                to.notNull = true;
            }
            case "null" -> {
                if (to.notNull) {
                    throw cursor.error(
                            ErrorCode.SYNTAX_ERROR, "conflicting NULL and NOT NULL", token);
                }
            }
            case "default" -> to.defaultValue = grammar.expressions().expression();
            case "identity" -> to.identity = identity(false);
            case "generated" -> to.identity = generated();
            case "encode" -> to.encoding = encoding();
            case "distkey" -> to.distKey = true;
            case "sortkey" -> to.sortKey = true;
            case "primary" -> {
                cursor.expect("key");
                to.primaryKey = true;
            }
            case "unique" -> to.unique = true;
            case "references" -> to.references = references();
            case "collate" -> to.collation = collation(token);
            default -> throw cursor.notSupported("a CHECK constraint", token);
        }
        return true;
    }

    /** The name of an encoding as one lower-case word. */
    String encoding() {
        if (!NameParser.isLabel(cursor.peek())) {
            throw cursor.expected("an encoding");
        }
        return cursor.next().text();
    }

    private Identity identity(boolean byDefault) {
        if (!cursor.atSymbol("(")) {
            return new Identity(1, 1, byDefault);
        }
        cursor.next();
        long seed = 1;
        long step = 1;
        if (cursor.atAny("start", "increment")) {
            while (!cursor.atSymbol(")")) {
                if (cursor.accept("start")) {
                    cursor.accept("with");
                    seed = cursor.expectLong("identity seed");
                } else {
                    cursor.expect("increment");
                    cursor.accept("by");
                    step = cursor.expectLong("identity step");
                }
            }
        } else {
            seed = cursor.expectLong("identity seed");
            cursor.expectSymbol(",");
            step = cursor.expectLong("identity step");
        }
        cursor.expectSymbol(")");
        return new Identity(seed, step, byDefault);
    }

    /** GENERATED {ALWAYS | BY DEFAULT} AS IDENTITY. */
    private Identity generated() {
        boolean byDefault = cursor.expectAny("always", "by").equals("by");
        if (byDefault) {
            cursor.expect("default");
        }
        Token token = cursor.peek();
        cursor.expect("as");
        if (cursor.atSymbol("(")) {
            throw cursor.notSupported("a generated column", token);
        }
        cursor.expect("identity");
        return identity(byDefault);
    }

    /** The table behind REFERENCES. */
    References references() {
        SqlIdentifier table = grammar.names().object("a table name");
        List<SqlIdentifier> columns = grammar.names().optionalColumnList();
        if (cursor.at("on", "delete") || cursor.at("on", "update") || cursor.at("match")) {
            throw cursor.notSupported("an action of a foreign key", cursor.peek());
        }
        return new References(table, columns);
    }

    private String collation(Token token) {
        String name = grammar.names().object("a collation").names.getLast();
        return switch (name) {
            case "case_sensitive", "cs" -> "case_sensitive";
            case "case_insensitive", "ci" -> "case_insensitive";
            case "c", "C", "posix", "POSIX", "default" -> null;
            default -> throw cursor.notSupported("collation \"" + name + "\"", token);
        };
    }
}
