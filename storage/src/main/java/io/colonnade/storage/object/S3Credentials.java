package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Where the secrets of an S3 store come from: a properties file (accessKey, secretKey and, if there
 * is one, sessionToken) that nobody but its owner may read, or else the AWS SDK's chain: the
 * environment, the user's profile, the platform. Secrets are never parameters and never logged.
 */
final class S3Credentials {
    private static final Set<PosixFilePermission> OTHERS_READ =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private S3Credentials() {}

    static AwsCredentialsProvider provider(Optional<Path> file) {
        return file.isPresent()
                ? StaticCredentialsProvider.create(read(file.get()))
                : DefaultCredentialsProvider.builder().build();
    }

    private static AwsBasicCredentials basic(Properties properties, Path file) {
        return AwsBasicCredentials.create(
                required(properties, "accessKey", file), required(properties, "secretKey", file));
    }

    private static AwsCredentials read(Path file) {
        Properties properties = new Properties();
        try {
            checkPrivate(file);
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw error(
                    "cannot read credentials file " + file + ": " + e.getClass().getSimpleName());
        }
        AwsBasicCredentials basic = basic(properties, file);
        String token = properties.getProperty("sessionToken", "").strip();
        return token.isEmpty()
                ? basic
                : AwsSessionCredentials.create(basic.accessKeyId(), basic.secretAccessKey(), token);
    }

    private static void checkPrivate(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (OTHERS_READ.contains(permission)) {
                throw error("credentials file " + file + " can be read by others than its owner")
                        .hint("Run chmod 600 " + file + ".");
            }
        }
    }

    private static String required(Properties properties, String name, Path file) {
        String value = properties.getProperty(name, "").strip();
        if (value.isEmpty()) {
            throw error("credentials file " + file + " has no " + name);
        }
        return value;
    }

    private static ColonnadeException error(String message) {
        return new ColonnadeException(ErrorCode.CONFIG_FILE_ERROR, message);
    }
}
