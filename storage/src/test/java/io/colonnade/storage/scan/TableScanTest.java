package io.colonnade.storage.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.segment.SegmentFixture;
import io.colonnade.storage.segment.SegmentFixture.Column;
import io.colonnade.storage.segment.ZoneImage;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Pruning at three levels, deleted rows, row ids, lazy columns and counters. */
class TableScanTest {
    private static final int ROWS = 150_000;
    private static final List<SqlType> TYPES =
            List.of(SqlType.BIGINT, SqlType.VARCHAR, SqlType.INTEGER);

    @TempDir Path directory;

    private SegmentFixture fixture;
    private List<Column> columns;
    private SegmentDescriptor segment;

    @BeforeEach
    void write() {
        fixture = new SegmentFixture(directory);
        columns =
                List.of(
                        column(TYPES.get(0), i -> (long) i),
                        column(TYPES.get(1), i -> "word" + i % 10),
                        column(TYPES.get(2), i -> i / 70_000 == 1 ? null : (long) (i % 1000)));
        segment = fixture.write("t/1", columns, Batch.CAPACITY);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Column column(SqlType type, IntFunction<Object> value) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            values.add(value.apply(i));
        }
        return new Column(type, "", values);
    }

    private TableScan scan(SegmentDescriptor of, ColumnRange... ranges) {
        return new TableScan(fixture.request(List.of(of), columns, List.of(ranges)));
    }

    @Test
    void readsEverythingWithoutRanges() {
        TableScan scan = scan(segment);
        assertEquals(3, scan.maxMorsels());
        List<List<Object>> rows = SegmentFixture.rows(scan, TYPES);
        assertEquals(ROWS, rows.size());
        for (int i = 0; i < ROWS; i += 997) {
            assertEquals((long) i, rows.get(i).get(0));
            assertEquals("word" + i % 10, rows.get(i).get(1));
            assertEquals(columns.get(2).values().get(i), rows.get(i).get(2));
        }
        assertEquals(3, scan.counters().rowGroupsRead());
        assertEquals(9, scan.counters().blocksRead());
        assertEquals(0, scan.counters().blocksSkipped());
        assertEquals(segment.getRows(), ROWS);
    }

    @Test
    void prunesRowGroupsAndVectorsByRange() {
        TableScan scan = scan(segment, new ColumnRange(0, 70_000, 72_047));
        List<List<Object>> rows = SegmentFixture.rows(scan, TYPES);
        // 65,536 + 2 * 2,048 = 69,632: the range lies in two vectors of row group 1
        assertEquals(2 * Batch.CAPACITY, rows.size());
        assertEquals(69_632L, rows.getFirst().getFirst());
        assertEquals(2, scan.counters().rowGroupsSkipped());
        assertEquals(2, scan.counters().vectorsRead());
        assertEquals(30, scan.counters().vectorsSkipped());
    }

    @Test
    void prunesVectorsBetweenPoints() {
        TableScan scan = scan(segment, ColumnRange.ofPoints(0, new long[] {72_000, 3, 66_000}));
        List<List<Object>> rows = SegmentFixture.rows(scan, TYPES);
        assertEquals(3 * Batch.CAPACITY, rows.size());
        assertEquals(1, scan.counters().rowGroupsSkipped());
        assertEquals(3, scan.counters().vectorsRead());
        assertEquals(61, scan.counters().vectorsSkipped());
    }

    @Test
    void prunesVectorsWithoutNulls() {
        List<Column> some =
                List.of(
                        column(SqlType.INTEGER, i -> i / 3000 == 1 ? null : (Object) (long) i),
                        column(SqlType.VARCHAR, i -> null));
        SegmentDescriptor of = fixture.write("t/nulls", some, 1000);
        List<SqlType> types = some.stream().map(Column::type).toList();
        TableScan scan =
                new TableScan(
                        fixture.request(
                                List.of(of),
                                some,
                                List.of(ColumnRange.ofNulls(0), ColumnRange.ofNulls(1))));
        List<List<Object>> rows = SegmentFixture.rows(scan, types);
        // rows 3,000 to 5,999 lie in two vectors
        assertEquals(2 * Batch.CAPACITY, rows.size());
        assertEquals(2, scan.counters().vectorsRead());
        assertEquals(2, scan.counters().rowGroupsSkipped());
    }

    @Test
    void prunesSegmentsByTheirDescriptor() {
        TableScan scan = scan(segment, new ColumnRange(0, ROWS, Long.MAX_VALUE));
        assertNull(scan.take());
        assertEquals(1, scan.counters().segmentsSkipped());
        assertEquals(9, scan.counters().blocksSkipped());
    }

    @Test
    void nullsMeetNoRange() {
        TableScan scan = scan(segment, new ColumnRange(2, Long.MIN_VALUE, Long.MAX_VALUE));
        List<List<Object>> rows = SegmentFixture.rows(scan, TYPES);
        // rows 70,000 to 139,999 are NULL; whole vectors of them fall out
        assertTrue(rows.size() < ROWS - 70_000 + 2 * Batch.CAPACITY, "rows " + rows.size());
        assertTrue(rows.size() >= ROWS - 70_000);
    }

    @Test
    void prunesTextByItsFirstBytes() {
        byte[] word = SegmentFixture.bytes("zebra");
        long image = ZoneImage.of(word, 0, word.length);
        assertNull(scan(segment, new ColumnRange(1, image, image)).take());
        byte[] inside = SegmentFixture.bytes("word5");
        long imageInside = ZoneImage.of(inside, 0, inside.length);
        TableScan scan = scan(segment, new ColumnRange(1, imageInside, imageInside));
        assertEquals(ROWS, SegmentFixture.rows(scan, TYPES).size());
    }

    @Test
    void runtimeRangesPruneFromTheNextVectorOn() {
        TableScan scan = scan(segment);
        try (MorselReader reader = scan.openReader()) {
            reader.open(scan.take());
            assertEquals(Batch.CAPACITY, reader.next());
            reader.addRanges(List.of(new ColumnRange(0, 10_000, 10_000)));
            assertEquals(Batch.CAPACITY, reader.next());
            assertEquals(4 * Batch.CAPACITY, reader.rowId(0));
            assertEquals(0, reader.next());
            reader.open(scan.take());
            assertEquals(0, reader.next());
        }
    }

    @Test
    void deletedRowsAreNotLive() {
        RoaringBitmap deleted = new RoaringBitmap();
        deleted.add(0L, 2048L);
        deleted.add(5000);
        deleted.add(70_001);
        deleted.add(ROWS - 1);
        SegmentDescriptor with =
                segment.toBuilder().setDeletedRows(DeletedRows.encode(deleted)).build();
        List<List<Object>> rows = SegmentFixture.rows(scan(with), TYPES);
        assertEquals(ROWS - deleted.getCardinality(), rows.size());
        int at = 0;
        for (int i = 0; i < ROWS; i++) {
            if (!deleted.contains(i)) {
                assertEquals((long) i, rows.get(at++).getFirst());
            }
        }
    }

    @Test
    void rowIdsAreOrdinalAndRow() {
        SegmentDescriptor with = segment.toBuilder().setOrdinal(3).build();
        TableScan scan = scan(with, new ColumnRange(0, 140_000, 140_000));
        try (MorselReader reader = scan.openReader()) {
            reader.open(scan.take());
            int count = reader.next();
            LongVector values = new LongVector(Batch.CAPACITY);
            LongVector ids = new LongVector(Batch.CAPACITY);
            reader.read(0, values);
            reader.readRowIds(ids);
            for (int i = 0; i < count; i++) {
                assertEquals(3L << 20 | values.value(i), ids.value(i));
                assertEquals(ids.value(i), reader.rowId(i));
            }
        }
    }

    @Test
    void columnsThatNobodyReadsAreNotFetched() {
        TableScan scan = scan(segment);
        LongVector values = new LongVector(Batch.CAPACITY);
        try (MorselReader reader = scan.openReader()) {
            reader.open(scan.take());
            while (reader.next() > 0) {
                reader.read(0, values);
            }
        }
        assertEquals(1, scan.counters().blocksRead());
        assertEquals(2, scan.counters().blocksSkipped());
        assertEquals(1, fixture.store.reader().counters().misses.sum());
    }

    @Test
    void textCodesAgreeAcrossRowGroupsAndSegments() {
        SegmentDescriptor other = fixture.write("t/2", columns, Batch.CAPACITY);
        TableScan scan =
                new TableScan(fixture.request(List.of(segment, other), columns, List.of()));
        Dictionary first = null;
        BytesVector words = new BytesVector(Batch.CAPACITY);
        try (MorselReader reader = scan.openReader()) {
            for (Morsel morsel = scan.take(); morsel != null; morsel = scan.take()) {
                reader.open(morsel);
                reader.next();
                reader.read(1, words);
                assertTrue(words.isDictionary());
                first = first == null ? words.dictionary() : first;
                assertSame(first, words.dictionary());
            }
        }
        assertEquals(10, first.size());
    }

    @Test
    void aColumnAddedLaterIsNull() {
        ScanRequest request =
                new ScanRequest(
                        fixture.store,
                        List.of(segment),
                        new int[] {99},
                        List.of(SqlType.INTEGER),
                        false,
                        List.of());
        TableScan scan = new TableScan(request);
        try (MorselReader reader = scan.openReader()) {
            reader.open(scan.take());
            Vector vector = Vector.create(PhysicalType.INT, Batch.CAPACITY);
            reader.next();
            reader.read(0, vector);
            assertTrue(vector.isNull(0) && vector.isNull(2047));
        }
        ColumnRange any = new ColumnRange(0, Long.MIN_VALUE, Long.MAX_VALUE);
        assertNull(new TableScan(request.withRanges(List.of(any))).take());
    }

    @Test
    void selectedPositionsAreDecoded() {
        TableScan scan = scan(segment);
        Batch batch = Batch.create(TYPES);
        int[] selection = {3, 77, 2047};
        try (MorselReader reader = scan.openReader()) {
            reader.open(scan.take());
            reader.next();
            for (int c = 0; c < TYPES.size(); c++) {
                reader.read(c, batch.column(c), selection, selection.length);
                for (int p : selection) {
                    assertEquals(
                            columns.get(c).values().get(p), SegmentFixture.get(batch.column(c), p));
                }
            }
        }
    }
}
