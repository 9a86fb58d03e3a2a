package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Locale;

/** The server's certificate, ready to encrypt connections. Thread-safe. */
final class TlsContext {
    /** Registered with IANA; what libpq 17 and later offer. */
    private static final String APPLICATION_PROTOCOL = "postgresql";

    private final SslContext context;
    private final byte[] endPoint;

    private TlsContext(SslContext context, byte[] endPoint) {
        this.context = context;
        this.endPoint = endPoint;
    }

    static TlsContext load(PgServerConfig.Tls files) {
        try (InputStream in = Files.newInputStream(files.certificate())) {
            X509Certificate certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            SslContext context =
                    SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile())
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2")
                            .applicationProtocolConfig(
                                    new ApplicationProtocolConfig(
                                            ApplicationProtocolConfig.Protocol.ALPN,
                                            ApplicationProtocolConfig.SelectorFailureBehavior
                                                    .NO_ADVERTISE,
                                            ApplicationProtocolConfig
                                                    .SelectedListenerFailureBehavior.ACCEPT,
                                            APPLICATION_PROTOCOL))
                            .build();
            return new TlsContext(context, endPoint(certificate));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ColonnadeException(
                    ErrorCode.CONFIG_FILE_ERROR,
                    "cannot use the certificate "
                            + files.certificate()
                            + " with the key "
                            + files.key()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** tls-server-end-point (RFC 5929): the certificate's hash by its signature's algorithm. */
    private static byte[] endPoint(X509Certificate certificate) throws GeneralSecurityException {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        String hash =
                signature.startsWith("SHA384")
                        ? "SHA-384"
                        : signature.startsWith("SHA512") ? "SHA-512" : "SHA-256";
        return MessageDigest.getInstance(hash).digest(certificate.getEncoded());
    }

    /** What a client binds its login to, so that nobody in between can relay it. */
    byte[] channelBinding() {
        return endPoint.clone();
    }

    SslHandler newHandler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }
}
