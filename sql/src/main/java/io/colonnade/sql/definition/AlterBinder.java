package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.Constraint;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.parser.AlterAction;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.sql.parser.TableDefinition.ColumnOptions;
import io.colonnade.sql.parser.TableDefinition.DistStyle;
import io.colonnade.sql.parser.TableDefinition.SortKind;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.ArrayList;
import java.util.List;

/** Turns one ALTER TABLE into the table's new definition. One per statement. */
final class AlterBinder {
    private final NameResolver names;
    private final TableDefinition before;
    private final TableDefinition.Builder table;
    private boolean rewrite;
    private boolean cascade;
    private final List<Definition.Conversion> conversions = new ArrayList<>();
    private final List<String> withoutNulls = new ArrayList<>();

    AlterBinder(NameResolver names, TableDefinition before) {
        this.names = names;
        this.before = before;
        this.table = before.toBuilder();
    }

    Definition.AlterTable bind(DdlStatement.AlterTable statement) {
        statement.actions().forEach(this::apply);
        return new Definition.AlterTable(
                before,
                table.build(),
                rewrite,
                cascade,
                List.copyOf(withoutNulls),
                List.copyOf(conversions));
    }

    private void apply(AlterAction action) {
        switch (action) {
            case AlterAction.AddColumn add -> addColumn(add);
            case AlterAction.DropColumn drop -> dropColumn(drop);
            case AlterAction.RenameColumn rename -> renameColumn(rename);
            case AlterAction.Rename rename -> rename(rename.newName());
            case AlterAction.ChangeSchema change -> changeSchema(change.schema());
            case AlterAction.ChangeOwner change -> table.setOwner(change.owner());
            case AlterAction.ChangeType change -> changeType(change);
            case AlterAction.ChangeEncoding change -> {
                ColumnDefinition.Builder column = column(change.column());
                column.setEncode(TableBuilder.encoding(change.encoding(), column));
                rewrite = true;
            }
            case AlterAction.EncodeAuto auto -> {
                table.getColumnsBuilderList().forEach(ColumnDefinition.Builder::clearEncode);
                rewrite = true;
            }
            case AlterAction.ChangeDistribution change -> changeDistribution(change);
            case AlterAction.ChangeSortKey change -> changeSortKey(change);
            case AlterAction.ChangeRetention change ->
                    TableBuilder.setRetention(table, change.micros());
            case AlterAction.AddConstraint add -> addConstraint(add);
            case AlterAction.DropConstraint drop -> dropConstraint(drop);
            case AlterAction.ChangeNotNull change -> changeNotNull(change);
            case AlterAction.ChangeDefault change -> changeDefault(change);
            case AlterAction.ChangeQuota change ->
                    throw ColonnadeException.notSupported("a quota of a table");
            case AlterAction.AppendFrom append ->
                    throw ColonnadeException.notSupported("APPEND FROM beside other actions");
            case AlterAction.SwapWith swap ->
                    throw ColonnadeException.notSupported("SWAP WITH beside other actions");
        }
    }

    private void rename(SqlIdentifier newName) {
        String name = newName.getSimple();
        if (names.catalog().find(table.getSchema(), name).isPresent()) {
            throw names.at(newName, duplicate(name));
        }
        table.setName(name);
    }

    private void changeSchema(String schema) {
        if (!names.catalog().hasSchema(schema)) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist");
        }
        if (names.catalog().find(schema, table.getName()).isPresent()) {
            throw duplicate(table.getName());
        }
        table.setSchema(schema);
    }

    private static ColonnadeException duplicate(String name) {
        return new ColonnadeException(
                ErrorCode.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
    }

    private void addColumn(AlterAction.AddColumn add) {
        SqlIdentifier name = add.column().name();
        if (find(name.getSimple()) != null) {
            if (add.ifNotExists()) {
                return;
            }
            throw names.at(name, duplicateColumn(name.getSimple()));
        }
        refuseKeys(add.column().options());
        int id = lastColumnId() + 1;
        ColumnDefinition column = TableBuilder.column(names, add.column(), id).build();
        boolean filled = !column.getDefaultSql().isEmpty();
        if (!column.getType().getNullable() && !filled) {
            throw names.at(
                    name,
                    new ColonnadeException(
                                    ErrorCode.INVALID_TABLE_DEFINITION,
                                    "column \""
                                            + name.getSimple()
                                            + "\" is NOT NULL and has no default")
                            .hint("Give it a DEFAULT for the rows that are there."));
        }
        rewrite |= filled;
        table.addColumns(column).setLastColumnId(id);
    }

    private ColonnadeException duplicateColumn(String name) {
        return new ColonnadeException(
                ErrorCode.DUPLICATE_COLUMN,
                "column \"" + name + "\" of relation \"" + table.getName() + "\" already exists");
    }

    private static void refuseKeys(ColumnOptions options) {
        if (options.identity() != null || options.distKey() || options.sortKey()) {
            throw ColonnadeException.notSupported("ADD COLUMN with IDENTITY, DISTKEY or SORTKEY");
        }
        if (options.primaryKey() || options.unique() || options.references() != null) {
            throw ColonnadeException.notSupported("ADD COLUMN with a constraint")
                    .hint("Add the constraint by a statement of its own.");
        }
    }

    private int lastColumnId() {
        int last = table.getLastColumnId();
        for (ColumnDefinition column : table.getColumnsList()) {
            last = Math.max(last, column.getId());
        }
        return last;
    }

    private void dropColumn(AlterAction.DropColumn drop) {
        String name = drop.column().getSimple();
        if (drop.ifExists() && find(name) == null) {
            return;
        }
        int id = column(drop.column()).getId();
        cascade |= drop.cascade();
        if (table.getColumnsCount() == 1) {
            throw refused(drop.column(), "it is the only column");
        }
        if (table.getDistribution() == DistributionStyle.KEY
                && table.getDistributionColumn() == id) {
            throw refused(drop.column(), "it is the distribution key");
        }
        if (table.getSortColumnsList().contains(id)) {
            throw refused(drop.column(), "it is part of the sort key");
        }
        for (int i = table.getConstraintsCount() - 1; i >= 0; i--) {
            if (table.getConstraints(i).getColumnsList().contains(id)) {
                if (!drop.cascade()) {
                    throw refused(
                            drop.column(),
                            "constraint \"" + table.getConstraints(i).getName() + "\" needs it");
                }
                table.removeConstraints(i);
            }
        }
        table.setLastColumnId(lastColumnId());
        for (int i = 0; i < table.getColumnsCount(); i++) {
            if (table.getColumns(i).getId() == id) {
                table.removeColumns(i);
                return;
            }
        }
    }

    private ColonnadeException refused(SqlIdentifier column, String why) {
        return names.at(
                column,
                new ColonnadeException(
                        ErrorCode.DEPENDENT_OBJECTS,
                        "cannot drop column \"" + column.getSimple() + "\": " + why));
    }

    private void renameColumn(AlterAction.RenameColumn rename) {
        String newName = rename.newName().getSimple();
        if (find(newName) != null) {
            throw names.at(rename.newName(), duplicateColumn(newName));
        }
        column(rename.column()).setName(newName);
    }

    private void changeType(AlterAction.ChangeType change) {
        ColumnDefinition.Builder column = column(change.column());
        SqlType old = SqlType.fromProto(column.getType());
        SqlType type = ColumnTypes.of(change.type());
        if (!widens(old, type) && WiderTypes.holds(old, type)) {
            convert(column, type);
            return;
        }
        if (!widens(old, type)) {
            throw ColonnadeException.notSupported(
                            "the change of column \""
                                    + column.getName()
                                    + "\" from "
                                    + old
                                    + " to "
                                    + type)
                    .hint(
                            "Columns can change to types that hold all old values: VARCHAR of a"
                                    + " larger size, wider integers, DECIMAL with more digits.");
        }
        column.setType(type.toProto(column.getType().getNullable()));
    }

    /** Values of another form: a new column takes the place of the old one, filled from it. */
    private void convert(ColumnDefinition.Builder column, SqlType type) {
        int id = column.getId();
        for (ColumnDefinition old : before.getColumnsList()) {
            if (old.getId() == id) {
                conversions.add(
                        new Definition.Conversion(old, lastColumnId() + 1, type.toString()));
            }
        }
        int newId = lastColumnId() + 1;
        rewrite = true;
        column.setId(newId).setType(type.toProto(column.getType().getNullable()));
        table.setLastColumnId(newId);
        if (table.getDistributionColumn() == id) {
            table.setDistributionColumn(newId);
        }
        for (int i = 0; i < table.getSortColumnsCount(); i++) {
            if (table.getSortColumns(i) == id) {
                table.setSortColumns(i, newId);
            }
        }
        for (Constraint.Builder constraint : table.getConstraintsBuilderList()) {
            for (int i = 0; i < constraint.getColumnsCount(); i++) {
                if (constraint.getColumns(i) == id) {
                    constraint.setColumns(i, newId);
                }
            }
        }
    }

    private void changeDefault(AlterAction.ChangeDefault change) {
        ColumnDefinition.Builder column = column(change.column());
        if (column.getIdentity()) {
            throw names.at(
                    change.column(),
                    new ColonnadeException(
                            ErrorCode.SYNTAX_ERROR,
                            "column \""
                                    + column.getName()
                                    + "\" of relation \""
                                    + table.getName()
                                    + "\" is an identity column"));
        }
        if (change.value() == null) {
            column.clearDefaultSql();
        } else {
            column.setDefaultSql(TableBuilder.text(change.value()));
        }
    }

    /** Whether stored values of the old type are ones of the new type as they are. */
    private static boolean widens(SqlType old, SqlType type) {
        if (old.physical() != type.physical()) {
            return false;
        }
        return switch (old.kind()) {
            case VARCHAR -> type.kind() == TypeKind.VARCHAR && type.precision() >= old.precision();
            case DECIMAL ->
                    type.kind() == TypeKind.DECIMAL
                            && type.scale() == old.scale()
                            && type.precision() >= old.precision();
            case SMALLINT -> type.kind() == TypeKind.SMALLINT || type.kind() == TypeKind.INTEGER;
            default -> type.equals(old);
        };
    }

    private void changeNotNull(AlterAction.ChangeNotNull change) {
        ColumnDefinition.Builder column = column(change.column());
        if (change.notNull()) {
            setNotNull(column);
            return;
        }
        boolean key = column.getIdentity();
        for (Constraint constraint : table.getConstraintsList()) {
            key |=
                    constraint.getKind() == Constraint.Kind.PRIMARY_KEY
                            && constraint.getColumnsList().contains(column.getId());
        }
        if (key) {
            throw names.at(
                    change.column(),
                    new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "column \""
                                    + column.getName()
                                    + "\" is in a primary key or an identity"));
        }
        column.setType(column.getType().toBuilder().setNullable(true));
    }

    /** The rows that are there are looked through before the change. */
    private void setNotNull(ColumnDefinition.Builder column) {
        column.setType(column.getType().toBuilder().setNullable(false));
        for (ColumnDefinition old : before.getColumnsList()) {
            if (old.getId() == column.getId()) {
                withoutNulls.add(old.getName());
                return;
            }
        }
        if (column.getDefaultSql().isEmpty()) {
            throw ColonnadeException.notSupported(
                    "SET NOT NULL of a column that the same statement adds");
        }
    }

    private void changeDistribution(AlterAction.ChangeDistribution change) {
        rewrite = true;
        table.clearDistributionColumn();
        if (change.style() == DistStyle.KEY) {
            table.setDistribution(DistributionStyle.KEY)
                    .setDistributionColumn(column(change.distKey()).getId());
        } else {
            table.setDistribution(DistributionStyle.valueOf(change.style().name()));
        }
    }

    private void changeSortKey(AlterAction.ChangeSortKey change) {
        rewrite = true;
        table.clearSortColumns().setSort(SortStyle.NONE);
        change.sortKey().columns().forEach(c -> table.addSortColumns(column(c).getId()));
        if (table.getSortColumnsCount() > 0) {
            table.setSort(
                    change.sortKey().kind() == SortKind.INTERLEAVED
                            ? SortStyle.INTERLEAVED
                            : SortStyle.COMPOUND);
        }
        TableBuilder.checkSortKey(table);
    }

    private void addConstraint(AlterAction.AddConstraint add) {
        TableConstraints.add(names, table, add.constraint());
        String name = table.getConstraints(table.getConstraintsCount() - 1).getName();
        for (Constraint old : before.getConstraintsList()) {
            if (old.getName().equals(name)) {
                throw new ColonnadeException(
                        ErrorCode.DUPLICATE_OBJECT, "constraint \"" + name + "\" already exists");
            }
        }
    }

    private void dropConstraint(AlterAction.DropConstraint drop) {
        for (int i = 0; i < table.getConstraintsCount(); i++) {
            if (table.getConstraints(i).getName().equals(drop.name())) {
                table.removeConstraints(i);
                return;
            }
        }
        if (!drop.ifExists()) {
            throw new ColonnadeException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "constraint \""
                            + drop.name()
                            + "\" of relation \""
                            + table.getName()
                            + "\" does not exist");
        }
    }

    private ColumnDefinition.Builder find(String name) {
        for (ColumnDefinition.Builder column : table.getColumnsBuilderList()) {
            if (column.getName().equals(name)) {
                return column;
            }
        }
        return null;
    }

    private ColumnDefinition.Builder column(SqlIdentifier name) {
        ColumnDefinition.Builder column = find(name.getSimple());
        if (column != null) {
            return column;
        }
        List<String> known =
                table.getColumnsList().stream().map(ColumnDefinition::getName).toList();
        ColonnadeException error =
                new ColonnadeException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \""
                                + name.getSimple()
                                + "\" of relation \""
                                + table.getName()
                                + "\" does not exist");
        throw names.at(
                name,
                Suggestions.nearest(name.getSimple(), known)
                        .map(nearest -> error.hint("Perhaps you meant \"" + nearest + "\"."))
                        .orElse(error));
    }
}
