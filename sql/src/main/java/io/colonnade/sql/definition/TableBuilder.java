package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.ColumnDefinitionOrBuilder;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.sql.parser.TableDefinition.Attributes;
import io.colonnade.sql.parser.TableDefinition.Column;
import io.colonnade.sql.parser.TableDefinition.ColumnOptions;
import io.colonnade.sql.parser.TableDefinition.DistStyle;
import io.colonnade.sql.parser.TableDefinition.Identity;
import io.colonnade.sql.parser.TableDefinition.Like;
import io.colonnade.sql.parser.TableDefinition.SortKind;
import io.colonnade.type.ColumnEncoding;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.PostgresqlSqlDialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns one parsed CREATE TABLE into a table definition. */
final class TableBuilder {
    private static final int MAX_COLUMNS = 1_600;

    /** No retention at all: over as soon as another version is there. */
    private static final long SHORTEST_RETENTION = 1;

    private static final int MAX_COMPOUND_KEYS = 400;
    private static final int MAX_INTERLEAVED_KEYS = 8;

    private static final Set<String> CASE_SENSITIVE = Set.of("case_sensitive", "cs");

    private final NameResolver names;
    private final TableDefinition.Builder table = TableDefinition.newBuilder();
    private final Map<String, Integer> columnIds = new LinkedHashMap<>();
    private final List<Integer> sortColumns = new ArrayList<>();
    private int distributionColumn;

    TableBuilder(NameResolver names) {
        this.names = names;
    }

    TableDefinition build(DdlStatement.CreateTable statement) {
        NameResolver.QualifiedName name =
                statement.temporary()
                        ? names.newTemporaryName(statement.name())
                        : names.newName(statement.name());
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
            TableConstraints.ofColumn(names, table, column);
        }
        statement.constraints().forEach(c -> TableConstraints.add(names, table, c));
        applyAttributes(statement.attributes());
        return table.build();
    }

    private void copyColumns(Like like) {
        TableDefinition source = names.table(like.table()).definition();
        for (ColumnDefinition column : source.getColumnsList()) {
            ColumnDefinition.Builder copy =
                    column.toBuilder()
                            .setId(columnIds.size() + 1)
                            .clearComment()
                            .clearIdentity()
                            .clearIdentitySeed()
                            .clearIdentityStep()
                            .clearIdentityByDefault();
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
        for (int sorted : source.getSortColumnsList()) {
            for (ColumnDefinition column : source.getColumnsList()) {
                if (column.getId() == sorted) {
                    sortColumns.add(columnIds.get(column.getName()));
                }
            }
        }
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
        table.addColumns(column(names, column, columnIds.get(name)));
        if (options.distKey()) {
            setDistributionColumn(column.name());
        }
        if (options.sortKey()) {
            sortColumns.add(columnIds.get(name));
            table.setSort(SortStyle.COMPOUND);
        }
    }

    /** The definition of one column, without what concerns the whole table. */
    static ColumnDefinition.Builder column(NameResolver names, Column column, int id) {
        ColumnOptions options = column.options();
        boolean notNull = column.notNull() || options.primaryKey() || options.identity() != null;
        ColumnDefinition.Builder definition =
                ColumnDefinition.newBuilder()
                        .setId(id)
                        .setName(column.name().getSimple())
                        .setType(ColumnTypes.of(column.type()).toProto(!notNull));
        if (options.defaultValue() != null) {
            definition.setDefaultSql(text(options.defaultValue()));
        }
        if (options.collation() != null && !CASE_SENSITIVE.contains(options.collation())) {
            throw ColonnadeException.notSupported("COLLATE " + options.collation());
        }
        if (options.encoding() != null) {
            definition.setEncode(encoding(options.encoding(), definition));
        }
        Identity identity = options.identity();
        if (identity != null) {
            checkIdentity(names, column, definition);
            definition
                    .setIdentity(true)
                    .setIdentitySeed(identity.seed())
                    .setIdentityStep(identity.step())
                    .setIdentityByDefault(identity.byDefault());
        }
        return definition;
    }

    private static void checkIdentity(
            NameResolver names, Column column, ColumnDefinition.Builder definition) {
        TypeKind kind = SqlType.fromProto(definition.getType()).kind();
        if (kind != TypeKind.INTEGER && kind != TypeKind.BIGINT) {
            throw names.at(
                    column.name(),
                    new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "identity column \""
                                    + column.name().getSimple()
                                    + "\" must be INTEGER or BIGINT"));
        }
        if (column.options().identity().step() == 0) {
            throw names.at(
                    column.name(),
                    new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION, "an identity's step is 0"));
        }
        if (column.options().defaultValue() != null) {
            throw names.at(
                    column.name(),
                    new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "a column has either a DEFAULT or an IDENTITY"));
        }
    }

    static String text(SqlNode expression) {
        String text = expression.toSqlString(PostgresqlSqlDialect.DEFAULT).getSql();
        return expression.isA(SqlKind.QUERY) ? "(" + text + ")" : text;
    }

    /** An encoding as definitions have it; refused if it does not suit the column's type. */
    static String encoding(String name, ColumnDefinitionOrBuilder column) {
        ColumnEncoding encoding = ColumnEncoding.of(name);
        encoding.check(column.getName(), SqlType.fromProto(column.getType()));
        return encoding == ColumnEncoding.AUTO ? "" : encoding.sqlName();
    }

    private void setDistributionColumn(SqlIdentifier column) {
        int id = TableConstraints.id(names, table, column);
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
        setRetention(table, attributes.retentionMicros());
    }

    /** Null is the warehouse's default, which 0 means in a definition. */
    static void setRetention(TableDefinition.Builder table, Long micros) {
        table.setRetentionMicros(micros == null ? 0 : Math.max(SHORTEST_RETENTION, micros));
    }

    private void applySortKey(io.colonnade.sql.parser.TableDefinition.SortKey key) {
        if (key != null && !key.columns().isEmpty()) {
            if (!sortColumns.isEmpty() && table.getSort() != SortStyle.NONE) {
                throw new ColonnadeException(
                        ErrorCode.INVALID_TABLE_DEFINITION,
                        "the sort key is given both on a column and on the table");
            }
            sortColumns.clear();
            sortColumns.addAll(TableConstraints.ids(names, table, key.columns()));
            table.setSort(
                    key.kind() == SortKind.INTERLEAVED
                            ? SortStyle.INTERLEAVED
                            : SortStyle.COMPOUND);
        }
        table.addAllSortColumns(sortColumns);
        checkSortKey(table);
    }

    static void checkSortKey(TableDefinition.Builder table) {
        int limit =
                table.getSort() == SortStyle.INTERLEAVED ? MAX_INTERLEAVED_KEYS : MAX_COMPOUND_KEYS;
        if (table.getSortColumnsCount() > limit) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "a sort key can have at most " + limit + " columns here");
        }
    }
}
