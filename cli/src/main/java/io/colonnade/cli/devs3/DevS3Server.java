package io.colonnade.cli.devs3;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * An S3 server on loopback that keeps its buckets in a folder, over restarts. It survives being
 * killed, but does not sync its files: a machine that loses power may lose what was written last.
 * Made and closed by one thread; serves on threads of its own.
 */
public final class DevS3Server implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MOST_THREADS = 100;
    private static final int SECRET_BYTES = 24;

    private final S3Proxy server;

    private DevS3Server(S3Proxy server) {
        this.server = server;
    }

    /**
     * Returns when it takes requests.
     *
     * @param secrets file with the clients' credentials, made if it is not there
     * @param port 0 for any free one
     * @param bucket made if it is not there
     */
    public static DevS3Server start(Path folder, Path secrets, int port, String bucket) {
        try {
            Path buckets = Files.createDirectories(folder.resolve("buckets"));
            Properties credentials = credentials(secrets);
            AtomicBlobStore store =
                    new AtomicBlobStore(
                            new FilesystemNio2BlobStore(buckets.toAbsolutePath().toString()));
            if (!store.containerExists(bucket)) {
                store.createContainer(bucket);
            }
            S3Proxy server =
                    S3Proxy.builder()
                            .blobStore(store)
                            .awsAuthentication(
                                    AuthenticationType.AWS_V4,
                                    credentials.getProperty("accessKey"),
                                    credentials.getProperty("secretKey"))
                            .endpoint(URI.create("http://" + LOOPBACK + ":" + port))
                            .jettyMaxThreads(MOST_THREADS)
                            .build();
            server.start();
            return new DevS3Server(server);
        } catch (Exception e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR,
                    "cannot start the S3 server on port " + port + ": " + e.getMessage(),
                    e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Secrets of an earlier run, or new ones that only the owner can read. */
    private static Properties credentials(Path file) throws IOException {
        if (!Files.exists(file)) {
            SecureRandom random = new SecureRandom();
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(
                    draft,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    draft, "accessKey=" + hex(random) + "\nsecretKey=" + hex(random) + "\n");
            Files.move(draft, file);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    private static String hex(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR, "cannot stop the S3 server: " + e.getMessage(), e);
        }
    }
}
