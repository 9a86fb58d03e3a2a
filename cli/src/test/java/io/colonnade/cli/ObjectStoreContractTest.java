package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What {@link ObjectStore} promises, held by both stores; the S3 one over a dev-s3 process. */
class ObjectStoreContractTest {
    private static final int WRITERS = 12;
    private static final int RACES = 50;

    @TempDir private static Path folder;

    private static DevS3 server;

    /** The stores under test. */
    enum Kind {
        DIRECTORY,
        S3;

        /** A bucket of the test's own. */
        ObjectStore open(String name) {
            return this == S3
                    ? server.open("contract/" + name)
                    : new DirectoryObjectStore(folder.resolve("dir").resolve(name));
        }
    }

    @BeforeAll
    static void startServer() throws IOException {
        server = DevS3.start(folder.resolve("s3"));
    }

    @AfterAll
    static void stopServer() throws InterruptedException {
        assertEquals(0, server.stop());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String get(ObjectStore store, String key) {
        return new String(store.get(key).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static List<String> keys(List<ObjectInfo> objects) {
        return objects.stream().map(ObjectInfo::key).toList();
    }

    @ParameterizedTest
    @EnumSource
    void putReplacesAndPutIfAbsentDoesNot(Kind kind) {
        try (ObjectStore store = kind.open("put")) {
            ByteBuffer part = bytes("one");
            store.put("k/x", List.of(part, bytes(" and "), bytes("more")));
            assertEquals(3, part.remaining());
            assertEquals("one and more", get(store, "k/x"));
            store.put("k/x", List.of(bytes("two")));
            assertFalse(store.putIfAbsent("k/x", bytes("three")));
            assertEquals("two", get(store, "k/x"));
            assertTrue(store.putIfAbsent("k/y", bytes("four")));
            assertFalse(store.putIfAbsent("k/y", bytes("four")));
            assertEquals("four", get(store, "k/y"));
            store.put("k/empty", List.of());
            assertEquals(0, store.get("k/empty").orElseThrow().length);
            assertEquals(0, store.size("k/empty"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyOneOfManyCreatorsWins(Kind kind) throws Exception {
        try (ObjectStore store = kind.open("race");
                ExecutorService pool = Executors.newFixedThreadPool(WRITERS)) {
            for (int round = 0; round < RACES; round++) {
                String key = "log/" + round;
                List<Callable<Boolean>> attempts = new ArrayList<>();
                for (int w = 0; w < WRITERS; w++) {
                    ByteBuffer body = bytes("writer " + w);
                    attempts.add(() -> store.putIfAbsent(key, body));
                }
                List<Future<Boolean>> outcomes = pool.invokeAll(attempts);
                String winner = null;
                for (int w = 0; w < WRITERS; w++) {
                    if (outcomes.get(w).get()) {
                        assertEquals(null, winner, key + " has two winners");
                        winner = "writer " + w;
                    }
                }
                assertEquals(winner, get(store, key));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsRangesFromManyThreads(Kind kind) throws Exception {
        byte[] body = random(1_000_000);
        try (ObjectStore store = kind.open("ranges");
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            store.put("data/a.seg", List.of(ByteBuffer.wrap(body)));
            List<Future<?>> reads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int offset = i * 15_000;
                reads.add(pool.submit(() -> checkRange(store, body, offset, 1 + offset / 20)));
            }
            for (Future<?> read : reads) {
                read.get();
            }
            checkRange(store, body, 999_999, 1);
            checkRange(store, body, 0, body.length);
            checkRange(store, body, 5, 0);
        }
    }

    private static void checkRange(ObjectStore store, byte[] body, int offset, int length) {
        ByteBuffer heap = ByteBuffer.allocate(length + 7).position(3).limit(length + 3);
        store.read("data/a.seg", offset, heap);
        assertEquals(ByteBuffer.wrap(body, offset, length), heap.flip().position(3));
        ByteBuffer direct = ByteBuffer.allocateDirect(length);
        store.read("data/a.seg", offset, direct);
        assertEquals(ByteBuffer.wrap(body, offset, length), direct.flip());
    }

    @ParameterizedTest
    @EnumSource
    void readingPastTheEndOrNothingNamesTheObject(Kind kind) {
        try (ObjectStore store = kind.open("ends")) {
            store.put("k/x", List.of(bytes("abc")));
            for (int offset : new int[] {1, 3, 50}) {
                ColonnadeException error =
                        assertThrows(
                                ColonnadeException.class,
                                () -> store.read("k/x", offset, ByteBuffer.allocate(10)));
                assertEquals(ErrorCode.IO_ERROR, error.code());
                assertTrue(error.getMessage().contains("k/x"), error.getMessage());
            }
            ColonnadeException error =
                    assertThrows(
                            ColonnadeException.class,
                            () -> store.read("k/none", 0, ByteBuffer.allocate(1)));
            assertEquals(ErrorCode.UNDEFINED_FILE, error.code());
            assertTrue(error.getMessage().contains("k/none"), error.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void absentObjectsAreNoError(Kind kind) {
        try (ObjectStore store = kind.open("absent")) {
            assertTrue(store.get("no/such").isEmpty());
            assertEquals(-1, store.size("no/such"));
            store.delete("no/such");
            assertEquals(List.of(), store.list("", "", 10));
            assertTrue(store.putIfAbsent("no/such", bytes("x")));
            store.delete("no/such");
            assertEquals(-1, store.size("no/such"));
            assertTrue(store.putIfAbsent("no/such", bytes("y")));
        }
    }

    /** Larger than one request takes, in buffers that do not fit the parts. */
    @ParameterizedTest
    @EnumSource
    void keepsLargeBodies(Kind kind) {
        byte[] body = random(35 << 20);
        List<ByteBuffer> buffers = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        int start = 0;
        while (start < body.length) {
            int length = Math.min(body.length - start, 1 + random.nextInt(3 << 20));
            buffers.add(ByteBuffer.wrap(body, start, length).slice());
            start += length;
        }
        try (ObjectStore store = kind.open("large")) {
            store.put("data/large.seg", buffers);
            assertEquals(body.length, store.size("data/large.seg"));
            assertArrayEquals(body, store.get("data/large.seg").orElseThrow());
            ByteBuffer middle = ByteBuffer.allocate(9 << 20);
            store.read("data/large.seg", 7 << 20, middle);
            assertEquals(ByteBuffer.wrap(body, 7 << 20, 9 << 20), middle.flip());
            assertEquals(List.of("data/large.seg"), keys(store.list("", "", 10)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsInPages(Kind kind) throws Exception {
        try (ObjectStore store = kind.open("list");
                ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> puts = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 1_100; i++) {
                String key = "log/" + String.format(Locale.ROOT, "%06d", i);
                expected.add(key);
                puts.add(() -> store.putIfAbsent(key, bytes(key)));
            }
            store.put("ckpt/1", List.of(bytes("c")));
            store.put("logs", List.of(bytes("another prefix")));
            for (Future<Boolean> put : pool.invokeAll(puts)) {
                assertTrue(put.get());
            }
            assertEquals(expected, keys(store.list("log/", "", 5_000)));
            assertEquals(expected.subList(0, 7), keys(store.list("log/", "", 7)));
            assertEquals(
                    expected.subList(42, 1_092), keys(store.list("log/", "log/000041", 1_050)));
            assertEquals(List.of("logs"), keys(store.list("log", "log/999", 10)));
            assertEquals(List.of(), store.list("log/", "log/001099", 10));
            assertEquals(List.of(), store.list("nothing/", "", 10));
            assertEquals(1_102, store.list("", "", 5_000).size());
            ObjectInfo first = store.list("log/", "", 1).getFirst();
            assertEquals("log/000000".length(), first.sizeBytes());
            long age = Instant.now().getEpochSecond() - first.modifiedMicros() / 1_000_000;
            assertTrue(age >= -1 && age < TimeUnit.MINUTES.toSeconds(5), "age " + age);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesKeysOfAllKinds(Kind kind) {
        // a machine with LANG=C has no file names outside of ASCII
        boolean anyName = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
        List<String> names =
                anyName
                        ? List.of(
                                "data/a b+c%2F.seg",
                                "data/a&b=c?d#e.seg", "data/weiß/Äpfel.seg", "data/日本語.seg")
                        : List.of("data/a b+c%2F.seg", "data/a&b=c?d#e.seg");
        try (ObjectStore store = kind.open("names")) {
            for (String name : names) {
                assertTrue(store.putIfAbsent(name, bytes(name)), name);
            }
            for (String name : names) {
                assertEquals(name, get(store, name));
                assertEquals(List.of(name), keys(store.list(name, "", 10)));
            }
            assertEquals(names.stream().sorted().toList(), keys(store.list("data/", "", 10)));
            for (String name : names) {
                store.delete(name);
            }
            assertEquals(List.of(), store.list("", "", 10));
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }
}
