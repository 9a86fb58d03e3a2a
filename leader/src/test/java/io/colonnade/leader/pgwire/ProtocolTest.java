package io.colonnade.leader.pgwire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.leader.pgwire.RawClient.Body;
import io.colonnade.leader.pgwire.RawClient.Reply;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The protocol's order of messages and its corners, spoken by hand. */
class ProtocolTest {
    private static final int V3 = 3 << 16;
    private static final Map<String, String> USER = Map.of("user", "tester");
    private static final byte[] NONE = {};
    private static final List<ResultColumn> NUMBER = List.of(ResultColumn.of("n", SqlType.BIGINT));

    private final TestServer server =
            new TestServer(
                    new MemoryBackend()
                            .query("SELECT n FROM few", NUMBER, TestBatches.numbers(3))
                            .query("SELECT n FROM many", NUMBER, TestBatches.numbers(3000))
                            .query(
                                    "SELECT i FROM intervals",
                                    List.of(
                                            ResultColumn.of("m", SqlType.INTERVAL_MONTH),
                                            ResultColumn.of("d", SqlType.INTERVAL_MICROS),
                                            ResultColumn.of("n", SqlType.decimal(20, 3)),
                                            new ResultColumn("o", SqlType.BIGINT, 26, 7, 1)),
                                    List.of(intervals())));

    private static Batch intervals() {
        Vector months = TestBatches.vector(SqlType.INTERVAL_MONTH, List.of(14));
        Vector micros = TestBatches.vector(SqlType.INTERVAL_MICROS, List.of(86_400_000_007L));
        Vector number =
                TestBatches.vector(SqlType.decimal(20, 3), List.of(new BigDecimal("-10000.5")));
        Vector oid = TestBatches.vector(SqlType.BIGINT, List.of(0xffff_fff0L));
        return TestBatches.batch(1, months, micros, number, oid);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private RawClient client() throws Exception {
        return new RawClient(server.server.port());
    }

    @Test
    void encryptionIsDeclinedWithoutCertificate() throws Exception {
        try (RawClient client = client()) {
            assertEquals('N', client.request(80877103, NONE).readByte());
            assertEquals('N', client.request(80877104, NONE).readByte());
            client.startup(V3, USER);
            assertTrue(client.types('Z').matches("RS+KZ"));
        }
    }

    @Test
    void newerProtocolsAreNegotiated() throws Exception {
        try (RawClient client = client()) {
            client.startup(V3 + 9999, Map.of("user", "tester", "_pq_.novelty", "1"));
            Reply negotiate = client.read();
            assertEquals('v', negotiate.type());
            assertEquals(V3 + 2, ByteBuffer.wrap(negotiate.body()).getInt());
            assertTrue(negotiate.text().contains("_pq_.novelty"));
            Reply reply = client.read();
            while (reply.type() != 'K') {
                reply = client.read();
            }
            assertEquals(4 + 32, reply.body().length);
        }
        try (RawClient client = client()) {
            client.startup(2 << 16, USER);
            assertTrue(client.read().text().contains("unsupported frontend protocol 2.0"));
            assertEquals(-1, client.readByte());
        }
    }

    @Test
    void startupSettings() throws Exception {
        try (RawClient client = client()) {
            client.startup(
                    V3,
                    Map.of(
                            "user", "tester",
                            "driver_version", "Redshift JDBC Driver 2.1",
                            "client_protocol_version", "3",
                            "extra_float_digits", "2",
                            "options", "-c query_group=etl --statement-timeout=5s"));
            client.types('Z');
            client.message('Q', new Body().text("SHOW query_group").toBytes());
            assertEquals('T', client.read().type());
            assertTrue(client.read().text().endsWith("etl"));
            client.types('Z');
            client.message('Q', new Body().text("SHOW statement_timeout").toBytes());
            assertEquals('T', client.read().type());
            assertTrue(client.read().text().endsWith("5s"));
            var state = server.registry.states().iterator().next();
            assertEquals("tester", state.database());
            assertEquals(
                    "Redshift JDBC Driver 2.1", state.clientProperties().get("driver_version"));
        }
    }

    @Test
    void unusableStartups() throws Exception {
        assertEquals("3D000", refusal(Map.of("user", "tester", "database", "nowhere")));
        assertEquals("28000", refusal(Map.of("database", "dev")));
        assertEquals("0A000", refusal(Map.of("user", "tester", "replication", "database")));
        assertEquals("22023", refusal(Map.of("user", "tester", "extra_float_digits", "99")));
    }

    private String refusal(Map<String, String> parameters) throws Exception {
        try (RawClient client = client()) {
            client.startup(V3, parameters);
            Reply reply = client.read();
            assertEquals('E', reply.type());
            assertTrue(reply.text().startsWith("SFATAL\0VFATAL\0C"), reply.text());
            assertEquals(-1, client.readByte());
            return reply.text().substring(15, 20);
        }
    }

    private static byte[] parse(String name, String sql) throws Exception {
        return RawClient.frame('P', new Body().text(name).text(sql).shorts(0).toBytes());
    }

    private static byte[] bind(String portal, String statement, int... formats) throws Exception {
        Body body = new Body().text(portal).text(statement).shorts(0, 0).shorts(formats.length);
        return RawClient.frame('B', body.shorts(formats).toBytes());
    }

    private static byte[] execute(String portal, int rows) throws Exception {
        return RawClient.frame('E', new Body().text(portal).ints(rows).toBytes());
    }

    private static byte[] describe(char kind, String name) throws Exception {
        Body body = new Body();
        body.write(kind);
        return RawClient.frame('D', body.text(name).toBytes());
    }

    private static byte[] sync() throws Exception {
        return RawClient.frame('S', NONE);
    }

    @Test
    void extendedProtocol() throws Exception {
        try (RawClient client = client().login()) {
            client.send(parse("s", "SELECT n FROM few"));
            client.send(describe('S', "s")).send(bind("p", "s")).send(describe('P', "p"));
            client.send(execute("p", 2)).send(execute("p", 2)).send(sync());
            assertEquals("1tT2TDDsDCZ", client.types('Z'));
            client.send(execute("p", 0)).send(bind("", "s")).send(sync());
            assertEquals("EZ", client.types('Z'));
            client.send(parse("", " ")).send(bind("", "")).send(describe('P', ""));
            client.send(execute("", 0)).send(sync());
            assertEquals("12nIZ", client.types('Z'));
            client.send(parse("s", "SELECT n FROM few")).send(sync());
            assertTrue(client.read().text().contains("C42P05"));
            assertEquals("Z", client.types('Z'));
            client.send(parse("", "SELECT n FROM few; SELECT n FROM few")).send(sync());
            assertEquals("EZ", client.types('Z'));
        }
    }

    @Test
    void everythingIsSkippedFromAnErrorToSync() throws Exception {
        try (RawClient client = client().login()) {
            client.send(parse("", "SELECT nothing")).send(bind("", "")).send(execute("", 0));
            client.message('Q', new Body().text("SELECT n FROM few").toBytes());
            client.send(sync());
            assertEquals("EZ", client.types('Z'));
            client.message('Q', new Body().text("SELECT n FROM few").toBytes());
            assertEquals("TDDDCZ", client.types('Z'));
        }
    }

    @Test
    void portalsLiveUntilTheTransactionEnds() throws Exception {
        try (RawClient client = client().login()) {
            client.message('Q', new Body().text("BEGIN").toBytes());
            assertEquals("CZ", client.types('Z'));
            client.send(parse("", "SELECT n FROM many")).send(bind("c1", ""));
            client.send(execute("c1", 1)).send(sync());
            assertEquals("12DsZ", client.types('Z'));
            client.message('Q', new Body().text("SELECT n FROM few").toBytes());
            client.types('Z');
            client.send(execute("c1", 1)).send(sync());
            assertEquals("DsZ", client.types('Z'));
            client.message('Q', new Body().text("COMMIT").toBytes());
            client.types('Z');
            client.send(execute("c1", 1)).send(sync());
            assertEquals("EZ", client.types('Z'));
        }
    }

    @Test
    void binaryForms() throws Exception {
        try (RawClient client = client().login()) {
            client.send(parse("", "SELECT i FROM intervals")).send(bind("", "", 1));
            client.send(describe('P', "")).send(execute("", 0)).send(sync());
            assertEquals("12", client.types('2'));
            assertEquals('T', client.read().type());
            ByteBuffer row = ByteBuffer.wrap(client.read().body());
            ByteBuffer expected = ByteBuffer.allocate(row.remaining());
            expected.putShort((short) 4);
            expected.putInt(16).putLong(0).putInt(0).putInt(14);
            expected.putInt(16).putLong(7).putInt(1).putInt(0);
            expected.putInt(14).putShort((short) 3).putShort((short) 1).putShort((short) 0x4000);
            expected.putShort((short) 3).putShort((short) 1).putShort((short) 0);
            expected.putShort((short) 5000);
            expected.putInt(4).putInt(-16);
            assertArrayEquals(expected.array(), row.array());
        }
    }

    @Test
    void wrongBindsAreErrorsOnly() throws Exception {
        try (RawClient client = client().login()) {
            Body two = new Body().text("").text("").shorts(0, 2).ints(-1, -1).shorts(0);
            client.send(parse("", "SELECT n FROM few")).message('B', two.toBytes());
            client.send(sync());
            assertEquals('1', client.read().type());
            assertTrue(client.read().text().contains("C08P01"));
            assertEquals("Z", client.types('Z'));
            client.send(parse("", "SELECT n FROM few")).send(bind("", "", 1, 1)).send(sync());
            assertEquals("1EZ", client.types('Z'));
            byte[] noText = {'S', 'E', (byte) 0xff, 0};
            client.message('Q', noText);
            assertTrue(client.read().text().contains("C22021"));
            assertEquals("Z", client.types('Z'));
        }
    }

    @Test
    void cancelNeedsTheRightKey() throws Exception {
        try (RawClient client = client()) {
            client.startup(V3, USER);
            Reply reply = client.read();
            while (reply.type() != 'K') {
                reply = client.read();
            }
            byte[] wrong = reply.body().clone();
            wrong[7] ^= 1;
            for (byte[] key : List.of(wrong, reply.body(), Arrays.copyOf(wrong, 40))) {
                try (RawClient canceler = client()) {
                    canceler.request(80877102, key);
                    assertEquals(-1, canceler.readByte());
                }
            }
            client.types('Z');
        }
    }

    @Test
    void pipelinedMessagesAreAnsweredInOrder() throws Exception {
        try (RawClient client = client().login()) {
            int rounds = 2000;
            Body all = new Body();
            for (int i = 0; i < rounds; i++) {
                all.write(parse("", "SELECT n FROM few"));
                all.write(bind("", ""));
                all.write(execute("", 0));
                all.write(sync());
            }
            Thread sender =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            client.send(all.toBytes());
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                    });
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                answers.add(client.types('Z'));
            }
            sender.join();
            assertTrue(answers.stream().allMatch("12DDDCZ"::equals));
        }
    }

    @Test
    void slowReadersHoldTheStatementBack() throws Exception {
        server.backend.query("SELECT n FROM endless", NUMBER, TestBatches.numbers(Long.MAX_VALUE));
        try (RawClient client = client().login()) {
            client.message('Q', new Body().text("SELECT n FROM endless").toBytes());
            assertEquals('T', client.read().type());
            for (int i = 0; i < 10_000; i++) {
                assertEquals('D', client.read().type());
            }
        }
        assertTrue(server.registry.awaitClosed(Duration.ofSeconds(5)));
    }

    @Test
    void copyIsCanceledWhileTheClientSendsNothing() throws Exception {
        server.backend.answer(
                "COPY t FROM STDIN",
                List.of(),
                List.of(),
                (state, parameters, cancellation) -> {
                    try (InputStream in = state.client().copyIn(1)) {
                        in.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return ResultStream.done(CommandTag.plain("COPY"));
                });
        try (RawClient client = client().login()) {
            client.message('Q', new Body().text("SET statement_timeout TO 50").toBytes());
            client.types('Z');
            client.message('Q', new Body().text("COPY t FROM STDIN").toBytes());
            assertEquals('G', client.read().type());
            client.message('d', new byte[] {'x'});
            assertTrue(client.read().text().contains("C57014"));
            assertEquals("Z", client.types('Z'));
            client.message('c', NONE);
            client.message('Q', new Body().text("SELECT n FROM few").toBytes());
            assertEquals("TDDDCZ", client.types('Z'));
        }
    }

    @Test
    void idleSessionsEndAfterTheirTimeout() throws Exception {
        try (RawClient client = client().login()) {
            client.message('Q', new Body().text("SET idle_session_timeout TO 30").toBytes());
            client.types('Z');
            assertTrue(client.read().text().contains("C57P05"));
            assertEquals(-1, client.readByte());
        }
    }

    @Test
    void loginsTakeLimitedTime() throws Exception {
        PgServerConfig config =
                PgServerConfig.of("127.0.0.1", 0).withAuthenticationTimeout(Duration.ofMillis(50));
        try (TestServer impatient = new TestServer(new MemoryBackend(), config, 5);
                RawClient client = new RawClient(impatient.server.port())) {
            assertEquals(-1, client.readByte());
        }
    }
}
