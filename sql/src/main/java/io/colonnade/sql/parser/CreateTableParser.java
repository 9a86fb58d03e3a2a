package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.TableDefinition.Attributes;
import io.colonnade.sql.parser.TableDefinition.Column;
import io.colonnade.sql.parser.TableDefinition.Constraint;
import io.colonnade.sql.parser.TableDefinition.DistStyle;
import io.colonnade.sql.parser.TableDefinition.Like;
import io.colonnade.sql.parser.TableDefinition.OnCommit;
import io.colonnade.sql.parser.TableDefinition.References;
import io.colonnade.sql.parser.TableDefinition.SortKey;
import io.colonnade.sql.parser.TableDefinition.SortKind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses CREATE TABLE and CREATE TABLE AS behind the word TABLE. */
final class CreateTableParser {
    private final Grammar grammar;
    private final TokenCursor cursor;
    private final ColumnParser columns;

    CreateTableParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        this.columns = new ColumnParser(grammar);
    }

    Statement createTable(boolean temporary) {
        boolean ifNotExists = CreateParser.ifNotExists(cursor);
        SqlIdentifier name = grammar.names().object("a table name");
        boolean temp = temporary || name.names.getLast().startsWith("#");
        if (cursor.accept("clone")) {
            if (temp) {
                throw cursor.notSupported("a temporary clone", cursor.previous());
            }
            return new HistoryParser(grammar).cloneTable(name, ifNotExists);
        }
        if (!cursor.atSymbol("(") || isNameList()) {
            List<SqlIdentifier> names = grammar.names().optionalColumnList();
            return createTableAs(name, ifNotExists, temp, names);
        }
        List<Column> columnList = new ArrayList<>();
        List<Constraint> constraints = new ArrayList<>();
        List<Like> likes = new ArrayList<>();
        cursor.expectSymbol("(");
        do {
            element(columnList, constraints, likes);
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        Attributes attributes = attributes();
        OnCommit onCommit = onCommit();
        refuseStorageOptions();
        return new DdlStatement.CreateTable(
                name,
                ifNotExists,
                temp,
                List.copyOf(columnList),
                List.copyOf(constraints),
                List.copyOf(likes),
                attributes,
                onCommit);
    }

    /** Is this ( name, ... ) without types? */
    private boolean isNameList() {
        Token behind = cursor.peek(2);
        return NameParser.isColumnName(cursor.peek(1))
                && (behind.isSymbol(",") || behind.isSymbol(")"));
    }

    private Statement createTableAs(
            SqlIdentifier name, boolean ifNotExists, boolean temporary, List<SqlIdentifier> names) {
        Attributes attributes = attributes();
        OnCommit onCommit = onCommit();
        refuseStorageOptions();
        if (!cursor.accept("as")) {
            throw names.isEmpty()
                    ? cursor.syntaxError()
                    : cursor.syntaxError().hint("A column needs a name and a type.");
        }
        if (cursor.at("execute")) {
            throw cursor.notSupported("CREATE TABLE AS EXECUTE", cursor.peek());
        }
        SqlNode query = grammar.queries().query();
        boolean withData = true;
        if (cursor.accept("with")) {
            withData = !cursor.accept("no");
            cursor.expect("data");
        }
        return new DdlStatement.CreateTableAs(
                name, ifNotExists, temporary, names, attributes, query, withData, onCommit);
    }

    private void element(List<Column> columnList, List<Constraint> constraints, List<Like> likes) {
        if (cursor.accept("like")) {
            likes.add(like());
        } else if (atConstraint()) {
            constraints.add(constraint());
        } else {
            columnList.add(columns.column());
        }
    }

    private Like like() {
        SqlIdentifier table = grammar.names().object("a table name");
        boolean including = false;
        String word = cursor.acceptAny("including", "excluding");
        while (word != null) {
            if (cursor.expectAny("defaults", "all").equals("defaults")
                    || cursor.previous().is("all")) {
                including = word.equals("including");
            }
            word = cursor.acceptAny("including", "excluding");
        }
        return new Like(table, including);
    }

    /** Does a table constraint begin here? */
    boolean atConstraint() {
        return cursor.at("constraint")
                || cursor.at("primary", "key")
                || cursor.at("foreign", "key")
                || cursor.at("check")
                || (cursor.at("unique") && cursor.peek(1).isSymbol("("));
    }

    Constraint constraint() {
        String name = cursor.accept("constraint") ? grammar.names().text("a name") : null;
        Token token = cursor.peek();
        switch (cursor.expectAny("primary", "unique", "foreign", "check", "exclude")) {
            case "primary" -> {
                cursor.expect("key");
                return new Constraint.PrimaryKey(name, grammar.names().columnList());
            }
            case "unique" -> {
                return new Constraint.Unique(name, grammar.names().columnList());
            }
            case "foreign" -> {
                cursor.expect("key");
                List<SqlIdentifier> names = grammar.names().columnList();
                cursor.expect("references");
                References target = columns.references();
                return new Constraint.ForeignKey(name, names, target);
            }
            default ->
                    throw cursor.notSupported(
                            "a " + token.text().toUpperCase(Locale.ROOT) + " constraint", token);
        }
    }

    /** A column of ALTER TABLE ADD. */
    Column column() {
        return columns.column();
    }

    private Attributes attributes() {
        DistStyle style = null;
        SqlIdentifier distKey = null;
        SortKey sortKey = null;
        boolean encodeAuto = false;
        boolean backup = true;
        Long retention = null;
        while (true) {
            Token token = cursor.peek();
            if (cursor.accept("diststyle")) {
                refuseTwice(style != null, "DISTSTYLE", token);
                style = distStyle();
            } else if (cursor.accept("distkey")) {
                refuseTwice(distKey != null, "DISTKEY", token);
                distKey = inParentheses();
            } else if (cursor.atAny("compound", "interleaved", "sortkey")) {
                refuseTwice(sortKey != null, "SORTKEY", token);
                sortKey = sortKey();
            } else if (cursor.accept("encode")) {
                cursor.expect("auto");
                encodeAuto = true;
            } else if (cursor.accept("backup")) {
                backup = cursor.expectAny("yes", "no").equals("yes");
            } else if (cursor.at("with") && cursor.peek(1).isSymbol("(")) {
                refuseTwice(retention != null, "WITH", token);
                cursor.next();
                retention = StorageParameters.retention(cursor);
            } else {
                return new Attributes(style, distKey, sortKey, encodeAuto, backup, retention);
            }
        }
    }

    private void refuseTwice(boolean there, String what, Token token) {
        if (there) {
            throw cursor.error(ErrorCode.SYNTAX_ERROR, what + " is given twice", token);
        }
    }

    DistStyle distStyle() {
        return DistStyle.valueOf(
                cursor.expectAny("auto", "even", "key", "all").toUpperCase(Locale.ROOT));
    }

    private SqlIdentifier inParentheses() {
        cursor.expectSymbol("(");
        SqlIdentifier column = grammar.names().simple("a column name");
        cursor.expectSymbol(")");
        return column;
    }

    /** [COMPOUND | INTERLEAVED] SORTKEY (columns), SORTKEY AUTO or SORTKEY NONE. */
    SortKey sortKey() {
        String word = cursor.acceptAny("compound", "interleaved");
        cursor.expect("sortkey");
        SortKind kind = "interleaved".equals(word) ? SortKind.INTERLEAVED : SortKind.COMPOUND;
        if (word == null) {
            if (cursor.accept("auto")) {
                return new SortKey(SortKind.AUTO, List.of());
            }
            if (cursor.accept("none")) {
                return new SortKey(SortKind.NONE, List.of());
            }
        }
        return new SortKey(kind, grammar.names().columnList());
    }

    private OnCommit onCommit() {
        if (!cursor.accept("on", "commit")) {
            return OnCommit.NOT_WRITTEN;
        }
        String word = cursor.expectAny("preserve", "delete", "drop");
        if (word.equals("drop")) {
            return OnCommit.DROP;
        }
        cursor.expect("rows");
        return word.equals("delete") ? OnCommit.DELETE_ROWS : OnCommit.PRESERVE_ROWS;
    }

    private void refuseStorageOptions() {
        Token token = cursor.peek();
        ColonnadeException error =
                switch (token.text()) {
                    case "tablespace" -> cursor.notSupported("TABLESPACE", token);
                    case "inherits" -> cursor.notSupported("INHERITS", token);
                    case "partition" -> cursor.notSupported("PARTITION BY of a table", token);
                    case "using" -> cursor.notSupported("CREATE TABLE ... USING", token);
                    default -> null;
                };
        if (error != null && token.kind() == Token.Kind.WORD) {
            throw error;
        }
    }
}
