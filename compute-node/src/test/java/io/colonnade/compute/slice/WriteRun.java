package io.colonnade.compute.slice;

import io.colonnade.compute.Nodes;
import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.engine.spill.QuerySpill;
import io.colonnade.engine.spill.SpillFiles;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.plan.TableWrite;
import io.colonnade.plan.WriteMode;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.Topology;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.scan.Morsel;
import io.colonnade.storage.scan.MorselReader;
import io.colonnade.storage.scan.ScanRequest;
import io.colonnade.storage.scan.SegmentStore;
import io.colonnade.storage.scan.TableScan;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.type.SqlType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows of a table (k INTEGER, v BIGINT, s VARCHAR(10), all but k nullable) with a
 * TableWriter of several workers, and reads the segments back.
 */
final class WriteRun {
    static final List<SqlType> TYPES =
            List.of(SqlType.INTEGER, SqlType.BIGINT, SqlType.varchar(10));

    /** A row; null is NULL. */
    record Row(Integer k, Long v, String s) {}

    final DirectoryObjectStore objects;
    final QueryMemory memory = new QueryMemory("1", 512L << 20);
    final CancelToken cancel = new CancelToken();
    private final Path folder;
    private TableDefinition table =
            TableDefinition.newBuilder()
                    .setId(7)
                    .setName("t")
                    .addColumns(column(1, "k", SqlType.INTEGER, false))
                    .addColumns(column(2, "v", SqlType.BIGINT, true))
                    .addColumns(column(3, "s", SqlType.varchar(10), true))
                    .build();
    private Topology topology =
            Nodes.topology(List.of(Node.newBuilder().setId(1).setSlices(2).build()));
    private int nodeId = 1;
    private final List<SegmentDescriptor> segments = new ArrayList<>();
    private final List<DeleteVector> deletes = new ArrayList<>();

    WriteRun(Path folder) {
        this.folder = folder;
        this.objects = new DirectoryObjectStore(folder.resolve("store"));
    }

    private static ColumnDefinition column(int id, String name, SqlType type, boolean nullable) {
        return ColumnDefinition.newBuilder()
                .setId(id)
                .setName(name)
                .setType(type.toProto(nullable))
                .build();
    }

    WriteRun distributed(DistributionStyle style) {
        table = table.toBuilder().setDistribution(style).setDistributionColumn(1).build();
        return this;
    }

    WriteRun sorted(SortStyle style, Integer... columnIds) {
        table = table.toBuilder().setSort(style).addAllSortColumns(List.of(columnIds)).build();
        return this;
    }

    WriteRun onNode(int id, Topology nodes) {
        nodeId = id;
        topology = nodes;
        return this;
    }

    TableWriter writer(WriteMode mode, int workers) {
        List<SqlType> types = new ArrayList<>();
        if (mode != WriteMode.INSERT) {
            types.add(SqlType.BIGINT);
        }
        if (mode != WriteMode.DELETE) {
            types.addAll(TYPES);
        }
        return new TableWriter(
                table,
                TableWrite.newBuilder().setMode(mode).build(),
                types,
                new TableWriter.Target(
                        objects,
                        topology,
                        nodeId,
                        2 * workers,
                        new SpillFiles(folder.resolve("spill"), 0).query("1", QuerySpill.NO_LIMIT),
                        memory,
                        cancel));
    }

    /** Batches of the rows, in order. */
    static List<Batch> batches(List<Row> rows, int batchRows) {
        List<Batch> batches = new ArrayList<>();
        for (int first = 0; first < rows.size(); first += batchRows) {
            Batch batch = Batch.create(TYPES);
            int count = Math.min(batchRows, rows.size() - first);
            for (int i = 0; i < count; i++) {
                set(batch, i, rows.get(first + i));
            }
            batch.setSize(count);
            batches.add(batch);
        }
        return batches;
    }

    private static void set(Batch batch, int position, Row row) {
        if (row.k() == null) {
            batch.column(0).setNull(position);
        } else {
            ((IntVector) batch.column(0)).values()[position] = row.k();
        }
        if (row.v() == null) {
            batch.column(1).setNull(position);
        } else {
            ((LongVector) batch.column(1)).values()[position] = row.v();
        }
        if (row.s() == null) {
            batch.column(2).setNull(position);
        } else {
            byte[] bytes = row.s().getBytes(StandardCharsets.UTF_8);
            ((BytesVector) batch.column(2)).append(position, bytes, 0, bytes.length);
        }
    }

    /** Batches with a row id in front: `firstRowId`, then one more for each row. */
    static Batch withRowIds(Batch rows, long firstRowId) {
        LongVector ids = new LongVector(Batch.CAPACITY);
        for (int i = 0; i < rows.size(); i++) {
            ids.values()[i] = firstRowId + i;
        }
        Batch batch = new Batch(ids, rows.column(0), rows.column(1), rows.column(2));
        batch.copyShape(rows);
        return batch;
    }

    /** Writes the batches as `workers` in turn and keeps what is reported. */
    void write(TableWriter writer, List<Batch> batches, int workers) {
        List<SinkWriter> sinks = new ArrayList<>();
        for (int w = 0; w < workers; w++) {
            sinks.add(writer.sink().open());
        }
        for (int i = 0; i < batches.size(); i++) {
            sinks.get(i % workers).write(batches.get(i));
        }
        sinks.forEach(SinkWriter::close);
        writer.sink().finish();
        collect(writer);
        writer.close();
    }

    private void collect(TableWriter writer) {
        try (SourceReader reader = writer.source().open()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                BytesVector reports = (BytesVector) batch.column(0);
                for (int i = 0; i < batch.rowCount(); i++) {
                    take(reports, i);
                }
            }
        }
    }

    private void take(BytesVector reports, int position) {
        try {
            WriteResult result =
                    WriteResult.parseFrom(
                            com.google.protobuf.ByteString.copyFrom(
                                    reports.heapAt(),
                                    reports.startAt(position),
                                    reports.lengthAt(position)));
            if (result.hasSegment()) {
                segments.add(result.getSegment().toBuilder().setOrdinal(segments.size()).build());
            } else {
                deletes.add(result.getDeletes());
            }
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    List<SegmentDescriptor> segments() {
        return segments;
    }

    List<DeleteVector> deletes() {
        return deletes;
    }

    /** The rows of a segment, in stored order. */
    List<Row> rows(SegmentDescriptor segment) {
        List<Row> rows = new ArrayList<>();
        TableScan scan = scan(List.of(segment), List.of());
        MorselReader reader = scan.openReader();
        Batch batch = Batch.create(TYPES);
        for (Morsel morsel = scan.take(); morsel != null; morsel = scan.take()) {
            reader.open(morsel);
            for (int n = reader.next(); n > 0; n = reader.next()) {
                for (int c = 0; c < TYPES.size(); c++) {
                    batch.column(c).reset();
                    reader.read(c, batch.column(c));
                }
                for (int i = 0; i < n; i++) {
                    rows.add(row(batch, i));
                }
            }
        }
        reader.close();
        return rows;
    }

    /** Rows that zone maps leave of a scan of all segments with ranges of zone images. */
    long rowsLeft(List<ColumnRange> ranges) {
        long left = 0;
        TableScan scan = scan(segments, ranges);
        MorselReader reader = scan.openReader();
        for (Morsel morsel = scan.take(); morsel != null; morsel = scan.take()) {
            reader.open(morsel);
            for (int n = reader.next(); n > 0; n = reader.next()) {
                left += n;
            }
        }
        reader.close();
        return left;
    }

    private TableScan scan(List<SegmentDescriptor> some, List<ColumnRange> ranges) {
        return new TableScan(
                new ScanRequest(
                        new SegmentStore(objects, 64L << 20),
                        some,
                        new int[] {1, 2, 3},
                        TYPES,
                        false,
                        ranges));
    }

    private static Row row(Batch batch, int i) {
        return new Row(
                batch.column(0).isNull(i) ? null : ((IntVector) batch.column(0)).value(i),
                batch.column(1).isNull(i) ? null : ((LongVector) batch.column(1)).value(i),
                batch.column(2).isNull(i) ? null : ((BytesVector) batch.column(2)).text(i));
    }
}
