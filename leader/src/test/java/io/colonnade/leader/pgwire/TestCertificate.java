package io.colonnade.leader.pgwire;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** A self-signed certificate made by the JDK's own tool. */
final class TestCertificate {
    private TestCertificate() {}

    static PgServerConfig.Tls create(Path directory) throws Exception {
        Path store = directory.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("keytool.txt").toFile())
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(directory.resolve("keytool.txt")));
        }
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        Path certificate = directory.resolve("server.crt");
        Path key = directory.resolve("server.key");
        write(certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
        write(key, "PRIVATE KEY", keys.getKey("server", password).getEncoded());
        return new PgServerConfig.Tls(certificate, key);
    }

    private static void write(Path file, String kind, byte[] bytes) throws Exception {
        String text =
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
        Files.writeString(file, text);
    }
}
