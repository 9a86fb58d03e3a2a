package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.bind.TimePoints;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.parser.AtClause;
import io.colonnade.sql.parser.Positions;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.ArrayList;
import java.util.List;

/** Resolves the names and points of statements about the past. One statement's. */
public final class HistoryBinder {
    private final String text;
    private final Catalog catalog;
    private final BindContext context;
    private final NameResolver names;

    public HistoryBinder(String text, Catalog catalog, BindContext context) {
        this.text = text;
        this.catalog = catalog;
        this.context = context;
        this.names = resolver(catalog);
    }

    private NameResolver resolver(Catalog of) {
        return new NameResolver(text, of, context);
    }

    /** Schema and name of a table. */
    public record TableName(String schema, String name) {}

    /** Where a new table of this name goes. */
    public TableName newName(SqlIdentifier name) {
        NameResolver.QualifiedName qualified = names.newName(name);
        return new TableName(qualified.schema(), qualified.name());
    }

    /** The names that a table may have had, in the order of the search path. */
    public List<TableName> candidates(SqlIdentifier name) {
        List<String> parts = names.parts(name);
        if (parts.size() == 2) {
            return List.of(new TableName(parts.getFirst(), parts.getLast()));
        }
        List<TableName> candidates = new ArrayList<>();
        context.searchPath().forEach(s -> candidates.add(new TableName(s, parts.getFirst())));
        return candidates;
    }

    /**
     * The stored table of this name.
     *
     * @param at null for now
     */
    public TableRelation table(SqlIdentifier name, AtClause at) {
        return at == null ? names.table(name) : resolver(past(at).catalog()).table(name);
    }

    /** The catalogue of the point; errors are placed at the clause. */
    public Catalog.Past past(AtClause at) {
        try {
            return catalog.at(TimePoints.of(at, context));
        } catch (ColonnadeException e) {
            throw e.position(Positions.offset(text, at.position()) + 1);
        }
    }

    /** The error that says, at its name, that a table is not among those dropped. */
    public ColonnadeException notDropped(SqlIdentifier name) {
        return names.at(
                name,
                new ColonnadeException(
                                ErrorCode.UNDEFINED_TABLE,
                                "no dropped table \"" + String.join(".", name.names) + "\" is kept")
                        .hint("svv_dropped_tables lists those that there are."));
    }
}
