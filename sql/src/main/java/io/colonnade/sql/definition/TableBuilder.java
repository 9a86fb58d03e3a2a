package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.Constraint;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.sql.parser.TableDefinition.Attributes;
import io.colonnade.sql.parser.TableDefinition.Column;
import io.colonnade.sql.parser.TableDefinition.ColumnOptions;
import io.colonnade.sql.parser.TableDefinition.DistStyle;
import io.colonnade.sql.parser.TableDefinition.Identity;
import io.colonnade.sql.parser.TableDefinition.Like;
import io.colonnade.sql.parser.TableDefinition.SortKind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.PostgresqlSqlDialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns one parsed CREATE TABLE into a table definition. */
final class TableBuilder {
    private static final int MAX_COLUMNS = 1_600;
    private static final int MAX_COMPOUND_KEYS = 400;
    private static final int MAX_INTERLEAVED_KEYS = 8;

    private static final Set<String> ENCODINGS =
            new LinkedHashSet<>(
                    List.of(
                            "raw",
                            "az64",
                            "bytedict",
                            "delta",
                            "delta32k",
                            "lzo",
                            "mostly8",
                            "mostly16",
                            "mostly32",
                            "runlength",
                            "text255",
                            "text32k",
                            "zstd",
                            "auto"));

    private final NameResolver names;
    private final TableDefinition.Builder table = TableDefinition.newBuilder();
    private final Map<String, Integer> columnIds = new LinkedHashMap<>();
    private final List<Integer> sortColumns = new ArrayList<>();
    private int distributionColumn;

    TableBuilder(NameResolver names) {
        this.names = names;
    }

    TableDefinition build(DdlStatement.CreateTable statement) {
        NameResolver.QualifiedName name = names.newName(statement.name());
        table.setSchema(name.schema()).setName(name.name());
        for (Like like : statement.likes()) {
            copyColumns(like);
        }
        for (Column column : statement.columns()) {
            addColumn(column);
        }
        if (columnIds.size() > MAX_COLUMNS) {
            throw new ColonnadeException(
                    ErrorCode.TOO_MANY_COLUMNS,
                    "tables can have at most " + MAX_COLUMNS + " columns");
        }
        for (Column column : statement.columns()) {
            addColumnConstraints(column);
        }
        statement.constraints().forEach(this::addConstraint);
        applyAttributes(statement.attributes());
        return table.build();
    }

    private void copyColumns(Like like) {
        TableDefinition source = names.table(like.table()).definition();
        for (ColumnDefinition column : source.getColumnsList()) {
            ColumnDefinition.Builder copy = column.toBuilder().setId(columnIds.size() + 1);
            if (!like.includingDefaults()) {
                copy.clearDefaultSql();
            }
            register(column.getName(), null);
            table.addColumns(copy);
            if (column.getId() == source.getDistributionColumn()) {
                distributionColumn = copy.getId();
            }
        }
        table.setDistribution(source.getDistribution());
        table.setSort(source.getSort());
        source.getSortColumnsList().forEach(sortColumns::add);
    }

    private void register(String name, SqlIdentifier identifier) {
        if (columnIds.putIfAbsent(name, columnIds.size() + 1) != null) {
            ColonnadeException error =
                    new ColonnadeException(
                            ErrorCode.DUPLICATE_COLUMN,
                            "column \"" + name + "\" specified more than once");
            throw identifier == null ? error : names.at(identifier, error);
        }
    }

    private void addColumn(Column column) {
        String name = column.name().getSimple();
        register(name, column.name());
        ColumnOptions options = column.options();
        boolean notNull = column.notNull() || options.primaryKey() || options.identity() != null;
        ColumnDefinition.Builder definition =
                ColumnDefinition.newBuilder()
                        .setId(columnIds.get(name))
                        .setName(name)
                        .setType(ColumnTypes.of(column.type()).toProto(!notNull));
        if (options.defaultValue() != null) {
            definition.setDefaultSql(text(options.defaultValue()));
        }
        if (options.encoding() != null) {
            definition.setEncode(encoding(options.encoding()));
        }
        Identity identity = options.identity();
        if (identity != null) {
            definition
                    .setIdentity(true)
                    .setIdentitySeed(identity.seed())
                    .setIdentityStep(identity.step())
                    .setIdentityByDefault(identity.byDefault());
        }
        table.addColumns(definition);
        if (options.distKey()) {
            setDistributionColumn(column.name());
        }
        if (options.sortKey()) {
            sortColumns.add(columnIds.get(name));
            table.setSort(SortStyle.COMPOUND);
        }
    }

    private static String text(SqlNode expression) {
        return expression.toSqlString(PostgresqlSqlDialect.DEFAULT).getSql();
    }

    private static String encoding(String name) {
        if (ENCODINGS.contains(name)) {
            return name.equals("auto") ? "" : name;
        }
        ColonnadeException error =
                new ColonnadeException(
                        ErrorCode.INVALID_ARGUMENT, "encoding type \"" + name + "\" is not known");
        throw Suggestions.nearest(name, ENCODINGS)
                .map(nearest -> error.hint("Perhaps you meant " + nearest + "."))
                .orElseGet(() -> error.hint("Encodings: " + String.join(", ", ENCODINGS) + "."));
    }

    private void addColumnConstraints(Column column) {
        ColumnOptions options = column.options();
        List<SqlIdentifier> self = List.of(column.name());
        if (options.primaryKey()) {
            addKey(Constraint.Kind.PRIMARY_KEY, null, self);
        }
        if (options.unique()) {
            addKey(Constraint.Kind.UNIQUE, null, self);
        }
        if (options.references() != null) {
            addForeignKey(null, self, options.references());
        }
    }

    private void addConstraint(io.colonnade.sql.parser.TableDefinition.Constraint constraint) {
        switch (constraint) {
            case io.colonnade.sql.parser.TableDefinition.Constraint.PrimaryKey key ->
                    addKey(Constraint.Kind.PRIMARY_KEY, key.name(), key.columns());
            case io.colonnade.sql.parser.TableDefinition.Constraint.Unique key ->
                    addKey(Constraint.Kind.UNIQUE, key.name(), key.columns());
            case io.colonnade.sql.parser.TableDefinition.Constraint.ForeignKey key ->
                    addForeignKey(key.name(), key.columns(), key.target());
        }
    }

    private void addKey(Constraint.Kind kind, String name, List<SqlIdentifier> columns) {
        boolean primary = kind == Constraint.Kind.PRIMARY_KEY;
        if (primary
                && table.getConstraintsList().stream()
                        .anyMatch(c -> c.getKind() == Constraint.Kind.PRIMARY_KEY)) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "multiple primary keys for table \"" + table.getName() + "\" are not allowed");
        }
        List<Integer> ids = ids(columns);
        String suffix = primary ? "_pkey" : "_" + columns.getFirst().getSimple() + "_key";
        table.addConstraints(
                Constraint.newBuilder()
                        .setKind(kind)
                        .setName(name == null ? table.getName() + suffix : name)
                        .addAllColumns(ids));
        if (primary) {
            for (int id : ids) {
                ColumnDefinition.Builder column = table.getColumnsBuilder(id - 1);
                column.setType(column.getType().toBuilder().setNullable(false));
            }
        }
    }

    private void addForeignKey(
            String name,
            List<SqlIdentifier> columns,
            io.colonnade.sql.parser.TableDefinition.References references) {
        TableRelation target = names.table(references.table());
        Constraint.Builder constraint =
                Constraint.newBuilder()
                        .setKind(Constraint.Kind.FOREIGN_KEY)
                        .setName(
                                name == null
                                        ? table.getName()
                                                + "_"
                                                + columns.getFirst().getSimple()
                                                + "_fkey"
                                        : name)
                        .addAllColumns(ids(columns))
                        .setReferencedTable(target.definition().getId());
        if (references.columns().isEmpty()) {
            target.definition().getConstraintsList().stream()
                    .filter(c -> c.getKind() == Constraint.Kind.PRIMARY_KEY)
                    .forEach(c -> constraint.addAllReferencedColumns(c.getColumnsList()));
        }
        for (SqlIdentifier column : references.columns()) {
            constraint.addReferencedColumns(
                    target.definition().getColumnsList().stream()
                            .filter(c -> c.getName().equals(column.getSimple()))
                            .findFirst()
                            .orElseThrow(() -> unknownColumn(column, List.of()))
                            .getId());
        }
        table.addConstraints(constraint);
    }

    private List<Integer> ids(List<SqlIdentifier> columns) {
        return columns.stream().map(this::id).toList();
    }

    private int id(SqlIdentifier column) {
        Integer id = columnIds.get(column.getSimple());
        if (id == null) {
            throw unknownColumn(column, List.copyOf(columnIds.keySet()));
        }
        return id;
    }

    private ColonnadeException unknownColumn(SqlIdentifier column, List<String> candidates) {
        ColonnadeException error =
                new ColonnadeException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + column.getSimple() + "\" named in key does not exist");
        return names.at(
                column,
                Suggestions.nearest(column.getSimple(), candidates)
                        .map(nearest -> error.hint("Perhaps you meant \"" + nearest + "\"."))
                        .orElse(error));
    }

    private void setDistributionColumn(SqlIdentifier column) {
        int id = id(column);
        if (distributionColumn != 0 && distributionColumn != id) {
            throw names.at(
                    column,
                    new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "a table can have only one distribution key"));
        }
        distributionColumn = id;
    }

    private void applyAttributes(Attributes attributes) {
        if (attributes.distKey() != null) {
            setDistributionColumn(attributes.distKey());
        }
        DistStyle style = attributes.distStyle();
        if (distributionColumn != 0) {
            if (style != null && style != DistStyle.KEY) {
                throw new ColonnadeException(
                        ErrorCode.INVALID_TABLE_DEFINITION,
                        "DISTKEY cannot be used with DISTSTYLE " + style);
            }
            table.setDistribution(DistributionStyle.KEY).setDistributionColumn(distributionColumn);
        } else if (style == DistStyle.KEY) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "DISTSTYLE KEY needs a distribution key")
                    .hint("Add DISTKEY(column).");
        } else if (style != null) {
            table.setDistribution(DistributionStyle.valueOf(style.name()));
        }
        applySortKey(attributes.sortKey());
    }

    private void applySortKey(io.colonnade.sql.parser.TableDefinition.SortKey key) {
        if (key != null && !key.columns().isEmpty()) {
            if (!sortColumns.isEmpty() && table.getSort() != SortStyle.NONE) {
                throw new ColonnadeException(
                        ErrorCode.INVALID_TABLE_DEFINITION,
                        "the sort key is given both on a column and on the table");
            }
            sortColumns.clear();
            sortColumns.addAll(ids(key.columns()));
            table.setSort(
                    key.kind() == SortKind.INTERLEAVED
                            ? SortStyle.INTERLEAVED
                            : SortStyle.COMPOUND);
        }
        int limit =
                table.getSort() == SortStyle.INTERLEAVED ? MAX_INTERLEAVED_KEYS : MAX_COMPOUND_KEYS;
        if (sortColumns.size() > limit) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "a sort key can have at most " + limit + " columns here");
        }
        table.addAllSortColumns(sortColumns);
    }
}
