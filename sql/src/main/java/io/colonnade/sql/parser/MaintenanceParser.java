package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.MaintenanceStatement.AnalyzeColumns;
import io.colonnade.sql.parser.MaintenanceStatement.VacuumKind;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.List;

/** Parses ANALYZE and VACUUM. */
final class MaintenanceParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    MaintenanceParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    Statement analyze() {
        cursor.next();
        if (cursor.at("compression") && !cursor.peek(1).isSymbol(".")) {
            cursor.next();
            return compression();
        }
        boolean verbose = cursor.accept("verbose");
        if (cursor.atSymbol("(") && cursor.peek(1).is("verbose") && cursor.peek(2).isSymbol(")")) {
            cursor.skip(3);
            verbose = true;
        }
        SqlIdentifier table = table();
        List<SqlIdentifier> columns =
                table == null ? List.of() : grammar.names().optionalColumnList();
        AnalyzeColumns which = columns.isEmpty() ? AnalyzeColumns.DEFAULT : AnalyzeColumns.LISTED;
        String word = cursor.acceptAny("predicate", "all");
        if (word != null) {
            cursor.expect("columns");
            which = word.equals("all") ? AnalyzeColumns.ALL : AnalyzeColumns.PREDICATE;
        }
        return new MaintenanceStatement.Analyze(verbose, table, columns, which);
    }

    /** A table, unless what follows is a clause or the end. */
    private SqlIdentifier table() {
        boolean clause =
                cursor.at("predicate", "columns") || cursor.at("all") || cursor.at("boost");
        return clause || cursor.atEndOfStatement() ? null : grammar.names().object("a table name");
    }

    private Statement compression() {
        SqlIdentifier table = cursor.at("comprows") ? null : table();
        List<SqlIdentifier> columns =
                table == null ? List.of() : grammar.names().optionalColumnList();
        Long rows = cursor.accept("comprows") ? cursor.expectLong("COMPROWS") : null;
        return new MaintenanceStatement.AnalyzeCompression(table, columns, rows);
    }

    Statement vacuum() {
        cursor.next();
        VacuumKind kind = kind();
        boolean verbose = cursor.accept("verbose");
        boolean analyze = cursor.acceptAny("analyze", "analyse") != null;
        if (cursor.acceptSymbol("(")) {
            do {
                switch (cursor.expectAny("full", "verbose", "analyze", "analyse")) {
                    case "full" -> kind = VacuumKind.FULL;
                    case "verbose" -> verbose = true;
                    default -> analyze = true;
                }
            } while (cursor.acceptSymbol(","));
            cursor.expectSymbol(")");
        }
        SqlIdentifier table = table();
        Integer threshold = null;
        if (table != null && cursor.accept("to")) {
            Token token = cursor.peek();
            threshold = cursor.expectInt("VACUUM threshold");
            cursor.expect("percent");
            if (threshold < 0 || threshold > 100) {
                throw cursor.error(
                        ErrorCode.INVALID_ARGUMENT,
                        "VACUUM threshold must be 0 to 100 percent",
                        token);
            }
        }
        boolean boost = cursor.accept("boost");
        return new MaintenanceStatement.Vacuum(kind, table, threshold, boost, verbose, analyze);
    }

    private VacuumKind kind() {
        if (cursor.accept("sort", "only")) {
            return VacuumKind.SORT_ONLY;
        }
        if (cursor.accept("delete", "only")) {
            return VacuumKind.DELETE_ONLY;
        }
        String word = cursor.acceptAny("full", "reindex", "recluster");
        if (word == null || word.equals("full")) {
            return VacuumKind.FULL;
        }
        return word.equals("reindex") ? VacuumKind.REINDEX : VacuumKind.RECLUSTER;
    }
}
