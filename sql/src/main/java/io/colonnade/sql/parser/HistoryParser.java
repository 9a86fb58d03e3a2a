package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;

import org.apache.calcite.sql.SqlIdentifier;

/** Parses statements about saved snapshots, restoring, cloning and dropped tables. */
final class HistoryParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    HistoryParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    /** Behind CREATE SNAPSHOT. */
    Statement createSnapshot() {
        String name = AtParser.name(cursor);
        Long keep = null;
        if (cursor.accept("expires")) {
            cursor.expect("after");
            Token token = cursor.peek();
            keep = StorageParameters.duration(cursor, "EXPIRES AFTER");
            if (keep <= 0) {
                throw cursor.error(
                        ErrorCode.INVALID_ARGUMENT, "a snapshot must be kept for some time", token);
            }
        }
        return new HistoryStatement.CreateSnapshot(name, keep);
    }

    /** Behind DROP SNAPSHOT. */
    Statement dropSnapshot() {
        boolean ifExists = DdlParser.ifExists(cursor);
        return new HistoryStatement.DropSnapshot(AtParser.name(cursor), ifExists);
    }

    Statement restore() {
        cursor.next();
        if (cursor.expectAny("table", "warehouse").equals("warehouse")) {
            return new HistoryStatement.RestoreWarehouse(AtParser.source(cursor));
        }
        SqlIdentifier table = grammar.names().object("a table name");
        AtClause at = AtParser.source(cursor);
        SqlIdentifier target = cursor.accept("as") ? grammar.names().object("a table name") : null;
        return new HistoryStatement.RestoreTable(table, at, target);
    }

    /** Behind CREATE TABLE target CLONE. */
    Statement cloneTable(SqlIdentifier target, boolean ifNotExists) {
        SqlIdentifier source = grammar.names().object("a table name");
        return new HistoryStatement.CloneTable(
                target, ifNotExists, source, AtParser.optional(cursor));
    }

    Statement collect() {
        cursor.next();
        cursor.expect("garbage");
        boolean dryRun = cursor.accept("dry");
        if (dryRun) {
            cursor.expect("run");
        }
        return new HistoryStatement.CollectGarbage(dryRun);
    }

    Statement undrop() {
        cursor.next();
        if (cursor.expectAny("table", "schema").equals("schema")) {
            return new HistoryStatement.UndropSchema(grammar.names().text("a schema name"));
        }
        return new HistoryStatement.UndropTable(grammar.names().object("a table name"));
    }
}
