package io.colonnade.storage.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.seam.Clock;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What a server does with a bucket before it uses it. */
class BucketIdentityTest {
    @TempDir private Path folder;
    private ObjectStore store;

    @BeforeEach
    void open() {
        store = new DirectoryObjectStore(folder);
    }

    private BucketIdentity claim() {
        return BucketIdentity.claim(store, Clock.system());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Everything below the folder, with the content of files. */
    private Map<Path, String> everything() throws IOException {
        Map<Path, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                boolean file = Files.isRegularFile(path);
                all.put(path, file ? Files.readString(path, StandardCharsets.ISO_8859_1) : "/");
            }
        }
        return all;
    }

    private ColonnadeException refused() throws IOException {
        Map<Path, String> before = everything();
        ColonnadeException error = assertThrows(ColonnadeException.class, this::claim);
        assertEquals(before, everything());
        assertEquals(ErrorCode.CONFIG_FILE_ERROR, error.code());
        assertTrue(error.getMessage().contains(folder.toString()), error.getMessage());
        return error;
    }

    @Test
    void anEmptyBucketGetsAnIdentityOnce() {
        BucketIdentity first = claim();
        assertEquals(first, claim());
        Duration age = Duration.between(first.created(), Instant.now());
        assertTrue(age.toSeconds() >= 0 && age.toMinutes() < 5, "created " + first.created());
        store.put("log/1", List.of(bytes("a slot")));
        assertEquals(first, claim());
    }

    @Test
    void allWhoStartAtOnceGetTheSame() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<BucketIdentity>> claims = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                claims.add(this::claim);
            }
            Set<BucketIdentity> seen = new HashSet<>();
            for (Future<BucketIdentity> claim : pool.invokeAll(claims)) {
                seen.add(claim.get());
            }
            assertEquals(1, seen.size());
        }
    }

    @Test
    void refusesAForeignBucket() throws IOException {
        Files.writeString(folder.resolve("holiday.jpg"), "a picture");
        assertTrue(refused().getMessage().contains("\"holiday.jpg\""));
    }

    @Test
    void refusesANewerFormat() throws IOException {
        store.put("warehouse", List.of(bytes("colonnade warehouse\nformat 7\nsomething new\n")));
        assertTrue(refused().getMessage().contains("it has format 7, this server reads format 1"));
    }

    @Test
    void refusesEveryFlippedBit() throws IOException {
        claim();
        Path file = folder.resolve("warehouse");
        byte[] good = Files.readAllBytes(file);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(file, bad);
            refused();
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(file, Arrays.copyOf(good, length));
            refused();
        }
    }

    /** Services that know S3's requests but not its conditions exist. */
    @Test
    void refusesAServiceWithoutConditions() {
        ObjectStore unconditional =
                (ObjectStore)
                        Proxy.newProxyInstance(
                                ObjectStore.class.getClassLoader(),
                                new Class<?>[] {ObjectStore.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("putIfAbsent")) {
                                        store.put(
                                                (String) arguments[0],
                                                List.of((ByteBuffer) arguments[1]));
                                        return true;
                                    }
                                    return method.invoke(store, arguments);
                                });
        for (int start = 0; start < 2; start++) {
            ColonnadeException error =
                    assertThrows(
                            ColonnadeException.class,
                            () -> BucketIdentity.claim(unconditional, Clock.system()));
            assertTrue(error.getMessage().contains("If-None-Match"), error.getMessage());
        }
    }

    @Test
    void refusesSomebodyElsesObjectOfTheSameName() throws IOException {
        store.put("warehouse", List.of(bytes("rows of boxes")));
        assertTrue(refused().getMessage().contains("damaged or not a warehouse's"));
    }
}
