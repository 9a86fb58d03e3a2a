package io.colonnade.storage.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.segment.SegmentFixture;
import io.colonnade.storage.segment.SegmentFixture.Column;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Blocks in memory: bounded, fetched once, shared by workers; failed reads are not kept. */
class SegmentStoreTest {
    private static final int ROWS = 200_000;
    private static final List<SqlType> TYPES = List.of(SqlType.BIGINT, SqlType.VARCHAR);

    @TempDir Path directory;

    private List<Column> columns() {
        Random random = new Random(1);
        List<Object> numbers = new ArrayList<>();
        List<Object> texts = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            numbers.add(random.nextLong());
            texts.add("text number " + random.nextInt());
        }
        return List.of(new Column(TYPES.get(0), "", numbers), new Column(TYPES.get(1), "", texts));
    }

    private static long sum(List<?> numbers) {
        return numbers.stream().mapToLong(n -> (Long) n).sum();
    }

    /** One worker: adds up the numbers and the lengths of the texts. */
    private static long[] work(TableScan scan) {
        LongVector numbers = new LongVector(Batch.CAPACITY);
        BytesVector texts = new BytesVector(Batch.CAPACITY);
        long[] sums = new long[2];
        try (MorselReader reader = scan.openReader()) {
            for (Morsel morsel = scan.take(); morsel != null; morsel = scan.take()) {
                reader.open(morsel);
                for (int count = reader.next(); count > 0; count = reader.next()) {
                    reader.read(0, numbers);
                    reader.read(1, texts);
                    for (int i = 0; i < count; i++) {
                        sums[0] += numbers.value(i);
                        sums[1] += texts.lengthAt(i);
                    }
                }
            }
        }
        return sums;
    }

    private static ScanRequest request(SegmentStore store, SegmentDescriptor segment) {
        return new ScanRequest(store, List.of(segment), new int[] {1, 2}, TYPES, false, List.of());
    }

    @Test
    void workersShareAScanAndASmallCache() throws Exception {
        List<Column> columns = columns();
        long expected = sum(columns.get(0).values());
        long lengths = columns.get(1).values().stream().mapToLong(t -> ((String) t).length()).sum();
        try (SegmentFixture fixture = new SegmentFixture(directory);
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            SegmentDescriptor segment = fixture.write("t/1", columns, Batch.CAPACITY);
            long limit = segment.getBytes() / 3;
            SegmentStore small = new SegmentStore(fixture.objects, limit);
            for (int round = 0; round < 3; round++) {
                TableScan scan = new TableScan(request(small, segment));
                List<Future<long[]>> results = new ArrayList<>();
                for (int worker = 0; worker < 4; worker++) {
                    results.add(workers.submit(() -> work(scan)));
                }
                long[] sums = new long[2];
                for (Future<long[]> result : results) {
                    sums[0] += result.get()[0];
                    sums[1] += result.get()[1];
                }
                assertEquals(expected, sums[0]);
                assertEquals(lengths, sums[1]);
                assertTrue(small.cache().usedBytes() <= limit);
            }
        }
    }

    @Test
    void aLargeCacheReadsEveryBlockOnce() {
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor segment = fixture.write("t/1", columns(), Batch.CAPACITY);
            for (int round = 0; round < 3; round++) {
                work(new TableScan(request(fixture.store, segment)));
            }
            assertEquals(
                    2L * segment.getRowGroups(), fixture.store.reader().counters().misses.sum());
            assertEquals(
                    4L * segment.getRowGroups(),
                    fixture.store.reader().counters().memoryHits.sum());
        }
    }

    @Test
    void aFailedReadIsTriedAgain() {
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor segment = fixture.write("t/1", columns(), Batch.CAPACITY);
            byte[] bytes = fixture.objects.get("t/1").orElseThrow();
            fixture.objects.delete("t/1");
            TableScan scan = new TableScan(request(fixture.store, segment));
            assertThrows(ColonnadeException.class, scan::take);
            fixture.objects.put("t/1", List.of(java.nio.ByteBuffer.wrap(bytes)));
            work(new TableScan(request(fixture.store, segment)));
        }
    }
}
