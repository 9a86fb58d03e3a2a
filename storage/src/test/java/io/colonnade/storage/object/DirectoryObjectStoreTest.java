package io.colonnade.storage.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
        assertEquals(List.of("log/1", "log/2", "log/3"), store.list("log/", "", 10));
        assertEquals(List.of("log/2"), store.list("log/", "log/1", 1));
        assertEquals(List.of(), store.list("nothing/", "", 10));
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
    void sweepsWhatAKilledWriterLeft() throws Exception {
        Path left = folder.resolve("bucket/.tmp/half-written");
        Files.writeString(left, "half");
        DirectoryObjectStore again = new DirectoryObjectStore(folder.resolve("bucket"));
        assertFalse(Files.exists(left));
        assertEquals(List.of(), again.list("", "", 10));
    }
}
