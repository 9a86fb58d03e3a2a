package io.colonnade.leader.pgwire;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the PostgreSQL front end listens.
 *
 * @param host address to listen on
 * @param port 0 = any free one
 * @param tls certificate and key, or null for no TLS
 * @param plaintextFromAfar whether clients on other hosts may do without TLS
 * @param messageLimitBytes longest message of a client
 * @param authenticationTimeout from connecting until the client is let in
 */
public record PgServerConfig(
        String host,
        int port,
        Tls tls,
        boolean plaintextFromAfar,
        int messageLimitBytes,
        Duration authenticationTimeout) {
    /** Redshift's port. */
    public static final int DEFAULT_PORT = 5439;

    private static final int DEFAULT_MESSAGE_LIMIT_BYTES = 64 << 20;
    private static final int LEAST_MESSAGE_LIMIT_BYTES = 1 << 16;

    /** An attacker may hold a connection this long; libpq needs some milliseconds. */
    private static final Duration DEFAULT_AUTHENTICATION_TIMEOUT = Duration.ofSeconds(10);

    /** PEM files: the certificate chain, and its PKCS 8 private key. */
    public record Tls(Path certificate, Path key) {}

    public PgServerConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 0 .. 65535");
        }
        if (messageLimitBytes < LEAST_MESSAGE_LIMIT_BYTES) {
            throw new IllegalArgumentException(
                    "message limit must be at least " + LEAST_MESSAGE_LIMIT_BYTES + " bytes");
        }
    }

    /** Defaults, without TLS. */
    public static PgServerConfig of(String host, int port) {
        return new PgServerConfig(
                host,
                port,
                null,
                false,
                DEFAULT_MESSAGE_LIMIT_BYTES,
                DEFAULT_AUTHENTICATION_TIMEOUT);
    }

    public PgServerConfig withTls(Tls files) {
        return new PgServerConfig(
                host, port, files, plaintextFromAfar, messageLimitBytes, authenticationTimeout);
    }

    public PgServerConfig withPlaintextFromAfar(boolean allowed) {
        return new PgServerConfig(
                host, port, tls, allowed, messageLimitBytes, authenticationTimeout);
    }

    public PgServerConfig withMessageLimitBytes(int bytes) {
        return new PgServerConfig(host, port, tls, plaintextFromAfar, bytes, authenticationTimeout);
    }

    public PgServerConfig withAuthenticationTimeout(Duration timeout) {
        return new PgServerConfig(host, port, tls, plaintextFromAfar, messageLimitBytes, timeout);
    }
}
