package io.colonnade.leader.system;

import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.rpc.BlockStatus;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The blocks of all tables: what is in them, and which tier of their node has them. Stateless. */
final class BlockTables {
    private static final String SCHEMA = "pg_catalog";

    /** Name in a row of stv_blocklist of the tier that only the bucket is in. */
    private static final String STORE = "store";

    private BlockTables() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "stv_blocklist",
                        "slice int4,col int4,tbl int8,blocknum int4,num_values int8,"
                                + "minvalue int8,maxvalue int8,on_disk int4,backed_up int4,"
                                + "segment text,encoding text,encoded_bytes int8,nulls int8,"
                                + "tier text,temperature float8",
                        (context, sink) -> forEachBlock(context, b -> blockList(b, sink))),
                SystemTable.of(
                        SCHEMA,
                        "svv_diskusage",
                        "db_id int4,name text,slice int4,col int4,tbl int8,blocknum int4,"
                                + "num_values int8,minvalue int8,maxvalue int8,on_disk int4",
                        (context, sink) -> forEachBlock(context, b -> diskUsage(b, sink))),
                SystemTable.of(
                        SCHEMA,
                        "stv_tbl_perm",
                        "slice int4,id int8,name text,rows int8,sorted_rows int8,temp int4,"
                                + "db_id int4,backup int4,dist_style text,block_count int8",
                        BlockTables::permanentTables));
    }

    /**
     * A block with what a node says of it.
     *
     * @param number within its slice, table and column, from 0
     */
    private record LocatedBlock(
            TableSnapshot table, int slice, int number, String segment, BlockStatus status) {
        Long min() {
            return status.getMinImage() > status.getMaxImage() ? null : status.getMinImage();
        }

        Long max() {
            return status.getMinImage() > status.getMaxImage() ? null : status.getMaxImage();
        }

        int column() {
            return status.getColumnId() - 1;
        }

        String tier() {
            return status.getTier().toLowerCase(Locale.ROOT);
        }

        int onDisk() {
            return tier().equals(STORE) ? 0 : 1;
        }
    }

    private record Place(int slice, int column) {}

    private static void forEachBlock(SystemContext context, Consumer<LocatedBlock> sink) {
        Map<String, List<BlockStatus>> blocks = context.nodes().blocks(byOwner(context));
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            Map<Place, Integer> numbers = new HashMap<>();
            for (SegmentDescriptor segment : table.segments()) {
                int slice = sliceOf(context, segment);
                for (BlockStatus status : blocks.getOrDefault(segment.getName(), List.of())) {
                    Place place = new Place(slice, status.getColumnId());
                    int number = numbers.merge(place, 1, Integer::sum) - 1;
                    sink.accept(new LocatedBlock(table, slice, number, segment.getName(), status));
                }
            }
        }
    }

    private static int sliceOf(SystemContext context, SegmentDescriptor segment) {
        return context.topology().getBucketSlice(segment.getFirstBucket());
    }

    /** The segments that each node owns; rows that are still in the log have no blocks. */
    private static List<List<SegmentDescriptor>> byOwner(SystemContext context) {
        List<List<SegmentDescriptor>> byOwner = new ArrayList<>();
        context.nodes().members().forEach(member -> byOwner.add(new ArrayList<>()));
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            for (SegmentDescriptor segment : table.segments()) {
                if (segment.getInlineCount() == 0) {
                    byOwner.get(context.nodes().memberOf(sliceOf(context, segment)))
                            .add(segment.toBuilder().clearColumns().clearDeletedRows().build());
                }
            }
        }
        return byOwner;
    }

    private static void blockList(LocatedBlock block, RowSink sink) {
        BlockStatus status = block.status();
        sink.row(
                block.slice(),
                block.column(),
                block.table().id(),
                block.number(),
                status.getRows(),
                block.min(),
                block.max(),
                block.onDisk(),
                1,
                block.segment(),
                status.getEncoding().toLowerCase(Locale.ROOT),
                status.getBytes(),
                status.getNullCount(),
                block.tier(),
                status.getTemperature());
    }

    private static void diskUsage(LocatedBlock block, RowSink sink) {
        sink.row(
                1,
                block.table().definition().getName(),
                block.slice(),
                block.column(),
                block.table().id(),
                block.number(),
                block.status().getRows(),
                block.min(),
                block.max(),
                block.onDisk());
    }

    private static void permanentTables(SystemContext context, RowSink sink) {
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            Map<Integer, long[]> bySlice = new TreeMap<>();
            for (SegmentDescriptor segment : table.segments()) {
                long[] sums =
                        bySlice.computeIfAbsent(sliceOf(context, segment), slice -> new long[3]);
                sums[0] += segment.getRows();
                sums[1] += segment.getSortedRun() == 0 ? 0 : segment.getRows();
                sums[2] += (long) segment.getRowGroups() * table.definition().getColumnsCount();
            }
            bySlice.forEach(
                    (slice, sums) ->
                            sink.row(
                                    slice,
                                    table.id(),
                                    table.definition().getName(),
                                    sums[0],
                                    sums[1],
                                    0,
                                    1,
                                    1,
                                    StorageTables.distribution(table.definition()),
                                    sums[2]));
        }
    }
}
