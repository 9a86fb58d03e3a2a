package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.cli.FaultyProxy.Fault;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.object.ObjectStores;
import io.colonnade.storage.object.StoreSettings;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The S3 store while the way to the server loses, delays and breaks things. */
class S3FaultsTest {
    private static final long DEFAULT_SEED = 11;
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(600);

    @TempDir private static Path folder;

    private static DevS3 server;

    private FaultyProxy proxy;

    /** By way of the proxy, patient and not. */
    private ObjectStore store;

    private ObjectStore hasty;

    /** Past the proxy. */
    private ObjectStore direct;

    @BeforeAll
    static void startServer() throws IOException {
        server = DevS3.start(folder.resolve("s3"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open(TestInfo test) throws IOException {
        String prefix = "faults/" + test.getDisplayName().replaceAll("[^A-Za-z0-9]", "-");
        proxy = new FaultyProxy(server.port());
        String url = server.url(prefix, proxy.port());
        store = ObjectStores.open(url, StoreSettings.DEFAULT.withPatience(Duration.ofSeconds(20)));
        hasty = ObjectStores.open(url, StoreSettings.DEFAULT.withPatience(LITTLE_PATIENCE));
        direct = server.open(prefix);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        hasty.close();
        direct.close();
        proxy.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String get(ObjectStore store, String key) {
        return new String(store.get(key).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static ColonnadeException fails(ErrorCode code, Executable call) {
        ColonnadeException error = assertThrows(ColonnadeException.class, call);
        assertEquals(code, error.code(), error.getMessage());
        return error;
    }

    @Test
    void aConditionalPutWhoseReplyIsLostIsRecognised() {
        for (int i = 0; i < 10; i++) {
            proxy.next(Fault.LOSE_REPLY, 1 + i % 3);
            assertTrue(store.putIfAbsent("log/" + i, bytes("ours")), "log/" + i);
            assertEquals(0, proxy.clear());
        }
        direct.put("log/taken", List.of(bytes("ours")));
        proxy.next(Fault.LOSE_REPLY, 2);
        assertFalse(store.putIfAbsent("log/taken", bytes("ours")), "equal, but not this call's");
        assertEquals(0, proxy.clear());
    }

    @Test
    void anOutcomeThatStaysUnknownSaysSo() {
        proxy.next(Fault.LOSE_REPLY, 1_000);
        ColonnadeException error =
                fails(
                        ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                        () -> hasty.putIfAbsent("log/1", bytes("ours")));
        assertTrue(error.getMessage().contains("\"log/1\""), error.getMessage());
        assertTrue(proxy.clear() > 0);
        assertFalse(hasty.putIfAbsent("log/1", bytes("ours")), "the identical call settles it");
        assertEquals("ours", get(hasty, "log/1"));

        for (Fault fault : List.of(Fault.CUT_REQUEST, Fault.BUSY, Fault.CONFLICT)) {
            proxy.next(fault, 1_000);
            fails(
                    ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                    () -> hasty.putIfAbsent("log/" + fault, bytes("ours")));
            proxy.clear();
            assertTrue(hasty.putIfAbsent("log/" + fault, bytes("ours")), fault.toString());
        }
    }

    @Test
    void whatWasNeverSentIsCertainlyNotDone() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        StoreSettings settings = StoreSettings.DEFAULT.withPatience(LITTLE_PATIENCE);
        try (ObjectStore away = ObjectStores.open(server.url("faults/away", nobody), settings)) {
            ColonnadeException error =
                    fails(
                            ErrorCode.STORE_UNAVAILABLE,
                            () -> away.putIfAbsent("log/1", bytes("ours")));
            assertTrue(error.detail().contains("Tried "), error.detail());
            fails(ErrorCode.STORE_UNAVAILABLE, () -> away.get("log/1"));
            fails(ErrorCode.STORE_UNAVAILABLE, () -> away.list("", "", 1));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"ERROR_IN_BODY", "SILENCE"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyCallOutlivesAFewFaults(Fault fault) {
        proxy.next(fault, 2);
        store.put("k/x", List.of(bytes("hello "), bytes("world")));
        proxy.next(fault, 2);
        assertEquals("hello world", get(store, "k/x"));
        proxy.next(fault, 2);
        ByteBuffer part = ByteBuffer.allocate(5);
        store.read("k/x", 6, part);
        assertEquals("world", new String(part.array(), StandardCharsets.UTF_8));
        proxy.next(fault, 2);
        assertEquals(11, store.size("k/x"));
        proxy.next(fault, 2);
        assertEquals("k/x", store.list("", "", 5).getFirst().key());
        proxy.next(fault, 2);
        store.delete("k/x");
        int left = proxy.clear();
        // late replies are waited for, and half a reply is enough for a delete
        assertEquals(fault == Fault.DELAY_REPLY ? 6 : fault == Fault.CUT_REPLY ? 1 : 0, left);
        assertEquals(-1, direct.size("k/x"));
        fails(ErrorCode.UNDEFINED_FILE, () -> store.read("k/x", 0, ByteBuffer.allocate(1)));
    }

    @Test
    void aReplyThatBreaksOffIsReadAgain() {
        byte[] body = new byte[3 << 20];
        new SplittableRandom(5).nextBytes(body);
        direct.put("k/large", List.of(ByteBuffer.wrap(body)));
        proxy.next(Fault.CUT_REPLY, 3);
        assertArrayEquals(body, store.get("k/large").orElseThrow());
        proxy.next(Fault.CUT_REPLY, 3);
        ByteBuffer part = ByteBuffer.allocateDirect(1 << 20);
        store.read("k/large", 1 << 20, part);
        assertEquals(ByteBuffer.wrap(body, 1 << 20, 1 << 20), part.flip());
        assertEquals(0, proxy.clear());
    }

    /** The last step of an upload may fail after status 200, or succeed without a reply. */
    @Test
    void aLargeBodyOutlivesFaultsInEveryStep() {
        byte[] body = new byte[17 << 20];
        new SplittableRandom(6).nextBytes(body);
        String begin = "POST /[^ ]*uploads";
        String part = "PUT /";
        String end = "POST /[^ ]*uploadId=";
        List<ByteBuffer> buffers = List.of(ByteBuffer.wrap(body));
        for (String step : List.of(begin, part, end)) {
            proxy.onlyFor(step);
            proxy.next(Fault.LOSE_REPLY, 2);
            store.put("data/lost", buffers);
            assertEquals(0, proxy.clear(), step);
            assertArrayEquals(body, direct.get("data/lost").orElseThrow(), step);
            direct.delete("data/lost");
        }
        proxy.onlyFor(end);
        proxy.next(Fault.ERROR_IN_BODY, 2);
        store.put("data/error", buffers);
        assertEquals(0, proxy.clear());
        assertArrayEquals(body, direct.get("data/error").orElseThrow());
    }

    @Test
    void racesUnderFaultsHaveOneWinner() throws Exception {
        String given = System.getProperty("seed", "");
        long seed = given.isEmpty() ? DEFAULT_SEED : Long.parseLong(given);
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> faults =
                List.of(Fault.LOSE_REPLY, Fault.CUT_REQUEST, Fault.BUSY, Fault.DELAY_REPLY);
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (int round = 0; round < 15; round++) {
                String key = "log/" + round;
                for (int i = 0; i < 4; i++) {
                    proxy.next(faults.get(random.nextInt(faults.size())), 1);
                }
                List<Future<Boolean>> outcomes = new ArrayList<>();
                for (int w = 0; w < 6; w++) {
                    ByteBuffer body = bytes("writer " + w);
                    outcomes.add(pool.submit(() -> store.putIfAbsent(key, body)));
                }
                int winners = 0;
                for (int w = 0; w < outcomes.size(); w++) {
                    boolean won = outcomes.get(w).get();
                    winners += won ? 1 : 0;
                    assertEquals(
                            won, get(direct, key).equals("writer " + w), key + " seed " + seed);
                }
                assertEquals(1, winners, key + " seed " + seed);
            }
        }
    }

    @Test
    void wrongSecretsAndBucketsAreToldAtOnce() throws IOException {
        Path file = folder.resolve("wrong");
        Files.writeString(file, "accessKey=nobody\nsecretKey=secret-of-nobody\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String endpoint = "?endpoint=http://127.0.0.1:" + server.port() + "&credentials=";
        try (ObjectStore wrong =
                ObjectStores.open("s3://colonnade" + endpoint + file, StoreSettings.DEFAULT)) {
            for (Executable call :
                    List.<Executable>of(
                            () -> wrong.get("k/x"),
                            () -> wrong.putIfAbsent("k/x", bytes("x")),
                            () -> wrong.list("", "", 1))) {
                ColonnadeException error = fails(ErrorCode.IO_ERROR, call);
                assertTrue(error.getMessage().contains("InvalidAccessKeyId"), error.getMessage());
                assertEquals("Check the credentials and what they allow.", error.hint());
                assertFalse(error.toString().contains("secret-of-nobody"));
            }
        }
        String url = server.url("x").replace("s3://colonnade/x", "s3://no-such-bucket");
        try (ObjectStore wrong = ObjectStores.open(url, StoreSettings.DEFAULT)) {
            ColonnadeException error = fails(ErrorCode.IO_ERROR, () -> wrong.get("k/x"));
            assertTrue(error.getMessage().contains("NoSuchBucket"), error.getMessage());
            fails(ErrorCode.IO_ERROR, () -> wrong.list("", "", 1));
        }
    }
}
