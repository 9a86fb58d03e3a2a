package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.bind.OutputColumn;
import io.colonnade.sql.parser.TableDefinition.DistStyle;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table that CREATE TABLE AS makes: its columns are those of the query. */
public final class DerivedTable {
    private static final int MAX_VARCHAR_BYTES = 65_535;

    private DerivedTable() {}

    /** The definition, without id and owner. */
    public static TableDefinition of(Definition.CreateTableAs target, List<OutputColumn> columns) {
        TableDefinition.Builder table =
                TableDefinition.newBuilder().setSchema(target.schema()).setName(target.name());
        List<String> names = target.columnNames();
        if (names.size() > columns.size()) {
            throw new ColonnadeException(
                    ErrorCode.SYNTAX_ERROR, "too many column names were specified");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = i < names.size() ? names.get(i) : columns.get(i).name();
            if (!seen.add(name)) {
                throw new ColonnadeException(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + name + "\" specified more than once");
            }
            table.addColumns(
                    ColumnDefinition.newBuilder()
                            .setId(i + 1)
                            .setName(name)
                            .setType(storable(columns.get(i).type()).toProto(true)));
        }
        applyLayout(table, target.attributes());
        return table.build();
    }

    /** Text of unknown length gets the longest one. */
    private static SqlType storable(SqlType type) {
        if (type.kind() == TypeKind.INTERVAL_MONTH || type.kind() == TypeKind.INTERVAL_MICROS) {
            throw ColonnadeException.notSupported("a column of type " + type);
        }
        return type.kind() == TypeKind.VARCHAR && type.precision() == 0
                ? SqlType.varchar(MAX_VARCHAR_BYTES)
                : type;
    }

    private static void applyLayout(TableDefinition.Builder table, Definition.Layout layout) {
        if (layout.distKey() != null) {
            table.setDistribution(DistributionStyle.KEY)
                    .setDistributionColumn(id(table, layout.distKey()));
        } else if (layout.distStyle() == DistStyle.KEY) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "DISTSTYLE KEY needs a distribution key")
                    .hint("Add DISTKEY(column).");
        } else if (layout.distStyle() != null) {
            table.setDistribution(DistributionStyle.valueOf(layout.distStyle().name()));
        }
        TableBuilder.setRetention(table, layout.retentionMicros());
        for (String column : layout.sortKey()) {
            table.addSortColumns(id(table, column));
        }
        if (table.getSortColumnsCount() > 0) {
            table.setSort(layout.interleaved() ? SortStyle.INTERLEAVED : SortStyle.COMPOUND);
        }
    }

    private static int id(TableDefinition.Builder table, String name) {
        return table.getColumnsList().stream()
                .filter(column -> column.getName().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ColonnadeException(
                                        ErrorCode.UNDEFINED_COLUMN,
                                        "column \"" + name + "\" named in key does not exist"))
                .getId();
    }
}
