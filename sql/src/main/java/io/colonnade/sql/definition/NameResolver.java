package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.parser.Positions;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Resolves the names in a statement about the catalogue, with errors at their positions. */
final class NameResolver {
    private final String text;
    private final Catalog catalog;
    private final BindContext context;
    private final List<String> relationPath;

    /** Schema and name of something that may or may not exist. */
    record QualifiedName(String schema, String name) {}

    NameResolver(String text, Catalog catalog, BindContext context) {
        this.text = text;
        this.catalog = catalog;
        this.context = context;
        this.relationPath = context.relationPath(catalog);
    }

    Catalog catalog() {
        return catalog;
    }

    /** Where a new object goes: the schema written, else the first of the path that exists. */
    QualifiedName newName(SqlIdentifier identifier) {
        List<String> parts = parts(identifier);
        if (parts.size() == 2) {
            requireSchema(parts.getFirst(), identifier);
            return new QualifiedName(parts.getFirst(), parts.getLast());
        }
        for (String schema : context.searchPath()) {
            if (catalog.hasSchema(schema)) {
                return new QualifiedName(schema, parts.getFirst());
            }
        }
        throw at(
                identifier,
                new ColonnadeException(
                        ErrorCode.INVALID_SCHEMA_NAME, "no schema has been selected to create in"));
    }

    /** Where a new temporary table goes: the session's own schema. */
    QualifiedName newTemporaryName(SqlIdentifier identifier) {
        List<String> parts = parts(identifier);
        String own = context.temporarySchema();
        String schema = parts.size() == 2 ? parts.getFirst() : own;
        if (!schema.equals(own) && !schema.equals(BindContext.TEMPORARY_ALIAS)) {
            throw at(
                    identifier,
                    new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "cannot create temporary relation in non-temporary schema"));
        }
        return new QualifiedName(own, parts.getLast());
    }

    void requireSchema(String schema, SqlIdentifier identifier) {
        if (!catalog.hasSchema(schema)) {
            throw at(
                    identifier,
                    withNearest(
                            new ColonnadeException(
                                    ErrorCode.INVALID_SCHEMA_NAME,
                                    "schema \"" + schema + "\" does not exist"),
                            schema,
                            List.copyOf(catalog.schemas())));
        }
    }

    Optional<Relation> find(SqlIdentifier identifier) {
        List<String> parts = parts(identifier);
        if (parts.size() == 2) {
            return catalog.find(parts.getFirst(), parts.getLast());
        }
        for (String schema : relationPath) {
            Optional<Relation> found = catalog.find(schema, parts.getFirst());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The stored table of this name; views and system relations are refused by name. */
    TableRelation table(SqlIdentifier identifier) {
        Relation relation = find(identifier).orElseThrow(() -> missing(identifier));
        if (relation instanceof TableRelation table) {
            return table;
        }
        throw at(
                identifier,
                new ColonnadeException(
                        ErrorCode.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a table"));
    }

    ColonnadeException missing(SqlIdentifier identifier) {
        List<String> parts = parts(identifier);
        String name = parts.getLast();
        List<String> candidates = new ArrayList<>();
        if (parts.size() == 2) {
            candidates.addAll(catalog.relations(parts.getFirst()));
        } else {
            relationPath.forEach(schema -> candidates.addAll(catalog.relations(schema)));
        }
        return at(
                identifier,
                withNearest(
                        new ColonnadeException(
                                ErrorCode.UNDEFINED_TABLE,
                                "relation \"" + String.join(".", parts) + "\" does not exist"),
                        name,
                        candidates));
    }

    private static ColonnadeException withNearest(
            ColonnadeException error, String name, List<String> candidates) {
        return Suggestions.nearest(name, candidates)
                .map(nearest -> error.hint("Perhaps you meant \"" + nearest + "\"."))
                .orElse(error);
    }

    /** One or two parts; a database in front must be the current one. */
    List<String> parts(SqlIdentifier identifier) {
        List<String> names = identifier.names;
        if (names.size() == 3) {
            if (!names.getFirst().equals(context.database())) {
                throw at(
                        identifier,
                        ColonnadeException.notSupported("a reference to another database"));
            }
            return names.subList(1, 3);
        }
        if (names.size() > 3) {
            throw at(
                    identifier,
                    new ColonnadeException(
                            ErrorCode.SYNTAX_ERROR,
                            "improper qualified name (too many dotted names): "
                                    + String.join(".", names)));
        }
        return names;
    }

    ColonnadeException at(SqlIdentifier identifier, ColonnadeException error) {
        return error.position(Positions.offset(text, identifier.getParserPosition()) + 1);
    }
}
