package io.colonnade.storage.object;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What opening a store needs beside its URL; parameters of the URL win over these. Directory stores
 * need none of it. There is no field for secrets: they come from the file, the environment or the
 * platform, see {@link S3Credentials}.
 *
 * @param endpoint http: or https: address of an S3 service other than Amazon's
 * @param region of the bucket
 * @param pathStyle whether the bucket is part of the path rather than of the host name; by default
 *     it is if there is an endpoint
 * @param credentials file with accessKey and secretKey
 * @param patience how long a call tries again while the store does not answer
 */
public record StoreSettings(
        Optional<String> endpoint,
        Optional<String> region,
        Optional<Boolean> pathStyle,
        Optional<Path> credentials,
        Duration patience) {
    /** Longer than a fail-over of common stores takes, shorter than most clients wait. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

    public static final StoreSettings DEFAULT =
            new StoreSettings(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    DEFAULT_PATIENCE);

    public StoreSettings withEndpoint(String value) {
        return new StoreSettings(Optional.of(value), region, pathStyle, credentials, patience);
    }

    public StoreSettings withRegion(String value) {
        return new StoreSettings(endpoint, Optional.of(value), pathStyle, credentials, patience);
    }

    public StoreSettings withPathStyle(boolean value) {
        return new StoreSettings(endpoint, region, Optional.of(value), credentials, patience);
    }

    public StoreSettings withCredentials(Path file) {
        return new StoreSettings(endpoint, region, pathStyle, Optional.of(file), patience);
    }

    public StoreSettings withPatience(Duration value) {
        return new StoreSettings(endpoint, region, pathStyle, credentials, value);
    }
}
