package io.colonnade.leader.system;

import io.colonnade.leader.statistics.DerivedStatistics;
import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.ColumnSummary;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;

/** How tables are stored: size, skew, blocks. Stateless. */
final class StorageTables {
    private static final String SCHEMA = "pg_catalog";
    private static final double MEGABYTE = 1 << 20;

    private StorageTables() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "svv_table_info",
                        "database text,schema text,table_id oid,table text,encoded text,"
                                + "diststyle text,sortkey1 text,max_varchar int4,sortkey1_enc text,"
                                + "sortkey_num int4,size int8,empty int8,tbl_rows int8,"
                                + "stats_off float8,segments int8,bytes int8",
                        StorageTables::tableInfo),
                SystemTable.of(
                        SCHEMA,
                        "stv_blocklist",
                        "slice int4,col int4,tbl int8,segment text,num_values int8,"
                                + "minvalue int8,maxvalue int8,encoded_bytes int8,raw_bytes int8,"
                                + "nulls int8",
                        StorageTables::blocks));
    }

    private static void tableInfo(SystemContext context, RowSink sink) {
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            long bytes = 0;
            for (SegmentDescriptor segment : table.segments()) {
                bytes += segment.getBytes();
            }
            boolean sorted = definition.getSort() != SortStyle.NONE;
            sink.row(
                    context.session().database(),
                    definition.getSchema(),
                    table.id(),
                    definition.getName(),
                    "Y",
                    distribution(definition),
                    sorted ? columnName(definition, definition.getSortColumns(0)) : null,
                    maxVarchar(definition),
                    sorted ? "none" : null,
                    definition.getSortColumnsCount(),
                    (long) Math.ceil(bytes / MEGABYTE),
                    0,
                    DerivedStatistics.liveRows(table),
                    0.0,
                    table.segments().size(),
                    bytes);
        }
    }

    private static String distribution(TableDefinition table) {
        DistributionStyle style = table.getDistribution();
        return style == DistributionStyle.KEY
                ? "KEY(" + columnName(table, table.getDistributionColumn()) + ")"
                : style.name();
    }

    private static String columnName(TableDefinition table, int id) {
        return table.getColumnsList().stream()
                .filter(column -> column.getId() == id)
                .findFirst()
                .orElseThrow()
                .getName();
    }

    private static int maxVarchar(TableDefinition table) {
        return table.getColumnsList().stream()
                .filter(c -> c.getType().getKind() == io.colonnade.type.TypeKind.VARCHAR.number())
                .mapToInt(c -> c.getType().getPrecision())
                .max()
                .orElse(0);
    }

    /** One row per segment and column, with the zone map that prunes it. */
    private static void blocks(SystemContext context, RowSink sink) {
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            for (SegmentDescriptor segment : table.segments()) {
                int slice = context.topology().getBucketSlice(segment.getFirstBucket());
                for (ColumnSummary column : segment.getColumnsList()) {
                    sink.row(
                            slice,
                            column.getColumnId() - 1,
                            table.id(),
                            segment.getName(),
                            segment.getRows(),
                            column.getHasRange() ? column.getMinImage() : null,
                            column.getHasRange() ? column.getMaxImage() : null,
                            column.getEncodedBytes(),
                            column.getRawBytes(),
                            column.getNullCount());
                }
            }
        }
    }
}
