package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.sql.parser.DdlStatement.CreateTableAs;

import org.apache.calcite.sql.SqlNodeList;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the parser of a statement by its first words. */
final class StatementParser {
    /** Statements of one first word that are recognised and not supported. */
    private static final Set<String> UNSUPPORTED =
            Set.of(
                    "grant",
                    "revoke",
                    "savepoint",
                    "release",
                    "listen",
                    "unlisten",
                    "notify",
                    "load",
                    "reindex",
                    "cluster",
                    "checkpoint",
                    "refresh",
                    "do",
                    "reassign",
                    "attach",
                    "detach",
                    "security",
                    "import",
                    "use",
                    "desc",
                    "describe");

    private final Grammar grammar;
    private final TokenCursor cursor;
    private final DmlParser dml;
    private final CreateParser create;
    private final DdlParser ddl;
    private final AlterParser alter;
    private final CopyParser copy;
    private final UnloadParser unload;
    private final MaintenanceParser maintenance;
    private final HistoryParser history;
    private final SettingParser settings;
    private final SessionParser session;
    private final TransactionParser transactions;
    private final CursorStatementParser cursors;

    StatementParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        CreateTableParser tables = new CreateTableParser(grammar);
        this.dml = new DmlParser(grammar);
        this.create = new CreateParser(grammar, tables);
        this.ddl = new DdlParser(grammar);
        this.alter = new AlterParser(grammar, tables);
        this.copy = new CopyParser(grammar);
        this.unload = new UnloadParser(grammar);
        this.maintenance = new MaintenanceParser(grammar);
        this.history = new HistoryParser(grammar);
        this.transactions = new TransactionParser(grammar);
        this.settings = new SettingParser(grammar, transactions);
        this.session = new SessionParser(grammar);
        this.cursors = new CursorStatementParser(grammar);
    }

    /** The statement that begins here. */
    Statement statement() {
        Token token = cursor.peek();
        if (cursor.atSymbol("(") || cursor.atAny("select", "values", "table")) {
            return query(null);
        }
        if (token.kind() != Token.Kind.WORD) {
            throw cursor.expected("a statement");
        }
        return switch (token.text()) {
            case "with" -> with();
            case "insert", "update", "delete", "merge" -> dml.statement(null);
            case "create" -> create.create();
            case "drop" -> ddl.drop();
            case "truncate" -> ddl.truncate();
            case "comment" -> ddl.comment();
            case "alter" -> alter.alter();
            case "copy" -> copy.copy();
            case "unload" -> unload.unload();
            case "analyze", "analyse" -> maintenance.analyze();
            case "vacuum" -> maintenance.vacuum();
            case "restore" -> history.restore();
            case "undrop" -> history.undrop();
            case "collect" -> history.collect();
            case "explain" -> explain();
            case "set" -> settings.set();
            case "show" -> settings.show();
            case "reset" -> settings.reset();
            case "begin", "start", "commit", "end", "rollback", "abort" -> transactions.statement();
            case "declare", "fetch", "move", "close" -> cursors.statement();
            case "discard", "prepare", "execute", "deallocate", "lock", "call", "cancel" ->
                    session.statement();
            default -> other(token);
        };
    }

    private Statement with() {
        SqlNodeList with = grammar.queries().withClause();
        return cursor.atAny("insert", "update", "delete", "merge")
                ? dml.statement(with)
                : query(with);
    }

    private Statement query(SqlNodeList with) {
        QueryParser.TopQuery query =
                with == null ? grammar.queries().topQuery() : grammar.queries().topQuery(with);
        return query.into() == null
                ? new QueryStatement.Query(query.node())
                : new CreateTableAs(
                        query.into().table(),
                        false,
                        query.into().temporary()
                                || query.into().table().names.getLast().startsWith("#"),
                        List.of(),
                        TableDefinition.Attributes.NONE,
                        query.node(),
                        true,
                        TableDefinition.OnCommit.NOT_WRITTEN);
    }

    private Statement other(Token token) {
        if (UNSUPPORTED.contains(token.text())) {
            return unsupported(cursor, token.text());
        }
        throw unknown(token);
    }

    private ColonnadeException unknown(Token token) {
        ColonnadeException error = cursor.expected("a statement such as SELECT");
        return Suggestions.nearest(token.text(), Keywords.STATEMENT_STARTS)
                .map(word -> error.hint(cursor.perhaps(word, token)))
                .orElse(error);
    }

    /** The statement of this name, skipped to its end. */
    static Statement unsupported(TokenCursor cursor, String name) {
        while (!cursor.atEndOfStatement()) {
            cursor.next();
        }
        return new Statement.Unsupported(name.toUpperCase(Locale.ROOT));
    }

    private Statement explain() {
        cursor.next();
        boolean analyze = false;
        boolean verbose = false;
        Statement.ExplainFormat format = Statement.ExplainFormat.TEXT;
        if (cursor.atSymbol("(")
                && !cursor.peek(1).isSymbol("(")
                && !isQueryStart(cursor.peek(1))) {
            ExplainOptions options = explainOptions();
            analyze = options.analyze();
            verbose = options.verbose();
            format = options.format();
        } else {
            analyze = cursor.at("analyse") ? cursor.next() != null : cursor.accept("analyze");
            verbose = cursor.accept("verbose");
        }
        Token token = cursor.peek();
        Statement statement = statement();
        boolean explainable =
                statement instanceof QueryStatement
                        || statement instanceof DmlStatement
                        || statement instanceof CreateTableAs
                        || statement instanceof SessionStatement.Execute
                        || statement instanceof CursorStatement.Declare;
        if (!explainable) {
            throw cursor.error(
                            ErrorCode.SYNTAX_ERROR,
                            "EXPLAIN of " + statement.tag() + " is not possible",
                            token)
                    .detail(
                            "Expected SELECT, INSERT, UPDATE, DELETE, MERGE, CREATE TABLE AS,"
                                    + " DECLARE or EXECUTE.");
        }
        return new Statement.Explain(analyze, verbose, format, statement);
    }

    private static boolean isQueryStart(Token token) {
        return token.is("select") || token.is("with") || token.is("values") || token.is("table");
    }

    private record ExplainOptions(
            boolean analyze, boolean verbose, Statement.ExplainFormat format) {}

    private ExplainOptions explainOptions() {
        boolean analyze = false;
        boolean verbose = false;
        Statement.ExplainFormat format = Statement.ExplainFormat.TEXT;
        cursor.expectSymbol("(");
        do {
            Token token = cursor.peek();
            String name =
                    cursor.expectAny(
                            "analyze",
                            "verbose",
                            "format",
                            "costs",
                            "buffers",
                            "timing",
                            "summary",
                            "settings",
                            "wal");
            if (name.equals("format")) {
                String word = cursor.expectAny("text", "json", "xml", "yaml");
                format = Statement.ExplainFormat.valueOf(word.toUpperCase(Locale.ROOT));
                continue;
            }
            String value = cursor.acceptAny("true", "on", "false", "off");
            boolean on = value == null || value.equals("true") || value.equals("on");
            switch (name) {
                case "analyze" -> analyze = on;
                case "verbose" -> verbose = on;
                case "costs", "timing", "summary" -> {}
                default -> {
                    if (on) {
                        throw cursor.notSupported("EXPLAIN option " + name, token);
                    }
                }
            }
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return new ExplainOptions(analyze, verbose, format);
    }
}
