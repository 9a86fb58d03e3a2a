package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

import java.net.URI;
import java.time.Duration;

/** Makes the AWS SDK's client: one pool of connections, no retries and no checksums of its own. */
final class S3Clients {
    /** Enough for every worker to have some ranges on the way, few enough for any server. */
    private static final int MOST_CONNECTIONS = 128;

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** No byte for so long means that the other side or the way to it is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /** Services that are not Amazon's mostly do not care; the signature needs some name. */
    private static final Region ANY_REGION = Region.US_EAST_1;

    private S3Clients() {}

    static S3Client open(StoreSettings settings) {
        boolean pathStyle = settings.pathStyle().orElse(settings.endpoint().isPresent());
        var builder =
                S3Client.builder()
                        .region(region(settings))
                        .credentialsProvider(S3Credentials.provider(settings.credentials()))
                        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(
                                S3Configuration.builder()
                                        .pathStyleAccessEnabled(pathStyle)
                                        .chunkedEncodingEnabled(false)
                                        .build())
                        .httpClientBuilder(
                                Apache5HttpClient.builder()
                                        .maxConnections(MOST_CONNECTIONS)
                                        .connectionTimeout(CONNECT)
                                        .connectionAcquisitionTimeout(SILENCE)
                                        .socketTimeout(SILENCE)
                                        .tcpKeepAlive(true));
        settings.endpoint().ifPresent(endpoint -> builder.endpointOverride(endpoint(endpoint)));
        return builder.build();
    }

    private static Region region(StoreSettings settings) {
        if (settings.region().isPresent()) {
            return Region.of(settings.region().get());
        }
        if (settings.endpoint().isPresent()) {
            return ANY_REGION;
        }
        try {
            return new DefaultAwsRegionProviderChain().getRegion();
        } catch (SdkClientException e) {
            throw new ColonnadeException(
                            ErrorCode.CONFIG_FILE_ERROR, "the bucket's region is not known", e)
                    .hint("Add ?region=REGION to the store's URL, or set AWS_REGION.");
        }
    }

    private static URI endpoint(String text) {
        if (!text.startsWith("http://") && !text.startsWith("https://")) {
            throw new ColonnadeException(
                    ErrorCode.CONFIG_FILE_ERROR,
                    "the endpoint of an object store is an http: or https: URL, not \""
                            + text
                            + "\"");
        }
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ColonnadeException(
                    ErrorCode.CONFIG_FILE_ERROR, "\"" + text + "\" is not a URL", e);
        }
    }
}
