package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.SessionRegistry;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;

/** A server on a free port of the loopback interface. */
final class TestServer implements AutoCloseable {
    final MemoryBackend backend;
    final SessionRegistry registry;
    final PgServer server;

    TestServer(MemoryBackend backend) {
        this(backend, PgServerConfig.of("127.0.0.1", 0), 100);
    }

    TestServer(MemoryBackend backend, PgServerConfig config, int sessions) {
        this.backend = backend;
        registry = new SessionRegistry(sessions, Clock.systemUTC());
        server = new PgServer(config, backend, registry).start();
    }

    Connection connect(Map<String, String> options) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", "tester");
        properties.put("sslmode", "disable");
        properties.putAll(options);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/dev", properties);
    }

    Connection connect() throws SQLException {
        return connect(Map.of());
    }

    @Override
    public void close() {
        server.close();
        registry.close();
    }
}
