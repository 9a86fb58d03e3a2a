package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.parser.AtClause;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;

import java.util.List;
import java.util.Optional;

/**
 * Finds tables of the past by the names of their time, and gives them names in which the version
 * stands. One per statement, one thread.
 *
 * <pre>
 * sales AT (VERSION => 17)   "$at"."17".public.sales
 * </pre>
 */
final class PastTables {
    private final Binding binding;
    private final BindContext context;
    private boolean timeDependent;

    /**
     * @param context with the whole search path: a schema of the past may be gone
     */
    PastTables(Binding binding, BindContext context) {
        this.binding = binding;
        this.context = context;
    }

    /** Whether the point of one depends on the clock. */
    boolean timeDependent() {
        return timeDependent;
    }

    SqlIdentifier named(SqlCall past) {
        SqlIdentifier name = AtClause.table(past);
        AtClause clause = AtClause.of(past);
        timeDependent |= clause.kind() == AtClause.Kind.OFFSET;
        long version;
        Relation relation;
        try {
            version = binding.reader().open(TimePoints.of(clause, context));
            relation = relation(name, version);
        } catch (ColonnadeException e) {
            throw e.position() > 0
                    ? e
                    : e.position(binding.text().position(name.getParserPosition()));
        }
        return new SqlIdentifier(
                List.of(
                        CatalogReader.AT,
                        Long.toString(version),
                        relation.schema(),
                        relation.name()),
                name.getParserPosition());
    }

    private Relation relation(SqlIdentifier name, long version) {
        Relation found =
                find(name, binding.reader().catalogAt(version))
                        .orElseThrow(
                                () ->
                                        new ColonnadeException(
                                                ErrorCode.UNDEFINED_TABLE,
                                                "relation \""
                                                        + String.join(".", name.names)
                                                        + "\" does not exist at version "
                                                        + version));
        if (found instanceof SystemRelation) {
            throw ColonnadeException.notSupported("a system relation of the past");
        }
        return found;
    }

    private Optional<Relation> find(SqlIdentifier name, Catalog catalog) {
        if (!name.isSimple()) {
            return catalog.find(name.names.get(name.names.size() - 2), name.names.getLast());
        }
        for (String schema : context.searchPath()) {
            Optional<Relation> found = catalog.find(schema, name.getSimple());
            if (found.isPresent()) {
                return found;
            }
        }
        return catalog.find(BindContext.SYSTEM_SCHEMA, name.getSimple());
    }
}
