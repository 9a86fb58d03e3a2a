package io.colonnade.storage.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

class DirectoryObjectStoreTest {
    @TempDir private Path folder;
    private DirectoryObjectStore store;

    @BeforeEach
    void open() {
        store = new DirectoryObjectStore(folder.resolve("bucket"));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private String get(String key) {
        return new String(store.get(key).orElseThrow(), StandardCharsets.UTF_8);
    }

    private List<String> keys(String prefix, String startAfter, int limit) {
        return store.list(prefix, startAfter, limit).stream().map(ObjectInfo::key).toList();
    }

    @Test
    void readsBackWhatWasPut() {
        store.put("data/1/a.seg", List.of(bytes("hello "), bytes("world")));
        assertEquals("hello world", get("data/1/a.seg"));
        assertEquals(11, store.size("data/1/a.seg"));
        ByteBuffer part = ByteBuffer.allocate(5);
        store.read("data/1/a.seg", 6, part);
        assertArrayEquals("world".getBytes(StandardCharsets.UTF_8), part.array());
    }

    @Test
    void putReplacesAndPutIfAbsentDoesNot() {
        store.put("k/x", List.of(bytes("one")));
        store.put("k/x", List.of(bytes("two")));
        assertFalse(store.putIfAbsent("k/x", bytes("three")));
        assertEquals("two", get("k/x"));
        assertTrue(store.putIfAbsent("k/y", bytes("four")));
        assertEquals("four", get("k/y"));
    }

    @Test
    void onlyOneOfManyCreatorsWins() throws Exception {
        int writers = 12;
        try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            for (int round = 0; round < 50; round++) {
                String key = "log/" + round;
                List<Callable<Boolean>> attempts = new ArrayList<>();
                for (int w = 0; w < writers; w++) {
                    ByteBuffer body = bytes("writer " + w);
                    attempts.add(() -> store.putIfAbsent(key, body));
                }
                int winners = 0;
                for (Future<Boolean> outcome : pool.invokeAll(attempts)) {
                    winners += outcome.get() ? 1 : 0;
                }
                assertEquals(1, winners, key);
            }
        }
    }

    @Test
    void listsByPrefixAndStart() {
        for (String key : List.of("log/1", "log/2", "log/3", "ckpt/1")) {
            store.put(key, List.of(bytes(key)));
        }
        assertEquals(List.of("log/1", "log/2", "log/3"), keys("log/", "", 10));
        assertEquals(List.of("log/2"), keys("log/", "log/1", 1));
        assertEquals(List.of(), keys("nothing/", "", 10));
    }

    /** Pages of random listings, against a sorted set. */
    @Test
    void listsAsASortedSetDoes() {
        String given = System.getProperty("seed", "");
        long seed = given.isEmpty() ? 17 : Long.parseLong(given);
        SplittableRandom random = new SplittableRandom(seed);
        // a machine with LANG=C has no file names outside of ASCII
        boolean anyName = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
        String[] names =
                anyName
                        ? new String[] {"a", "a-", "b", "b0", "\u00e9", "\ue000", "\ud83d\ude00"}
                        : new String[] {"a", "a-", "b", "b0", "z"};
        TreeMap<String, String> model =
                new TreeMap<>(
                        (a, b) ->
                                Arrays.compareUnsigned(
                                        a.getBytes(StandardCharsets.UTF_8),
                                        b.getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < 120; i++) {
            String key = "";
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                key += names[random.nextInt(names.length)] + "/";
            }
            // no key is a directory of another
            key += names[random.nextInt(names.length)] + ".seg";
            store.put(key, List.of(bytes(key)));
            model.put(key, key);
        }
        List<String> keys = List.copyOf(model.keySet());
        for (int i = 0; i < 300; i++) {
            String some = keys.get(random.nextInt(keys.size()));
            String prefix = some.substring(0, some.offsetByCodePoints(0, random.nextInt(3)));
            String other = keys.get(random.nextInt(keys.size()));
            String after = random.nextInt(4) == 0 ? "" : other;
            int limit = 1 + random.nextInt(20);
            List<String> expected =
                    model.tailMap(after, false).keySet().stream()
                            .filter(key -> key.startsWith(prefix))
                            .limit(limit)
                            .toList();
            String call = "list(" + prefix + ", " + after + ", " + limit + ") seed " + seed;
            assertEquals(expected, keys(prefix, after, limit), call);
        }
    }

    @Test
    void absentObjectsAreNoError() {
        assertTrue(store.get("no/such").isEmpty());
        assertEquals(-1, store.size("no/such"));
        store.delete("no/such");
    }

    @Test
    void readingPastTheEndNamesTheObject() {
        store.put("k/x", List.of(bytes("abc")));
        ColonnadeException error =
                assertThrows(
                        ColonnadeException.class,
                        () -> store.read("k/x", 1, ByteBuffer.allocate(10)));
        assertEquals(ErrorCode.IO_ERROR, error.code());
        assertTrue(error.getMessage().contains("k/x"), error.getMessage());
    }

    @Test
    void refusesKeysOutsideTheBucket() {
        assertThrows(ColonnadeException.class, () -> store.get("../secret"));
        assertThrows(ColonnadeException.class, () -> store.get(""));
    }

    @Test
    void sweepsWhatAKilledWriterLeftLongAgo() throws Exception {
        store.put("k/x", List.of(bytes("abc")));
        Path old = folder.resolve("bucket/.tmp/old");
        Path young = folder.resolve("bucket/.tmp/young");
        Files.writeString(old, "half");
        Files.writeString(young, "half");
        Instant longAgo = Instant.now().minus(Duration.ofHours(2));
        Files.setLastModifiedTime(old, FileTime.from(longAgo));

        DirectoryObjectStore again = new DirectoryObjectStore(folder.resolve("bucket"));
        assertTrue(Files.exists(old), "opening alone changes nothing");
        again.put("k/y", List.of(bytes("abc")));
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young), "may belong to another process");
        assertEquals(2, again.list("", "", 10).size());
    }

    @Test
    void openingAFolderLeavesItAlone() throws Exception {
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("letter.txt"), "dear all");
        DirectoryObjectStore opened = new DirectoryObjectStore(foreign);
        assertEquals("letter.txt", opened.list("", "", 10).getFirst().key());
        try (Stream<Path> files = Files.list(foreign)) {
            assertEquals(List.of(foreign.resolve("letter.txt")), files.toList());
        }
    }

    @Test
    void tellsThatALinkMayNotLast() throws Exception {
        store.put("log/1", List.of(bytes("one")));
        Path slots = folder.resolve("bucket/log");
        assumeTrue(Files.getFileStore(slots).supportsFileAttributeView("posix"));
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(slots);
        // a directory that can be written but not opened: the link works, its sync does not
        Files.setPosixFilePermissions(slots, PosixFilePermissions.fromString("-wx------"));
        try {
            assumeFalse(Files.isReadable(slots), "root may read everything");
            ColonnadeException error =
                    assertThrows(
                            ColonnadeException.class,
                            () -> store.putIfAbsent("log/2", bytes("two")));
            assertEquals(ErrorCode.COMMIT_OUTCOME_UNKNOWN, error.code());
        } finally {
            Files.setPosixFilePermissions(slots, before);
        }
        assertFalse(store.putIfAbsent("log/2", bytes("two")), "the identical call settles it");
    }
}
