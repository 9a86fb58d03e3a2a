package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.bind.OutputColumn;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.sql.definition.QualifiedNames;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Binds a view's query to know its columns and what it reads. The session's thread only. */
final class ViewBinder {
    private final StatementPlanner planner;

    ViewBinder(StatementPlanner planner) {
        this.planner = planner;
    }

    /**
     * The view with all its columns' names and types, what it reads, and qualified names in its
     * text.
     *
     * @param script the statement's text when the view's text is part of it, so that errors have
     *     positions; else null
     */
    ViewDefinition bound(ViewDefinition view, String script, StatementPlanner.Base base) {
        String text = view.getSql();
        ParsedStatement parsed = SqlParser.parseScript(text).getFirst();
        BoundStatement.Query query;
        try {
            query =
                    Binder.query(
                            ((QueryStatement.Query) parsed.statement()).node(),
                            new Binder.Input(text, planner.catalog(base), planner.context(base)));
        } catch (ColonnadeException e) {
            int offset = script == null ? -1 : script.indexOf(text);
            throw e.position() > 0 && offset >= 0 ? e.position(e.position() + offset) : e;
        }
        if (!query.facts().parameters().isEmpty()) {
            throw new ColonnadeException(
                    ErrorCode.UNDEFINED_PARAMETER, "a view cannot have parameters");
        }
        ViewDefinition.Builder bound = view.toBuilder().clearDependsOn().clearColumnTypes();
        addColumns(bound, query.columns());
        dependencies(query).forEach(bound::addDependsOn);
        return bound.setSql(QualifiedNames.of(text, planner.catalog(base), planner.context(base)))
                .build();
    }

    private static void addColumns(ViewDefinition.Builder view, List<OutputColumn> columns) {
        if (view.getColumnNamesCount() > columns.size()) {
            throw new ColonnadeException(
                    ErrorCode.SYNTAX_ERROR,
                    "view \"" + view.getName() + "\" names more columns than its query has");
        }
        for (OutputColumn column : columns.subList(view.getColumnNamesCount(), columns.size())) {
            view.addColumnNames(column.name());
        }
        Set<String> seen = new HashSet<>();
        for (String name : view.getColumnNamesList()) {
            if (!seen.add(name)) {
                throw new ColonnadeException(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + name + "\" specified more than once");
            }
        }
        columns.forEach(column -> view.addColumnTypes(column.type().toProto(true)));
    }

    private static Set<Long> dependencies(BoundStatement.Query query) {
        Set<Long> ids = new TreeSet<>();
        for (Relation relation : query.facts().relations()) {
            switch (relation) {
                case TableRelation table when table.isPast() -> {
                    // Kept by its retention, whatever becomes of the table.
                }
                case ViewRelation view when view.isPast() -> {
                    // Likewise.
                }
                case TableRelation table -> ids.add(table.definition().getId());
                case ViewRelation view -> ids.add(view.definition().getId());
                case SystemRelation system -> {
                    // Always there.
                }
            }
        }
        return ids;
    }
}
