package io.colonnade.leader.pgwire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ErrorCode;
import io.colonnade.leader.pgwire.RawClient.Body;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.Map;
import java.util.Random;

/** Framing, and that no bytes whatever do harm. */
class FrontendDecoderTest {
    private static final int LIMIT = 1 << 16;

    private static byte[] startup() throws IOException {
        Body body = new Body().ints(0, 3 << 16).text("user").text("me").text("driver").text("1");
        body.write(0);
        byte[] bytes = body.toBytes();
        bytes[3] = (byte) bytes.length;
        return bytes;
    }

    private static EmbeddedChannel channel(boolean authenticated) {
        FrontendDecoder decoder = new FrontendDecoder(LIMIT);
        if (authenticated) {
            decoder.setAuthenticated();
        }
        return new EmbeddedChannel(decoder);
    }

    private static EmbeddedChannel started() throws IOException {
        EmbeddedChannel channel = channel(true);
        channel.writeInbound(Unpooled.wrappedBuffer(startup()));
        FrontendMessage.Startup startup =
                assertInstanceOf(FrontendMessage.Startup.class, channel.readInbound());
        assertEquals(Map.of("user", "me", "driver", "1"), startup.parameters());
        return channel;
    }

    private static String problem(EmbeddedChannel channel, byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        FrontendMessage.Malformed malformed =
                assertInstanceOf(FrontendMessage.Malformed.class, channel.readInbound());
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'S', 0, 0, 0, 4}));
        assertNull(channel.readInbound());
        assertEquals(ErrorCode.PROTOCOL_VIOLATION, malformed.error().code());
        return malformed.error().getMessage();
    }

    /** All the kinds of messages, well-formed. */
    private static byte[] conversation() throws IOException {
        Body all = new Body();
        all.write(RawClient.frame('Q', new Body().text("SELECT 'é'").toBytes()));
        all.write(
                RawClient.frame(
                        'P', new Body().text("s").text("SELECT $1").shorts(1).ints(23).toBytes()));
        Body bind = new Body().text("p").text("s").shorts(1, 1, 2).ints(4, 7, -1);
        all.write(RawClient.frame('B', bind.shorts(2, 0, 1).toBytes()));
        all.write(RawClient.frame('D', new Body().text("Sname").toBytes()));
        all.write(RawClient.frame('E', new Body().text("p").ints(100).toBytes()));
        all.write(RawClient.frame('C', new Body().text("Pp").toBytes()));
        all.write(RawClient.frame('H', new byte[0]));
        all.write(RawClient.frame('S', new byte[0]));
        all.write(RawClient.frame('d', new byte[] {1, 2, 3}));
        all.write(RawClient.frame('c', new byte[0]));
        all.write(RawClient.frame('f', new Body().text("why").toBytes()));
        all.write(RawClient.frame('F', new byte[] {9, 9}));
        all.write(RawClient.frame('X', new byte[0]));
        return all.toBytes();
    }

    @Test
    void bytesMayComeOneByOne() throws IOException {
        EmbeddedChannel channel = started();
        StringBuilder kinds = new StringBuilder();
        for (byte b : conversation()) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
            for (Object o = channel.readInbound(); o != null; o = channel.readInbound()) {
                kinds.append(o.getClass().getSimpleName()).append(' ');
            }
        }
        assertEquals(
                "Query Parse Bind Describe Execute Close Flush Sync CopyData CopyDone CopyFail"
                        + " FunctionCall Terminate ",
                kinds.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "Q, 3, invalid message length",
        "Q, -1, invalid message length",
        "Q, 65537, invalid message length",
        "S, 5, invalid message length",
        "E, 65537, invalid message length",
        "?, 4, invalid frontend message type 63",
    })
    void badFrames(char type, int length, String message) throws IOException {
        Body body = new Body();
        body.write(type);
        assertEquals(message, problem(started(), body.ints(length).toBytes()));
    }

    @ParameterizedTest
    @CsvSource({"7", "10001", "-1", "1195725856"})
    void badStartupLengths(int length) throws IOException {
        assertEquals(
                "invalid length of startup packet",
                problem(channel(false), new Body().ints(length, 0).toBytes()));
    }

    @Test
    void nothingInClearBehindAnEncryptionRequest() throws IOException {
        assertTrue(
                problem(channel(false), new Body().ints(8, 80877103, 1).toBytes())
                        .contains("unencrypted data"));
    }

    @Test
    void onlyPasswordsBeforeTheLogin() throws IOException {
        EmbeddedChannel channel = channel(false);
        channel.writeInbound(Unpooled.wrappedBuffer(startup()));
        assertNotNull(channel.readInbound());
        byte[] query = RawClient.frame('Q', new Body().text("SELECT 1").toBytes());
        assertTrue(problem(channel, query).startsWith("expected authentication response"));
    }

    @Test
    void bodiesThatEndTooEarlyOrTooLate() throws IOException {
        byte[] unended = RawClient.frame('Q', new byte[] {'a'});
        assertEquals("invalid string in message", problem(started(), unended));
        byte[] more = RawClient.frame('Q', new byte[] {'a', 0, 'b'});
        assertEquals("invalid message format", problem(started(), more));
        byte[] bind = RawClient.frame('B', new Body().text("").text("").shorts(0, 9).toBytes());
        assertEquals("insufficient data left in message", problem(started(), bind));
        byte[] kind = RawClient.frame('D', new Body().text("Qx").toBytes());
        assertEquals("invalid DESCRIBE message subtype 81", problem(started(), kind));
    }

    @Test
    void mutatedBytesNeverThrow() throws IOException {
        Random random = new Random(Long.getLong("seed", 20_240_229L));
        byte[] startup = startup();
        byte[] conversation = conversation();
        for (int round = 0; round < 20_000; round++) {
            EmbeddedChannel channel = channel(random.nextBoolean());
            channel.writeInbound(Unpooled.wrappedBuffer(Mutations.of(startup, random, 4)));
            channel.writeInbound(Unpooled.wrappedBuffer(Mutations.of(conversation, random, 1)));
            for (Object o = channel.readInbound(); o != null; o = channel.readInbound()) {
                assertInstanceOf(FrontendMessage.class, o);
            }
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void mutatedConversationsLeaveTheServerAlive() throws Exception {
        Random random = new Random(Long.getLong("seed", 20_240_229L));
        byte[] startup = startup();
        byte[] conversation = conversation();
        try (TestServer server = new TestServer(new MemoryBackend())) {
            for (int round = 0; round < 1500; round++) {
                try (RawClient client = new RawClient(server.server.port())) {
                    client.send(Mutations.of(startup, random, round % 4 == 0 ? 1 : 0));
                    client.send(Mutations.of(conversation, random, 1));
                    client.closeOutput();
                    for (int b = 0; b >= 0; b = client.readByte()) {
                        continue;
                    }
                } catch (IOException e) {
                    assertNotNull(e, "a connection may be cut");
                }
            }
            server.connect().close();
        }
    }
}
