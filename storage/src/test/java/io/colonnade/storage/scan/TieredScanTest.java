package io.colonnade.storage.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.cache.CacheCounters;
import io.colonnade.storage.cache.DiskCache;
import io.colonnade.storage.cache.Tier;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.FaultyDisk;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.SegmentFixture;
import io.colonnade.storage.segment.SegmentFixture.Column;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Scans over memory, local disk and a distant store. */
class TieredScanTest {
    private static final int ROWS = 65_536;
    private static final int COLUMNS = 3;
    private static final long DELAY_MILLIS = 20;

    /** Holds a block or two: nearly every read goes to the tier below. */
    private static final long TINY = 1L << 20;

    @TempDir Path directory;

    private final FaultyDisk disk = new FaultyDisk();
    private SegmentFixture fixture;
    private DistantStore distant;
    private final List<SegmentDescriptor> segments = new ArrayList<>();
    private final List<Long> sums = new ArrayList<>();

    @BeforeEach
    void write() {
        fixture = new SegmentFixture(directory);
        distant = new DistantStore(fixture.objects, DELAY_MILLIS);
        Random random = new Random(3);
        for (int s = 0; s < 6; s++) {
            List<Column> columns = new ArrayList<>();
            long sum = 0;
            for (int c = 0; c < COLUMNS; c++) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < ROWS; i++) {
                    long value = random.nextLong() >> 16;
                    values.add(value);
                    sum += value;
                }
                columns.add(new Column(SqlType.BIGINT, "raw", values));
            }
            segments.add(fixture.write("data/" + s + ".seg", columns, Batch.CAPACITY));
            sums.add(sum);
        }
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private SegmentStore store(long memoryBytes, long diskBytes) {
        CacheCounters counters = new CacheCounters();
        DiskCache cache =
                diskBytes == 0 ? null : DiskCache.open(disk, diskBytes, Clock.system(), counters);
        return new SegmentStore(new TieredReader(distant, cache, counters), memoryBytes, true);
    }

    private static TableScan scan(SegmentStore store, List<SegmentDescriptor> segments) {
        List<SqlType> types = List.of(SqlType.BIGINT, SqlType.BIGINT, SqlType.BIGINT);
        return new TableScan(
                new ScanRequest(store, segments, new int[] {1, 2, 3}, types, false, List.of()));
    }

    private static long sum(TableScan scan) {
        LongVector values = new LongVector(Batch.CAPACITY);
        long sum = 0;
        try (MorselReader reader = scan.openReader()) {
            for (Morsel morsel = scan.take(); morsel != null; morsel = scan.take()) {
                reader.open(morsel);
                for (int count = reader.next(); count > 0; count = reader.next()) {
                    for (int c = 0; c < COLUMNS; c++) {
                        reader.read(c, values);
                        for (int i = 0; i < count; i++) {
                            sum += values.value(i);
                        }
                    }
                }
            }
        }
        return sum;
    }

    private long expected() {
        return sums.stream().mapToLong(Long::longValue).sum();
    }

    /** Waits for the cache's writer: with a deadline, not for a time. */
    private static void settle(SegmentStore store) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (store.reader().waitingBytes() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertEquals(0, store.reader().waitingBytes());
    }

    @Test
    void rowGroupsAreReadAheadInOneRequestEach() {
        try (SegmentStore store = store(64 << 20, 0);
                TableScan scan = scan(store, segments)) {
            assertEquals(expected(), sum(scan));
            // a footer and a request for all three columns of the one row group of each segment
            assertEquals(2 * segments.size(), distant.reads.get());
            assertTrue(distant.mostAtOnce.get() > 1);
            CacheCounters counters = store.reader().counters();
            assertEquals(COLUMNS * segments.size(), counters.prefetchesUsed.sum());
            assertEquals(0, counters.misses.sum());
            assertEquals(COLUMNS * segments.size(), scan.counters().blocksFromStore());
            assertEquals(expected(), sum(scan(store, segments)));
            assertEquals(2 * segments.size(), distant.reads.get(), "all blocks are in memory");
        }
    }

    @Test
    void workersThatWantTheSameBlockReadItOnce() throws Exception {
        try (SegmentStore store = store(64 << 20, 0);
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                results.add(workers.submit(() -> sum(scan(store, segments))));
            }
            for (Future<Long> result : results) {
                assertEquals(expected(), result.get());
            }
            long blocks = segments.stream().mapToLong(SegmentDescriptor::getBytes).sum();
            assertEquals(blocks, distant.bytes.get());
        }
    }

    @Test
    void whatIsReadAheadAndNotUsedIsDropped() {
        try (SegmentStore store = store(64 << 20, 0)) {
            TableScan scan = scan(store, segments);
            MorselReader reader = scan.openReader();
            reader.open(scan.take());
            reader.close();
            scan.close();
            assertEquals(0, store.waitingBytes());
            assertEquals(expected(), sum(scan(store, segments)));
        }
    }

    @Test
    void aFailureAheadOfTimeIsTriedAgainWhenItMatters() {
        try (SegmentStore store = store(64 << 20, 0)) {
            store.open(segments.getFirst());
            distant.failures.set(1);
            List<SegmentDescriptor> first = segments.subList(0, 1);
            assertEquals(sums.getFirst(), sum(scan(store, first)));
            assertEquals(0, store.waitingBytes());
        }
        try (SegmentStore store = store(64 << 20, 0)) {
            distant.failures.set(1_000);
            TableScan scan = scan(store, segments);
            assertThrows(ColonnadeException.class, () -> sum(scan));
            distant.failures.set(0);
            assertEquals(expected(), sum(scan(store, segments)));
        }
    }

    @Test
    void localDiskAnswersWhatMemoryCannotHold() {
        try (SegmentStore store = store(TINY, 64 << 20)) {
            assertEquals(expected(), sum(scan(store, segments)));
            settle(store);
            int reads = distant.reads.get();
            TableScan again = scan(store, segments);
            assertEquals(expected(), sum(again));
            assertEquals(reads, distant.reads.get());
            assertTrue(again.counters().blocksFromDisk() > COLUMNS * segments.size() / 2);
            assertEquals(0, again.counters().blocksFromStore());
            Segment first = store.open(segments.getFirst());
            assertTrue(
                    IntStream.range(0, COLUMNS)
                            .anyMatch(c -> store.tierOf(first, 0, c) == Tier.DISK));
            assertEquals(2, store.temperatureOf(first, 0, 0), 0.1);
        }
    }

    @Test
    void aRestartAnswersFromLocalDiskToo() {
        try (SegmentStore store = store(TINY, 64 << 20)) {
            assertEquals(expected(), sum(scan(store, segments)));
            settle(store);
        }
        int reads = distant.reads.get();
        try (SegmentStore store = store(TINY, 64 << 20)) {
            assertEquals(expected(), sum(scan(store, segments)));
            assertEquals(reads, distant.reads.get());
        }
    }

    @Test
    void damagedLocalBlocksAreReadAnew() {
        Random random = new Random(5);
        try (SegmentStore store = store(TINY, 64 << 20)) {
            for (int round = 0; round < 20; round++) {
                assertEquals(expected(), sum(scan(store, segments)));
                settle(store);
                byte[] content = disk.content("extent-00000");
                for (int i = 0; i < 4; i++) {
                    content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            CacheCounters counters = store.reader().counters();
            assertTrue(counters.corrupt.sum() >= 20, counters.corrupt + " damaged");
            assertEquals(counters.corrupt.sum(), counters.refetched.sum());
        }
    }

    @Test
    void aDiskThatFailsSlowsNobodyDown() {
        try (SegmentStore store = store(TINY, 64 << 20)) {
            disk.limit(disk.bytes() + 700_000);
            assertEquals(expected(), sum(scan(store, segments)));
            settle(store);
            disk.failReads(true);
            assertEquals(expected(), sum(scan(store, segments)));
            assertTrue(store.reader().counters().diskErrors.sum() > 0);
        }
    }

    @Test
    void writtenSegmentsAreOnLocalDiskAtOnce() {
        try (SegmentStore store = store(TINY, 64 << 20)) {
            byte[] bytes = fixture.objects.get("data/0.seg").orElseThrow();
            Segment segment = store.open(segments.getFirst());
            List<ByteBuffer> parts = new ArrayList<>();
            for (int c = 0; c < COLUMNS; c++) {
                var range = segment.blockRange(0, c);
                parts.add(ByteBuffer.wrap(bytes, (int) range.offset(), range.length()));
            }
            settle(store);
            long before = store.reader().counters().diskWrites.sum();
            store.reader().writeThrough().put("data/new.seg", parts);
            assertEquals(before + COLUMNS, store.reader().counters().diskWrites.sum());
            store.forget(Set.of("data/new.seg"));
            assertEquals(before, store.reader().disk().entries());
        }
    }
}
