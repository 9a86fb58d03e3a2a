package io.colonnade.storage.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.FaultyDisk;
import io.colonnade.storage.seam.FolderDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cache on local disk: bounded, encrypted, checked, and never in anybody's way. */
class DiskCacheTest {
    private static final long BUDGET = 2L << 20;
    private static final long SEED = Long.getLong("seed", 11);

    @TempDir Path folder;

    private final FaultyDisk disk = new FaultyDisk();
    private final StoppedClock clock = new StoppedClock();
    private CacheCounters counters = new CacheCounters();
    private final LongAdder usedBytes = new LongAdder();
    private final LongAdder usedSamples = new LongAdder();

    /** Time that passes when it is told to. */
    private static final class StoppedClock implements Clock {
        private long nanos = 1;

        @Override
        public long micros() {
            return nanos / 1000;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleep(long duration) {
            nanos += duration;
        }
    }

    private DiskCache open() {
        counters = new CacheCounters();
        return DiskCache.open(disk, BUDGET, clock, counters);
    }

    /** Range n of an object; its bytes follow from it. */
    static ObjectRange range(int n) {
        int length = 1 + new Random(n).nextInt(60_000);
        return new ObjectRange("data/7/0000/" + n % 3 + ".seg", (long) n << 20, length);
    }

    static byte[] bytes(ObjectRange range) {
        byte[] bytes = new byte[range.length()];
        new Random(range.hashCode()).nextBytes(bytes);
        return bytes;
    }

    private static void write(DiskCache cache, int n) {
        cache.write(range(n), bytes(range(n)));
    }

    /** Whether the range is there; what is there must be right. */
    private static boolean read(DiskCache cache, int n) {
        byte[] bytes = cache.read(range(n), 8);
        if (bytes != null) {
            byte[] expected = Arrays.copyOf(bytes(range(n)), range(n).length() + 8);
            assertArrayEquals(expected, bytes, "range " + n);
        }
        return bytes != null;
    }

    @Test
    void givesBackWhatItKept() {
        try (DiskCache cache = open()) {
            write(cache, 1);
            assertTrue(read(cache, 1));
            assertFalse(read(cache, 2));
            assertEquals(1, counters.diskHits.sum());
            assertEquals(1, cache.entries());
        }
    }

    @Test
    void aRestartFindsTheEntriesAgain() {
        try (DiskCache cache = open()) {
            IntStream.range(0, 30).forEach(n -> write(cache, n));
        }
        try (DiskCache cache = open()) {
            assertEquals(30, cache.entries());
            for (int n = 0; n < 30; n++) {
                assertTrue(read(cache, n));
            }
            assertEquals(0, counters.corrupt.sum());
        }
    }

    @Test
    void whatIsForgottenIsGoneFromTheDiskToo() {
        try (DiskCache cache = open()) {
            IntStream.range(0, 30).forEach(n -> write(cache, n));
            cache.forget(Set.of("data/7/0000/0.seg"));
            assertEquals(20, cache.entries());
            assertFalse(read(cache, 3));
        }
        try (DiskCache cache = open()) {
            assertEquals(20, cache.entries());
            assertFalse(read(cache, 3));
            assertTrue(read(cache, 4));
        }
    }

    @Test
    void whatWasEvictedDoesNotComeBack() {
        try (DiskCache cache = open()) {
            IntStream.range(0, 600).forEach(n -> write(cache, n));
            int entries = cache.entries();
            cache.close();
            try (DiskCache again = open()) {
                assertEquals(entries, again.entries());
                int found = 0;
                for (int n = 0; n < 600; n++) {
                    found += read(again, n) ? 1 : 0;
                }
                assertEquals(entries, found);
                assertEquals(0, counters.corrupt.sum());
            }
        }
    }

    @Test
    void theBudgetHoldsAtEveryMoment() throws Exception {
        try (DiskCache cache = open();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all =
                    IntStream.range(0, 4)
                            .<Future<?>>mapToObj(t -> threads.submit(() -> churn(cache, t)))
                            .toList();
            for (Future<?> each : all) {
                each.get();
            }
            // Making room in one piece evicts neighbours now and then: the mean tells, not one
            // look.
            double meanUsed = usedBytes.sum() / (double) usedSamples.sum();
            assertTrue(meanUsed > 0.8 * BUDGET, "used " + meanUsed + " on average");
            assertTrue(counters.evictions.sum() > 100);
            assertEquals(0, counters.corrupt.sum());
        }
    }

    private void churn(DiskCache cache, int thread) {
        Random random = new Random(SEED + thread);
        for (int i = 0; i < 500; i++) {
            int n = random.nextInt(400);
            if (!read(cache, n)) {
                write(cache, n);
            }
            assertTrue(disk.bytes() <= BUDGET);
            assertTrue(cache.fileBytes() <= BUDGET);
            if (i >= 250) {
                usedBytes.add(cache.usedBytes());
                usedSamples.increment();
            }
        }
    }

    @Test
    void aScanDoesNotPushOutWhatIsReadOften() {
        try (DiskCache cache = open()) {
            IntStream.range(10_000, 10_200).forEach(n -> write(cache, n));
            for (int round = 0; round < 4; round++) {
                for (int n = 0; n < 20; n++) {
                    if (!read(cache, n)) {
                        write(cache, n);
                    }
                }
            }
            for (int n = 1_000; n < 2_000; n++) {
                if (!read(cache, n)) {
                    write(cache, n);
                }
            }
            long kept = IntStream.range(0, 20).filter(n -> read(cache, n)).count();
            assertTrue(kept >= 19, kept + " of 20 are left");
        }
    }

    @Test
    void aSecondScanOfALargeTableFindsAPart() {
        try (DiskCache cache = open()) {
            int[] hits = new int[2];
            for (int run = 0; run < 2; run++) {
                for (int n = 0; n < 700; n++) {
                    if (read(cache, n)) {
                        hits[run]++;
                    } else {
                        write(cache, n);
                    }
                }
            }
            assertEquals(0, hits[0]);
            assertTrue(hits[1] > 700 / 10 / 2, hits[1] + " hits");
        }
    }

    @Test
    void aFullDiskIsLeftAloneForAWhile() {
        try (DiskCache cache = open()) {
            IntStream.range(0, 10).forEach(n -> write(cache, n));
            disk.limit(disk.bytes() + 10_000);
            IntStream.range(10, 30).forEach(n -> write(cache, n));
            assertTrue(counters.diskErrors.sum() >= 1);
            assertTrue(counters.notWritten.sum() >= 10);
            long before = IntStream.range(0, 10).filter(n -> read(cache, n)).count();
            assertEquals(10, before, "what was there stays readable");
            disk.limit(Long.MAX_VALUE);
            write(cache, 40);
            assertFalse(read(cache, 40));
            clock.sleep(60_000_000_000L);
            write(cache, 40);
            assertTrue(read(cache, 40));
        }
    }

    @Test
    void aDiskThatCannotBeReadIsLeftAlone() {
        try (DiskCache cache = open()) {
            IntStream.range(0, 40).forEach(n -> write(cache, n));
            disk.failReads(true);
            IntStream.range(0, 40).forEach(n -> assertFalse(read(cache, n)));
            assertEquals(16, counters.diskErrors.sum());
            disk.failReads(false);
            assertFalse(read(cache, 39));
            clock.sleep(60_000_000_000L);
            assertTrue(read(cache, 39));
            disk.failWrites(true);
            write(cache, 50);
            assertFalse(read(cache, 50));
        }
    }

    @Test
    void damageIsFoundWhereverItIs() {
        Random random = new Random(SEED);
        int flips = Integer.getInteger("runs", 2_000);
        int damaged = 0;
        try (DiskCache cache = open()) {
            for (int flip = 0; flip < flips; flip++) {
                for (int n = 0; n < 8; n++) {
                    write(cache, n);
                }
                byte[] content = disk.content("extent-00000");
                if (flip % 10 == 9) {
                    disk.cut("extent-00000", random.nextInt(content.length));
                } else {
                    int bit = random.nextInt(8 * content.length);
                    content[bit / 8] ^= (byte) (1 << bit % 8);
                }
                for (int n = 0; n < 8; n++) {
                    damaged += read(cache, n) ? 0 : 1;
                }
            }
            assertEquals(damaged, counters.corrupt.sum());
            assertTrue(damaged > flips / 2, damaged + " found");
        }
    }

    @Test
    void damageIsFoundAfterARestartToo() {
        Random random = new Random(SEED);
        int missing = 0;
        for (int flip = 0; flip < 300; flip++) {
            try (DiskCache cache = open()) {
                for (int n = 0; n < 8; n++) {
                    missing += read(cache, n) ? 0 : 1;
                }
                for (int n = 0; n < 8; n++) {
                    write(cache, n);
                }
            }
            String name = flip % 20 == 0 ? "key" : "extent-00000";
            byte[] content = disk.content(name);
            int bit = random.nextInt(8 * content.length);
            content[bit / 8] ^= (byte) (1 << bit % 8);
            if (flip % 7 == 0) {
                disk.crash(random);
            }
        }
        assertTrue(missing > 150, missing + " were missing");
    }

    @Test
    void swappedEntriesAreFound() {
        ObjectRange first = new ObjectRange("data/a.seg", 0, 1000);
        ObjectRange second = new ObjectRange("data/b.seg", 0, 1000);
        try (DiskCache cache = open()) {
            cache.write(first, bytes(first));
            cache.write(second, bytes(second));
            byte[] content = disk.content("extent-00000");
            int half = content.length / 2 / 512 * 512 + (content.length / 2 % 512 == 0 ? 0 : 512);
            byte[] head = Arrays.copyOfRange(content, 0, content.length - half);
            System.arraycopy(content, half, content, 0, content.length - half);
            System.arraycopy(head, 0, content, half, head.length);
            assertNull(cache.read(first, 0));
            assertNull(cache.read(second, 0));
            assertEquals(2, counters.corrupt.sum());
        }
    }

    @Test
    void anotherNodesFilesAreWorthNothing() {
        try (DiskCache cache = open()) {
            write(cache, 1);
        }
        disk.delete("key");
        try (DiskCache cache = open()) {
            assertEquals(0, cache.entries());
            assertFalse(read(cache, 1));
            write(cache, 1);
            assertTrue(read(cache, 1));
        }
    }

    @Test
    void aSmallerBudgetCutsWhatIsThere() {
        try (DiskCache cache = DiskCache.open(disk, 3 * BUDGET, clock, counters)) {
            IntStream.range(0, 400).forEach(n -> write(cache, n));
            assertTrue(disk.bytes() > BUDGET);
        }
        try (DiskCache cache = open()) {
            assertTrue(disk.bytes() <= BUDGET);
            assertTrue(cache.entries() > 10);
            for (int n = 0; n < 400; n++) {
                read(cache, n);
            }
            assertEquals(0, counters.corrupt.sum());
        }
    }

    @Test
    void aFolderIsPrivateLockedAndUnharmedByInterrupts() throws Exception {
        Path cacheFolder = folder.resolve("cache");
        try (FolderDisk files = new FolderDisk(cacheFolder);
                DiskCache cache = DiskCache.open(files, BUDGET, clock, counters)) {
            assertThrows(ColonnadeException.class, () -> new FolderDisk(cacheFolder));
            write(cache, 1);
            Thread.currentThread().interrupt();
            assertTrue(read(cache, 1));
            write(cache, 2);
            assertTrue(Thread.interrupted());
            assertTrue(read(cache, 2));
            assertEquals("rwx------", permissions(cacheFolder));
            try (Stream<Path> all = Files.list(cacheFolder)) {
                all.forEach(file -> assertEquals("rw-------", permissions(file)));
            }
        }
        try (DiskCache cache =
                DiskCache.open(new FolderDisk(cacheFolder), BUDGET, clock, counters)) {
            assertNotNull(cache.read(range(1), 0));
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
