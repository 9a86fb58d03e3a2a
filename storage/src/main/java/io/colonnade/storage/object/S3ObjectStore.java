package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.seam.Clock;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A bucket of an S3 service, or the part of one below a prefix. Every body goes with its CRC32C,
 * which the service checks and keeps with the object; whole objects are checked again when they are
 * read. Requests that may succeed later are sent again, see {@link Retries}. Thread-safe; calls
 * block, those that only read or write objects until {@link StoreWaits} end.
 */
final class S3ObjectStore implements ObjectStore {
    /** Names of what is kept with each object. */
    static final String CRC_METADATA = "crc32c";

    static final String CALL_METADATA = "call";

    private static final int LIST_PAGE = 1_000;

    /** More replies than this do not break off in their headers one after the other. */
    private static final int LOOKS = 3;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final Retries retries;
    private final S3Upload upload;

    private S3ObjectStore(S3Client client, String bucket, String prefix, Retries retries) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.retries = retries;
        this.upload = new S3Upload(this, client, bucket);
    }

    /** Sends nothing yet. The prefix is empty or ends with a slash. */
    static S3ObjectStore open(String bucket, String prefix, StoreSettings settings, Clock clock) {
        return new S3ObjectStore(
                S3Clients.open(settings), bucket, prefix, new Retries(clock, settings.patience()));
    }

    @Override
    public void put(String key, List<ByteBuffer> body) {
        StoreWaits.await(
                () -> {
                    putNow(key, body);
                    return null;
                });
    }

    private void putNow(String key, List<ByteBuffer> body) {
        if (BufferStream.length(body) > S3Upload.MOST_IN_ONE_BYTES) {
            upload.put(key, body);
            return;
        }
        PutObjectRequest request = putRequest(key, body, UUID.randomUUID().toString()).build();
        RequestBody content = content(body);
        call("write", key, () -> client.putObject(request, content));
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        List<ByteBuffer> parts = List.of(body);
        String call = UUID.randomUUID().toString();
        PutObjectRequest request = putRequest(key, parts, call).ifNoneMatch("*").build();
        RequestBody content = content(parts);
        Retries.Attempts attempts = retries.start();
        boolean unanswered = false;
        while (true) {
            S3Failure failure;
            try {
                client.putObject(request, content);
                return true;
            } catch (SdkException e) {
                failure = S3Failure.of(e);
            }
            if (failure.kind() == S3Failure.Kind.EXISTS) {
                return unanswered && isOurs(key, call);
            }
            unanswered |= failure.kind() == S3Failure.Kind.UNKNOWN;
            if (!failure.mayPass() || !attempts.next()) {
                throw unanswered
                        ? outcomeUnknown(key, failure.reason(), attempts.summary(), failure.cause())
                        : failure.toException(action("create", key), place(), attempts.summary());
            }
        }
    }

    /** Whether the object that exists is what an attempt without an answer made after all. */
    private boolean isOurs(String key, String call) {
        try {
            return isMadeBy(key, call);
        } catch (ColonnadeException e) {
            throw outcomeUnknown(key, e.getMessage(), "", e);
        }
    }

    /** Whether the object that is there now was made by this call of this process. */
    boolean isMadeBy(String key, String call) {
        String found = null;
        // a reply that broke off may lack what tells it, and so does an object of somebody else
        for (int look = 0; found == null && look < LOOKS; look++) {
            found = head(key).map(object -> object.metadata().get(CALL_METADATA)).orElse(null);
        }
        return call.equals(found);
    }

    private ColonnadeException outcomeUnknown(
            String key, String reason, String tried, Exception cause) {
        return new ColonnadeException(
                        ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                        "it is unknown whether object \"" + key + "\" was created: " + reason,
                        cause)
                .detail("The store is " + place() + ". " + tried);
    }

    private PutObjectRequest.Builder putRequest(String key, List<ByteBuffer> body, String call) {
        int crc = BufferStream.crc32c(body);
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(prefix + key)
                .contentLength(BufferStream.length(body))
                .checksumCRC32C(base64(crc))
                .metadata(metadata(crc, call));
    }

    static Map<String, String> metadata(int crc, String call) {
        return Map.of(CRC_METADATA, Integer.toHexString(crc), CALL_METADATA, call);
    }

    static String base64(int crc) {
        return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(crc).array());
    }

    static RequestBody content(List<ByteBuffer> body) {
        return RequestBody.fromContentProvider(
                () -> new BufferStream(body),
                BufferStream.length(body),
                "application/octet-stream");
    }

    @Override
    public Optional<byte[]> get(String key) {
        return StoreWaits.await(
                () ->
                        callUnlessAbsent(
                                        "read",
                                        key,
                                        () ->
                                                client.getObject(
                                                        request ->
                                                                request.bucket(bucket)
                                                                        .key(prefix + key),
                                                        S3Ranges.whole(CRC_METADATA)))
                                .map(object -> checked(key, object)));
    }

    /** Objects that somebody else wrote have no checksum of ours. */
    private static byte[] checked(String key, S3Ranges.Whole object) {
        String actual =
                Integer.toHexString(BufferStream.crc32c(List.of(ByteBuffer.wrap(object.bytes()))));
        if (object.crc() != null && !object.crc().equals(actual)) {
            throw new ColonnadeException(
                    ErrorCode.DATA_CORRUPTED,
                    "object \""
                            + key
                            + "\" has checksum "
                            + actual
                            + " instead of "
                            + object.crc());
        }
        return object.bytes();
    }

    @Override
    public void read(String key, long offset, ByteBuffer target) {
        if (target.hasRemaining()) {
            StoreWaits.await(
                    () -> {
                        readNow(key, offset, target);
                        return null;
                    });
        }
    }

    private void readNow(String key, long offset, ByteBuffer target) {
        int start = target.position();
        long last = offset + target.remaining() - 1;
        int got =
                callUnlessAbsent(
                                "read",
                                key,
                                () -> {
                                    target.position(start);
                                    return client.getObject(
                                            request ->
                                                    request.bucket(bucket)
                                                            .key(prefix + key)
                                                            .range("bytes=" + offset + "-" + last),
                                            S3Ranges.into(target));
                                })
                        .orElseThrow(
                                () ->
                                        new ColonnadeException(
                                                ErrorCode.UNDEFINED_FILE,
                                                "object \"" + key + "\" does not exist"));
        if (target.hasRemaining()) {
            throw S3Ranges.tooShort(key, offset + got, last + 1);
        }
    }

    @Override
    public long size(String key) {
        return StoreWaits.await(() -> head(key)).map(HeadObjectResponse::contentLength).orElse(-1L);
    }

    Optional<HeadObjectResponse> head(String key) {
        return callUnlessAbsent(
                "look up",
                key,
                () ->
                        S3Failure.requireWhole(
                                client.headObject(
                                        request -> request.bucket(bucket).key(prefix + key)),
                                HeadObjectResponse::contentLength));
    }

    @Override
    public List<ObjectInfo> list(String keyPrefix, String startAfter, int limit) {
        List<ObjectInfo> found = new ArrayList<>();
        String after = startAfter;
        boolean more = true;
        while (more && found.size() < limit) {
            int size = Math.min(LIST_PAGE, limit - found.size());
            String from = after;
            ListObjectsV2Response page = StoreWaits.await(() -> page(keyPrefix, from, size));
            for (S3Object object : page.contents()) {
                found.add(info(object));
            }
            more = Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty();
            after = found.isEmpty() ? after : found.getLast().key();
        }
        return found;
    }

    /** Each page names where it starts, so that a page may be asked for again at any time. */
    private ListObjectsV2Response page(String keyPrefix, String after, int size) {
        return call(
                "list",
                keyPrefix,
                () ->
                        S3Failure.requireWhole(
                                client.listObjectsV2(
                                        request -> {
                                            request.bucket(bucket)
                                                    .prefix(prefix + keyPrefix)
                                                    .maxKeys(size);
                                            if (!after.isEmpty()) {
                                                request.startAfter(prefix + after);
                                            }
                                        }),
                                ListObjectsV2Response::isTruncated));
    }

    private ObjectInfo info(S3Object object) {
        long modified = TimeUnit.MILLISECONDS.toMicros(object.lastModified().toEpochMilli());
        return new ObjectInfo(object.key().substring(prefix.length()), object.size(), modified);
    }

    @Override
    public void delete(String key) {
        callUnlessAbsent(
                "delete",
                key,
                () -> client.deleteObject(request -> request.bucket(bucket).key(prefix + key)));
    }

    @Override
    public void close() {
        client.close();
    }

    String objectKey(String key) {
        return prefix + key;
    }

    /** Sends a request until it succeeds, is refused, or patience ends. */
    <T> T call(String verb, String key, Supplier<T> request) {
        return callUnlessAbsent(verb, key, request)
                .orElseThrow(
                        () ->
                                new ColonnadeException(
                                        ErrorCode.UNDEFINED_FILE,
                                        "could not " + action(verb, key) + ": it does not exist"));
    }

    /** As {@link #call}; empty if the store says that there is no such object. */
    <T> Optional<T> callUnlessAbsent(String verb, String key, Supplier<T> request) {
        Retries.Attempts attempts = retries.start();
        while (true) {
            S3Failure failure;
            try {
                return Optional.of(request.get());
            } catch (SdkException e) {
                failure = S3Failure.of(e);
            }
            switch (failure.kind()) {
                case ABSENT -> {
                    return Optional.empty();
                }
                case OUT_OF_RANGE ->
                        throw new ColonnadeException(
                                ErrorCode.IO_ERROR,
                                "object \"" + key + "\" ends before the range to read",
                                failure.cause());
                case EXISTS, NOT_SENT, UNKNOWN, REFUSED -> {
                    if (!failure.mayPass() || !attempts.next()) {
                        throw failure.toException(action(verb, key), place(), attempts.summary());
                    }
                }
            }
        }
    }

    private static String action(String verb, String key) {
        return verb + " object \"" + key + "\"";
    }

    private String place() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    @Override
    public String toString() {
        return place();
    }
}
