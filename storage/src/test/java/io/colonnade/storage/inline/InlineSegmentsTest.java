package io.colonnade.storage.inline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.InlineRows;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.cache.CacheCounters;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.scan.ScanRequest;
import io.colonnade.storage.scan.SegmentStore;
import io.colonnade.storage.scan.TableScan;
import io.colonnade.storage.segment.SegmentFixture;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Growing segments whose rows are in their descriptors. */
class InlineSegmentsTest {
    private static final long SEED = Long.getLong("seed", 1);

    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.BIGINT,
                    SqlType.INTEGER,
                    SqlType.BOOLEAN,
                    SqlType.DOUBLE,
                    SqlType.decimal(38, 2),
                    SqlType.VARCHAR);

    @TempDir Path folder;

    private static List<Object> row(long number, Random random) {
        List<Object> row = new ArrayList<>();
        row.add(number);
        row.add(random.nextInt(4) == 0 ? null : (long) random.nextInt());
        row.add(random.nextInt(4) == 0 ? null : random.nextBoolean());
        row.add(random.nextInt(4) == 0 ? null : random.nextDouble());
        row.add(random.nextInt(4) == 0 ? null : new BigInteger(100, random).negate());
        row.add(random.nextInt(4) == 0 ? null : "x".repeat(random.nextInt(30)));
        return row;
    }

    private static InlineRows encode(List<List<Object>> rows, long firstRow) {
        Batch batch = Batch.create(TYPES, rows.size());
        for (int c = 0; c < TYPES.size(); c++) {
            for (int i = 0; i < rows.size(); i++) {
                SegmentFixture.set(batch.column(c), i, rows.get(i).get(c));
            }
        }
        batch.setSize(rows.size());
        InlineRows.Builder inline =
                InlineRows.newBuilder()
                        .setOrdinal(3)
                        .setFirstRow(firstRow)
                        .setRows(rows.size())
                        .setLastBucket(1_023)
                        .setBatch(ByteString.copyFrom(BatchCodec.encode(batch)));
        for (int id = 1; id <= TYPES.size(); id++) {
            inline.addColumnIds(id);
        }
        return inline.build();
    }

    private static List<List<Object>> scan(
            SegmentStore store, SegmentDescriptor segment, ColumnRange... ranges) {
        int[] ids = {1, 2, 3, 4, 5, 6};
        return SegmentFixture.rows(
                new TableScan(
                        new ScanRequest(
                                store, List.of(segment), ids, TYPES, false, List.of(ranges))),
                TYPES);
    }

    @Test
    void everyPrefixStaysReadable() {
        Random random = new Random(SEED);
        SegmentStore store = new SegmentStore(new DirectoryObjectStore(folder), 1 << 20);
        List<List<Object>> all = new ArrayList<>();
        List<SegmentDescriptor> versions = new ArrayList<>();
        SegmentDescriptor segment = null;
        while (all.size() < 12_000) {
            int count = random.nextInt(20) == 0 ? random.nextInt(900) + 1 : 1;
            List<List<Object>> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                rows.add(row(all.size() + i, random));
            }
            InlineRows part = encode(rows, all.size());
            segment =
                    segment == null
                            ? InlineSegments.start(part, 1)
                            : InlineSegments.append(segment, part, 2);
            all.addAll(rows);
            assertEquals(all.size(), segment.getRows());
            assertTrue(segment.getInlineCount() <= 126, "pieces: " + segment.getInlineCount());
            versions.add(segment);
        }
        for (int v = 0; v < versions.size(); v += 37) {
            List<List<Object>> found = scan(store, versions.get(v));
            assertEquals(all.subList(0, (int) versions.get(v).getRows()), found, "seed " + SEED);
        }
        assertEquals(all, scan(store, segment), "seed " + SEED);
    }

    /** From a distant store blocks are read ahead; inline rows have none. */
    @Test
    void distantStoresReadThemToo() {
        SegmentStore store =
                new SegmentStore(
                        new TieredReader(
                                new DirectoryObjectStore(folder), null, new CacheCounters()),
                        1 << 20,
                        true);
        List<List<Object>> rows = List.of(row(0, new Random(SEED)));
        assertEquals(rows, scan(store, InlineSegments.start(encode(rows, 0), 1)));
    }

    @Test
    void zoneMapsAndDeletesHold() {
        SegmentStore store = new SegmentStore(new DirectoryObjectStore(folder), 1 << 20);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(row(100 + i, new Random(SEED)));
        }
        SegmentDescriptor segment = InlineSegments.start(encode(rows.subList(0, 200), 0), 1);
        segment = InlineSegments.append(segment, encode(rows.subList(200, 300), 200), 2);
        assertEquals(100, segment.getColumns(0).getMinImage());
        assertEquals(399, segment.getColumns(0).getMaxImage());
        assertEquals(rows, scan(store, segment, new ColumnRange(0, 399, 500)));
        assertEquals(List.of(), scan(store, segment, new ColumnRange(0, 400, 500)));
        RoaringBitmap deleted = RoaringBitmap.bitmapOf(0, 150, 299);
        SegmentDescriptor less =
                segment.toBuilder().setDeletedRows(DeletedRows.encode(deleted)).build();
        List<List<Object>> left = new ArrayList<>(rows);
        left.remove(299);
        left.remove(150);
        left.remove(0);
        assertEquals(left, scan(store, less));
        SegmentDescriptor without = InlineSegments.without(segment, deleted, 3).orElseThrow();
        assertEquals(297, without.getRows());
        assertEquals(left, scan(store, without));
        deleted.add(0L, 300L);
        assertTrue(InlineSegments.without(segment, deleted, 3).isEmpty());
    }

    @Test
    void rowsMustFollowEachOther() {
        Random random = new Random(SEED);
        InlineRows first = encode(List.of(row(0, random)), 0);
        SegmentDescriptor segment = InlineSegments.start(first, 1);
        assertThrows(
                ColonnadeException.class,
                () -> InlineSegments.append(segment, encode(List.of(row(1, random)), 2), 2));
        assertTrue(InlineSegments.takes(segment, first));
        assertFalse(InlineSegments.takes(segment, first.toBuilder().addColumnIds(9).build()));
        assertFalse(InlineSegments.takes(segment, first.toBuilder().setLastBucket(5).build()));
    }

    /** These bytes are in logs: a change of them needs a new format version of the log. */
    @Test
    void theFormOfABatchStays() {
        List<Object> row = new ArrayList<>(List.of(1L, 2L, true, 0.5, BigInteger.TEN.negate()));
        row.add("ab");
        List<Object> nulls = new ArrayList<>();
        for (int i = 0; i < TYPES.size(); i++) {
            nulls.add(i == 0 ? 3L : null);
        }
        assertEquals(
                "02000000060002000100000000000000030000000000000001010100000000000000"
                        + "02000000000000000001010000000000000001000401010000000000000000000000"
                        + "0000e03f000000000000000003010100000000000000ffffffffffffffff00000000"
                        + "00000000f6ffffffffffffff00000000000000000501010000000000000002000000"
                        + "00000000020000006162",
                HexFormat.of().formatHex(encode(List.of(row, nulls), 0).getBatch().toByteArray()));
    }
}
