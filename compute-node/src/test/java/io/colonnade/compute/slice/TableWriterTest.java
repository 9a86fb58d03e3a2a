package io.colonnade.compute.slice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.compute.Nodes;
import io.colonnade.compute.slice.WriteRun.Row;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.plan.WriteMode;
import io.colonnade.rpc.Node;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** From batches to segments: routing, order, checks, deletes, and what is left when it fails. */
class TableWriterTest {
    private static final Comparator<Row> BY_KEY =
            Comparator.comparing(Row::k, Comparator.nullsLast(Comparator.naturalOrder()));
    private static final Comparator<Row> BY_ALL =
            BY_KEY.thenComparing(Row::v, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(Row::s, Comparator.nullsLast(Comparator.naturalOrder()));

    @TempDir private Path folder;

    private WriteRun run;

    @BeforeEach
    void start() {
        run = new WriteRun(folder);
    }

    private static List<Row> randomRows(int count) {
        SplittableRandom random = new SplittableRandom(4);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(
                    new Row(
                            random.nextInt(1_000_000),
                            random.nextInt(10) == 0 ? null : random.nextLong(1_000),
                            random.nextInt(10) == 0 ? null : "s" + random.nextInt(500)));
        }
        return rows;
    }

    private void insert(List<Row> rows, int batchRows, int workers) {
        run.write(
                run.writer(WriteMode.INSERT, workers), WriteRun.batches(rows, batchRows), workers);
        assertEquals(0, run.memory.used());
    }

    private List<Row> allRows() {
        List<Row> rows = new ArrayList<>();
        run.segments().forEach(segment -> rows.addAll(run.rows(segment)));
        return rows;
    }

    private static List<Row> sorted(List<Row> rows) {
        return rows.stream().sorted(BY_ALL).toList();
    }

    @Test
    void rowsComeBack() {
        run.distributed(DistributionStyle.EVEN);
        List<Row> rows = randomRows(10_000);
        insert(rows, 1_000, 2);
        assertEquals(sorted(rows), sorted(allRows()));
    }

    @Test
    void manySmallBatchesMakeFewSegments() {
        run.distributed(DistributionStyle.EVEN);
        List<Row> rows = randomRows(5_000);
        insert(rows, 1, 3);
        assertEquals(2, run.segments().size());
        assertEquals(sorted(rows), sorted(allRows()));
    }

    @Test
    void noRowsNoSegments() {
        insert(List.of(), 1, 2);
        assertEquals(List.of(), run.segments());
    }

    @Test
    void keyBringsRowsToTheirSlice() {
        run.distributed(DistributionStyle.KEY);
        insert(randomRows(20_000), 500, 2);
        assertEquals(2, run.segments().size());
        for (SegmentDescriptor segment : run.segments()) {
            for (Row row : run.rows(segment)) {
                int bucket = Hashing.bucket(Hashing.hash(row.k()));
                assertTrue(
                        bucket >= segment.getFirstBucket() && bucket <= segment.getLastBucket(),
                        bucket + " in " + segment.getFirstBucket());
            }
        }
        assertEquals(List.of(0, 512), firstBuckets());
    }

    private List<Integer> firstBuckets() {
        return run.segments().stream().map(SegmentDescriptor::getFirstBucket).sorted().toList();
    }

    @Test
    void bucketsAreThoseOfTheNodesSlices() {
        var topology =
                Nodes.topology(
                        List.of(
                                Node.newBuilder().setId(1).setSlices(1).build(),
                                Node.newBuilder().setId(2).setSlices(2).build(),
                                Node.newBuilder().setId(3).setSlices(1).build()));
        run.onNode(2, topology).distributed(DistributionStyle.KEY);
        List<Row> own =
                randomRows(20_000).stream()
                        .filter(row -> Hashing.bucket(Hashing.hash(row.k())) / 256 % 3 > 0)
                        .toList();
        insert(own, 500, 1);
        assertEquals(List.of(256, 512), firstBuckets());
        assertEquals(own.size(), allRows().size());
    }

    @Test
    void evenSpreadsAndAllStaysInOneSlice() {
        run.distributed(DistributionStyle.EVEN);
        insert(randomRows(10_000), 100, 1);
        assertEquals(List.of(0, 512), firstBuckets());
        for (SegmentDescriptor segment : run.segments()) {
            assertEquals(5_000, segment.getRows());
        }
        run = new WriteRun(folder).distributed(DistributionStyle.ALL);
        insert(randomRows(10_000), 100, 2);
        assertEquals(List.of(0), firstBuckets());
    }

    @Test
    void compoundKeySortsEachSlice() {
        run.distributed(DistributionStyle.KEY).sorted(SortStyle.COMPOUND, 2, 1);
        List<Row> rows = randomRows(30_000);
        insert(rows, 700, 3);
        Comparator<Row> order =
                Comparator.comparing(Row::v, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(Row::k);
        for (SegmentDescriptor segment : run.segments()) {
            List<Row> stored = run.rows(segment);
            assertEquals(
                    stored.stream().sorted(order).map(Row::k).toList(),
                    stored.stream().map(Row::k).toList());
        }
        assertEquals(sorted(rows), sorted(allRows()));
    }

    @Test
    void runsThatDoNotFitAreSpilledAndMerged() {
        run.distributed(DistributionStyle.EVEN).sorted(SortStyle.COMPOUND, 1);
        // A run has at least 8 MB; these rows have more per slice.
        List<Row> rows = randomRows(600_000);
        insert(rows, Batch.CAPACITY, 2);
        assertEquals(rows.size(), run.segments().stream().mapToLong(s -> s.getRows()).sum());
        for (int firstBucket : new int[] {0, 512}) {
            List<Integer> keys = new ArrayList<>();
            run.segments().stream()
                    .filter(segment -> segment.getFirstBucket() == firstBucket)
                    .forEach(s -> run.rows(s).forEach(row -> keys.add(row.k())));
            assertTrue(
                    IntStream.range(1, keys.size()).allMatch(i -> keys.get(i - 1) <= keys.get(i)));
        }
    }

    @Test
    void interleavedKeyPrunesByEachColumn() {
        List<Row> rows = randomRows(150_000);
        for (int column : new int[] {0, 1}) {
            long most = column == 0 ? 1_000_000 : 1_000;
            ColumnRange tenth = new ColumnRange(column, most * 2 / 10, most * 3 / 10);
            assertEquals(150_000, rowsLeft(rows, SortStyle.NONE, tenth));
            long left = rowsLeft(rows, SortStyle.INTERLEAVED, tenth);
            assertTrue(left < 75_000, left + " rows are left by column " + column);
        }
    }

    private long rowsLeft(List<Row> rows, SortStyle style, ColumnRange range) {
        run = new WriteRun(folder).distributed(DistributionStyle.EVEN);
        if (style != SortStyle.NONE) {
            run.sorted(style, 1, 2);
        }
        insert(rows, Batch.CAPACITY, 1);
        return run.rowsLeft(List.of(range));
    }

    @Test
    void interleavedKeepsEveryRow() {
        run.distributed(DistributionStyle.KEY).sorted(SortStyle.INTERLEAVED, 3, 1, 2);
        List<Row> rows = randomRows(20_000);
        insert(rows, 900, 2);
        assertEquals(sorted(rows), sorted(allRows()));
        Set<Long> runs = new HashSet<>();
        Set<Integer> slices = new HashSet<>();
        run.segments().forEach(segment -> runs.add(segment.getSortedRun()));
        run.segments().forEach(segment -> slices.add(segment.getFirstBucket()));
        assertEquals(slices.size(), runs.size(), "runs of slices that two workers wrote");
    }

    @Test
    void notNullAndLengthAreChecked() {
        ColonnadeException e = refused(new Row(null, 1L, "x"));
        assertEquals(ErrorCode.NOT_NULL_VIOLATION, e.code());
        assertTrue(e.getMessage().contains("column \"k\" of relation \"t\""), e.getMessage());
        e = refused(new Row(1, 1L, "0123456789a"));
        assertEquals(ErrorCode.STRING_TOO_LONG, e.code());
        assertEquals("value too long for type character varying(10)", e.getMessage());
        assertTrue(e.detail().contains("11 bytes"), e.detail());
        refused(new Row(1, 1L, "éééééé"));
    }

    private ColonnadeException refused(Row row) {
        List<Row> rows = new ArrayList<>(randomRows(100));
        rows.add(50, row);
        try (TableWriter writer = run.writer(WriteMode.INSERT, 1);
                SinkWriter sink = writer.sink().open()) {
            return assertThrows(
                    ColonnadeException.class,
                    () -> WriteRun.batches(rows, 1_000).forEach(sink::write));
        }
    }

    @Test
    void deletesAreReportedBySegment() {
        TableWriter writer = run.writer(WriteMode.DELETE, 2);
        Batch first = rowIds((3L << 20) + 5, (3L << 20) + 6, 70_000);
        Batch second = rowIds((3L << 20) + 6, (3L << 20) + 1_000_000);
        run.write(writer, List.of(first, second), 2);
        assertEquals(List.of(), run.segments());
        assertEquals(2, run.deletes().size());
        assertEquals(0, run.deletes().get(0).getSegmentOrdinal());
        assertEquals(1, run.deletes().get(0).getCount());
        assertEquals(3, run.deletes().get(1).getSegmentOrdinal());
        assertEquals(3, run.deletes().get(1).getCount());
        assertEquals(
                List.of(5, 6, 1_000_000),
                IntStream.of(DeletedRows.decode(run.deletes().get(1).getRows()).toArray())
                        .boxed()
                        .toList());
    }

    private static Batch rowIds(long... ids) {
        var vector = new io.colonnade.storage.vector.LongVector(Batch.CAPACITY);
        System.arraycopy(ids, 0, vector.values(), 0, ids.length);
        Batch batch = new Batch(vector);
        batch.setSize(ids.length);
        return batch;
    }

    @Test
    void updatesDeleteAndInsert() {
        run.distributed(DistributionStyle.KEY).sorted(SortStyle.COMPOUND, 1);
        List<Row> rows = randomRows(1_000);
        Batch batch = WriteRun.withRowIds(WriteRun.batches(rows, 1_000).getFirst(), 9L << 20);
        run.write(run.writer(WriteMode.UPDATE, 1), List.of(batch), 1);
        assertEquals(sorted(rows), sorted(allRows()));
        assertEquals(1, run.deletes().size());
        assertEquals(9, run.deletes().getFirst().getSegmentOrdinal());
        assertEquals(1_000, run.deletes().getFirst().getCount());
    }

    @Test
    void aCanceledWriteLeavesNoMemoryAndNoSegments() {
        run.distributed(DistributionStyle.EVEN).sorted(SortStyle.COMPOUND, 1);
        TableWriter writer = run.writer(WriteMode.INSERT, 2);
        SinkWriter one = writer.sink().open();
        SinkWriter other = writer.sink().open();
        WriteRun.batches(randomRows(10_000), 1_000).forEach(one::write);
        WriteRun.batches(randomRows(10_000), 1_000).forEach(other::write);
        one.close();
        assertTrue(run.memory.used() > 0);
        run.cancel.cancel(new ColonnadeException(ErrorCode.QUERY_CANCELED, "enough"));
        other.close();
        writer.close();
        assertEquals(0, run.memory.used());
        assertEquals(List.of(), run.objects.list("", "", 10));
    }
}
