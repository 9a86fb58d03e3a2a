package io.colonnade.leader.system;

import io.colonnade.leader.statistics.DerivedStatistics;
import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.leader.vacuum.SliceOrder;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;
import java.util.OptionalDouble;

/** How tables are stored: size and style. Stateless. */
final class StorageTables {
    private static final String SCHEMA = "pg_catalog";
    private static final long SECONDS_PER_DAY = 86_400;
    private static final double MEGABYTE = 1 << 20;

    private StorageTables() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "svv_table_info",
                        "database text,schema text,table_id oid,table text,encoded text,diststyle"
                            + " text,sortkey1 text,max_varchar int4,sortkey1_enc text,sortkey_num"
                            + " int4,size int8,empty int8,unsorted float8,tbl_rows"
                            + " int8,estimated_visible_rows int8,deleted_rows int8,stats_off"
                            + " float8,segments int8,bytes int8,retention text",
                        StorageTables::tableInfo));
    }

    private static void tableInfo(SystemContext context, RowSink sink) {
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            long bytes = 0;
            for (SegmentDescriptor segment : table.segments()) {
                bytes += segment.getBytes();
            }
            boolean sorted = definition.getSort() != SortStyle.NONE;
            long live = DerivedStatistics.liveRows(table);
            OptionalDouble unsorted = SliceOrder.unsortedShare(definition, table.segments());
            sink.row(
                    context.session().database(),
                    definition.getSchema(),
                    table.id(),
                    definition.getName(),
                    encoded(table),
                    distribution(definition),
                    sorted ? columnName(definition, definition.getSortColumns(0)) : null,
                    maxVarchar(definition),
                    sorted ? sortKeyEncoding(table) : null,
                    definition.getSortColumnsCount(),
                    (long) Math.ceil(bytes / MEGABYTE),
                    0,
                    unsorted.isPresent() ? 100 * unsorted.getAsDouble() : null,
                    table.storedRows(),
                    live,
                    table.storedRows() - live,
                    statsOff(table, live),
                    table.segments().size(),
                    bytes,
                    retention(definition));
        }
    }

    /** As the table says itself; null where it does not. */
    private static String retention(TableDefinition table) {
        long seconds = table.getRetentionMicros() / 1_000_000;
        if (table.getRetentionMicros() == 0) {
            return null;
        }
        return seconds % SECONDS_PER_DAY == 0
                ? seconds / SECONDS_PER_DAY + " days"
                : seconds + " seconds";
    }

    /** N when every column is RAW; AUTO as long as no column names an encoding. */
    private static String encoded(TableSnapshot table) {
        boolean auto =
                table.definition().getColumnsList().stream().allMatch(c -> c.getEncode().isEmpty());
        if (auto) {
            return "Y, AUTO(ENCODE)";
        }
        for (int i = 0; i < table.definition().getColumnsCount(); i++) {
            if (!CatalogObjects.encoding(table, i).equals("none")) {
                return "Y";
            }
        }
        return "N";
    }

    private static String sortKeyEncoding(TableSnapshot table) {
        TableDefinition definition = table.definition();
        int index = 0;
        while (definition.getColumns(index).getId() != definition.getSortColumns(0)) {
            index++;
        }
        return CatalogObjects.encoding(table, index);
    }

    /** By how much, in percent, the rows that ANALYZE last saw differ from those of now. */
    private static double statsOff(TableSnapshot table, long live) {
        double seen = table.statistics().getRows();
        double most = Math.max(seen, (double) live);
        return most == 0 ? 0 : 100 * Math.abs(seen - (double) live) / most;
    }

    static String distribution(TableDefinition table) {
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
}
