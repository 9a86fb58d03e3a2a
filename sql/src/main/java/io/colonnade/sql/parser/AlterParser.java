package io.colonnade.sql.parser;

import io.colonnade.sql.parser.TableDefinition.DistStyle;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.ArrayList;
import java.util.List;

/** Parses ALTER TABLE, VIEW and SCHEMA, and recognises every other ALTER. */
final class AlterParser {
    private final Grammar grammar;
    private final TokenCursor cursor;
    private final CreateTableParser tables;
    private final ColumnParser columns;

    AlterParser(Grammar grammar, CreateTableParser tables) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        this.tables = tables;
        this.columns = new ColumnParser(grammar);
    }

    Statement alter() {
        cursor.next();
        if (cursor.accept("table")) {
            return alterTable();
        }
        if (cursor.accept("view")) {
            boolean ifExists = DdlParser.ifExists(cursor);
            SqlIdentifier name = grammar.names().object("a view name");
            return new DdlStatement.AlterView(name, ifExists, renameOrOwner());
        }
        if (cursor.accept("schema")) {
            SqlIdentifier name = grammar.names().object("a schema name");
            AlterAction action =
                    cursor.accept("quota")
                            ? new AlterAction.ChangeQuota(CreateParser.quota(cursor))
                            : renameOrOwner();
            return new DdlStatement.AlterSchema(name, action);
        }
        if (cursor.at("user") && !cursor.at("user", "mapping")) {
            cursor.next();
            return new UserParser(grammar).alter();
        }
        return ObjectKinds.unsupported(cursor, "ALTER");
    }

    private AlterAction renameOrOwner() {
        boolean rename = cursor.expectAny("rename", "owner").equals("rename");
        cursor.expect("to");
        return rename
                ? new AlterAction.Rename(grammar.names().simple("a name"))
                : new AlterAction.ChangeOwner(grammar.names().text("a user name"));
    }

    private Statement alterTable() {
        boolean ifExists = DdlParser.ifExists(cursor);
        cursor.accept("only");
        SqlIdentifier name = grammar.names().object("a table name");
        List<AlterAction> actions = new ArrayList<>();
        do {
            actions.add(action());
        } while (cursor.acceptSymbol(","));
        return new DdlStatement.AlterTable(name, ifExists, List.copyOf(actions));
    }

    private AlterAction action() {
        Token token = cursor.peek();
        String word =
                cursor.acceptAny(
                        "add", "drop", "alter", "rename", "owner", "append", "set", "reset", "row",
                        "swap");
        if (word == null) {
            throw cursor.syntaxError();
        }
        return switch (word) {
            case "add" -> add();
            case "drop" -> drop();
            case "alter" -> change();
            case "rename" -> rename();
            case "owner" -> {
                cursor.expect("to");
                yield new AlterAction.ChangeOwner(grammar.names().text("a user name"));
            }
            case "append" -> append();
            case "reset" -> {
                StorageParameters.names(cursor);
                yield new AlterAction.ChangeRetention(null);
            }
            case "swap" -> {
                cursor.expect("with");
                yield new AlterAction.SwapWith(grammar.names().object("a table name"));
            }
            case "set" -> {
                if (cursor.atSymbol("(")) {
                    yield new AlterAction.ChangeRetention(StorageParameters.retention(cursor));
                }
                if (!cursor.at("schema")) {
                    throw cursor.notSupported("ALTER TABLE ... SET", token);
                }
                cursor.next();
                yield new AlterAction.ChangeSchema(grammar.names().text("a schema name"));
            }
            default -> throw cursor.notSupported("row level security", token);
        };
    }

    private AlterAction add() {
        if (tables.atConstraint()) {
            return new AlterAction.AddConstraint(tables.constraint());
        }
        cursor.accept("column");
        boolean ifNotExists = CreateParser.ifNotExists(cursor);
        refusePartition();
        return new AlterAction.AddColumn(ifNotExists, tables.column());
    }

    private void refusePartition() {
        if (cursor.at("partition") && cursor.peek(1).isSymbol("(")) {
            throw cursor.notSupported("a partition of an external table", cursor.peek());
        }
    }

    private AlterAction drop() {
        if (cursor.accept("constraint")) {
            boolean ifExists = DdlParser.ifExists(cursor);
            String name = grammar.names().text("a constraint name");
            return new AlterAction.DropConstraint(ifExists, name, DdlParser.cascade(cursor));
        }
        cursor.accept("column");
        boolean ifExists = DdlParser.ifExists(cursor);
        refusePartition();
        SqlIdentifier column = grammar.names().simple("a column name");
        return new AlterAction.DropColumn(ifExists, column, DdlParser.cascade(cursor));
    }

    private AlterAction rename() {
        if (cursor.accept("to")) {
            return new AlterAction.Rename(grammar.names().simple("a name"));
        }
        cursor.accept("column");
        SqlIdentifier column = grammar.names().simple("a column name");
        cursor.expect("to");
        return new AlterAction.RenameColumn(column, grammar.names().simple("a column name"));
    }

    private AlterAction append() {
        cursor.expect("from");
        SqlIdentifier source = grammar.names().object("a table name");
        String word = cursor.acceptAny("ignoreextra", "filltarget");
        return new AlterAction.AppendFrom(
                source, "ignoreextra".equals(word), "filltarget".equals(word));
    }

    /** What stands behind ALTER inside ALTER TABLE. */
    private AlterAction change() {
        if (cursor.accept("distkey")) {
            return new AlterAction.ChangeDistribution(
                    DistStyle.KEY, grammar.names().simple("a column name"));
        }
        if (cursor.accept("diststyle")) {
            DistStyle style = tables.distStyle();
            SqlIdentifier key =
                    cursor.accept("distkey") ? grammar.names().simple("a column name") : null;
            return new AlterAction.ChangeDistribution(style, key);
        }
        if (cursor.atAny("compound", "interleaved", "sortkey")) {
            return new AlterAction.ChangeSortKey(tables.sortKey());
        }
        if (cursor.at("encode", "auto")) {
            cursor.skip(2);
            return new AlterAction.EncodeAuto();
        }
        cursor.accept("column");
        return changeColumn(grammar.names().simple("a column name"));
    }

    private AlterAction changeColumn(SqlIdentifier column) {
        switch (cursor.expectAny("type", "encode", "set", "drop")) {
            case "type" -> {
                return new AlterAction.ChangeType(column, type());
            }
            case "encode" -> {
                return new AlterAction.ChangeEncoding(column, columns.encoding());
            }
            case "set" -> {
                if (cursor.accept("data", "type")) {
                    return new AlterAction.ChangeType(column, type());
                }
                if (cursor.accept("default")) {
                    return new AlterAction.ChangeDefault(
                            column, grammar.expressions().expression());
                }
                cursor.expect("not");
                cursor.expect("null");
                return new AlterAction.ChangeNotNull(column, true);
            }
            default -> {
                if (cursor.accept("default")) {
                    return new AlterAction.ChangeDefault(column, null);
                }
                cursor.expect("not");
                cursor.expect("null");
                return new AlterAction.ChangeNotNull(column, false);
            }
        }
    }

    private TypeName type() {
        TypeName type = grammar.types().type();
        if (cursor.at("using")) {
            throw cursor.notSupported("ALTER COLUMN ... TYPE ... USING", cursor.peek());
        }
        return type;
    }
}
