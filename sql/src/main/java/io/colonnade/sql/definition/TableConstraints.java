package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.Constraint;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.parser.TableDefinition.Column;
import io.colonnade.sql.parser.TableDefinition.ColumnOptions;
import io.colonnade.sql.parser.TableDefinition.References;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.List;

/**
 * Keys of a table that is being defined: stored and used by the planner, not enforced. Stateless.
 */
final class TableConstraints {
    private TableConstraints() {}

    /** Those written with a column. */
    static void ofColumn(NameResolver names, TableDefinition.Builder table, Column column) {
        ColumnOptions options = column.options();
        List<SqlIdentifier> self = List.of(column.name());
        if (options.primaryKey()) {
            addKey(names, table, Constraint.Kind.PRIMARY_KEY, null, self);
        }
        if (options.unique()) {
            addKey(names, table, Constraint.Kind.UNIQUE, null, self);
        }
        if (options.references() != null) {
            addForeignKey(names, table, null, self, options.references());
        }
    }

    static void add(
            NameResolver names,
            TableDefinition.Builder table,
            io.colonnade.sql.parser.TableDefinition.Constraint constraint) {
        switch (constraint) {
            case io.colonnade.sql.parser.TableDefinition.Constraint.PrimaryKey key ->
                    addKey(names, table, Constraint.Kind.PRIMARY_KEY, key.name(), key.columns());
            case io.colonnade.sql.parser.TableDefinition.Constraint.Unique key ->
                    addKey(names, table, Constraint.Kind.UNIQUE, key.name(), key.columns());
            case io.colonnade.sql.parser.TableDefinition.Constraint.ForeignKey key ->
                    addForeignKey(names, table, key.name(), key.columns(), key.target());
        }
    }

    private static void addKey(
            NameResolver names,
            TableDefinition.Builder table,
            Constraint.Kind kind,
            String name,
            List<SqlIdentifier> columns) {
        boolean primary = kind == Constraint.Kind.PRIMARY_KEY;
        if (primary
                && table.getConstraintsList().stream()
                        .anyMatch(c -> c.getKind() == Constraint.Kind.PRIMARY_KEY)) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "multiple primary keys for table \"" + table.getName() + "\" are not allowed");
        }
        List<Integer> ids = ids(names, table, columns);
        String suffix = primary ? "_pkey" : "_" + columns.getFirst().getSimple() + "_key";
        table.addConstraints(
                Constraint.newBuilder()
                        .setKind(kind)
                        .setName(name == null ? table.getName() + suffix : name)
                        .addAllColumns(ids));
        if (primary) {
            ids.forEach(id -> requireNotNull(table, id));
        }
    }

    /** A primary key makes the columns of a new table NOT NULL; those of an old one must be. */
    private static void requireNotNull(TableDefinition.Builder table, int id) {
        for (ColumnDefinition.Builder column : table.getColumnsBuilderList()) {
            if (column.getId() == id && column.getType().getNullable()) {
                if (table.getId() != 0) {
                    throw new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "column \"" + column.getName() + "\" of a primary key allows NULL");
                }
                column.setType(column.getType().toBuilder().setNullable(false));
            }
        }
    }

    private static void addForeignKey(
            NameResolver names,
            TableDefinition.Builder table,
            String name,
            List<SqlIdentifier> columns,
            References references) {
        TableDefinition target = names.table(references.table()).definition();
        String given = table.getName() + "_" + columns.getFirst().getSimple() + "_fkey";
        Constraint.Builder constraint =
                Constraint.newBuilder()
                        .setKind(Constraint.Kind.FOREIGN_KEY)
                        .setName(name == null ? given : name)
                        .addAllColumns(ids(names, table, columns))
                        .setReferencedTable(target.getId());
        if (references.columns().isEmpty()) {
            target.getConstraintsList().stream()
                    .filter(c -> c.getKind() == Constraint.Kind.PRIMARY_KEY)
                    .forEach(c -> constraint.addAllReferencedColumns(c.getColumnsList()));
        } else {
            constraint.addAllReferencedColumns(
                    ids(names, target.toBuilder(), references.columns()));
        }
        if (constraint.getReferencedColumnsCount() != constraint.getColumnsCount()) {
            throw names.at(
                    references.table(),
                    new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "the foreign key has "
                                    + constraint.getColumnsCount()
                                    + " columns and refers to "
                                    + constraint.getReferencedColumnsCount()));
        }
        table.addConstraints(constraint);
    }

    static List<Integer> ids(
            NameResolver names, TableDefinition.Builder table, List<SqlIdentifier> columns) {
        return columns.stream().map(column -> id(names, table, column)).toList();
    }

    static int id(NameResolver names, TableDefinition.Builder table, SqlIdentifier name) {
        for (ColumnDefinition column : table.getColumnsList()) {
            if (column.getName().equals(name.getSimple())) {
                return column.getId();
            }
        }
        ColonnadeException error =
                new ColonnadeException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + name.getSimple() + "\" named in key does not exist");
        List<String> known =
                table.getColumnsList().stream().map(ColumnDefinition::getName).toList();
        throw names.at(
                name,
                Suggestions.nearest(name.getSimple(), known)
                        .map(nearest -> error.hint("Perhaps you meant \"" + nearest + "\"."))
                        .orElse(error));
    }
}
