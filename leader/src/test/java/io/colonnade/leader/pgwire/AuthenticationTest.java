package io.colonnade.leader.pgwire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.leader.pgwire.RawClient.Body;
import io.colonnade.leader.session.Login;
import io.colonnade.leader.session.ScramVerifier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.util.Map;

/** Logins by password through pgjdbc, plain and under TLS. */
class AuthenticationTest {
    private static final String PASSWORD = "pässword with 'quotes'";

    private static MemoryBackend backend() {
        ScramVerifier verifier = ScramVerifier.create(PASSWORD, new SecureRandom());
        return new MemoryBackend()
                .user(new Login("alice", verifier.toString(), true, -1))
                .user(new Login("bob", null, false, -1))
                .user(new Login("carol", verifier.toString(), false, 1));
    }

    private static Map<String, String> as(String user, String password) {
        return Map.of("user", user, "password", password);
    }

    private static String refusal(TestServer server, Map<String, String> options) {
        return assertThrows(PSQLException.class, () -> server.connect(options)).getSQLState();
    }

    @Test
    void passwords() throws Exception {
        try (TestServer server = new TestServer(backend())) {
            server.connect(as("alice", PASSWORD)).close();
            assertEquals("28P01", refusal(server, as("alice", "wrong")));
            assertEquals("28P01", refusal(server, as("bob", PASSWORD)));
            assertEquals("28P01", refusal(server, as("mallory", PASSWORD)));
            try (Connection one = server.connect(as("carol", PASSWORD))) {
                assertEquals("53300", refusal(server, as("carol", PASSWORD)));
                assertTrue(one.isValid(1));
            }
        }
    }

    @Test
    void unknownUsersGetTheSameSaltEveryTime() throws Exception {
        try (TestServer server = new TestServer(backend())) {
            assertEquals(salt(server, "nobody"), salt(server, "nobody"));
            assertFalse(salt(server, "nobody").equals(salt(server, "somebody")));
        }
    }

    private static String salt(TestServer server, String user) throws Exception {
        try (RawClient client = new RawClient(server.server.port())) {
            client.startup(3 << 16, Map.of("user", user));
            assertTrue(client.read().text().contains("SCRAM-SHA-256"));
            String first = "n,,n=,r=abc";
            Body initial = new Body().text("SCRAM-SHA-256").ints(first.length());
            initial.writeBytes(first);
            client.message('p', initial.toBytes());
            String answer = client.read().text();
            return answer.substring(answer.indexOf("s="), answer.indexOf(",i="));
        }
    }

    @Test
    void brokenScramMessages() throws Exception {
        try (TestServer server = new TestServer(backend())) {
            String[] broken = {
                "", "n", "n,,", "n,,n=,r=", "x,,n=,r=a", "p=tls-unique,,n=,r=a", "n,a=b,n=,r=a"
            };
            for (String first : broken) {
                try (RawClient client = new RawClient(server.server.port())) {
                    client.startup(3 << 16, Map.of("user", "alice"));
                    client.read();
                    Body initial = new Body().text("SCRAM-SHA-256").ints(first.length());
                    initial.writeBytes(first);
                    client.message('p', initial.toBytes());
                    assertEquals('E', client.read().type(), first);
                    assertEquals(-1, client.readByte());
                }
            }
        }
    }

    @Test
    void underTls(@TempDir Path directory) throws Exception {
        PgServerConfig config =
                PgServerConfig.of("127.0.0.1", 0).withTls(TestCertificate.create(directory));
        try (TestServer server = new TestServer(backend(), config, 10)) {
            for (String binding : new String[] {"disable", "prefer", "require"}) {
                Map<String, String> options =
                        Map.of(
                                "user",
                                "alice",
                                "password",
                                PASSWORD,
                                "sslmode",
                                "require",
                                "channelBinding",
                                binding);
                server.connect(options).close();
            }
            Map<String, String> direct =
                    Map.of(
                            "user", "alice",
                            "password", PASSWORD,
                            "sslmode", "require",
                            "sslNegotiation", "direct");
            server.connect(direct).close();
            server.connect(as("alice", PASSWORD)).close();
        }
    }

    @Test
    void strangersNeedTlsAndAPassword() throws Exception {
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {10, 1, 2, 3});
        MemoryBackend open = new MemoryBackend();
        assertThrows(
                RuntimeException.class,
                () -> new Authentication(open, false).login("x", elsewhere, null, null, null));
        assertThrows(
                RuntimeException.class,
                () -> new Authentication(open, true).login("x", elsewhere, null, null, null));
        InetAddress here = InetAddress.getLoopbackAddress();
        assertEquals(null, new Authentication(open, false).login("x", here, null, null, null));
    }

    @Test
    void failuresSlowTheirAddressDown() {
        assertEquals(0, FailedLogins.delayMillis(3));
        assertEquals(250, FailedLogins.delayMillis(4));
        assertEquals(4000, FailedLogins.delayMillis(100));
    }

    @Test
    void missingCertificate() {
        PgServerConfig config =
                PgServerConfig.of("127.0.0.1", 0)
                        .withTls(new PgServerConfig.Tls(Path.of("none.crt"), Path.of("none.key")));
        String message =
                assertThrows(
                                RuntimeException.class,
                                () -> new PgServer(config, new MemoryBackend(), null))
                        .getMessage();
        assertTrue(message.startsWith("cannot use the certificate none.crt"), message);
    }
}
