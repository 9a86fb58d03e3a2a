package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Uploads of large bodies in parts. Nothing is seen of the object before the last step, and what a
 * failed upload has sent is given up. Thread-safe; each upload sends parts on threads of its own.
 */
final class S3Upload {
    /** Larger bodies go in parts. */
    static final long MOST_IN_ONE_BYTES = 16L << 20;

    private static final long PART_BYTES = 8L << 20;

    /** The most that S3 takes for one object; beyond 80 GB parts grow. */
    private static final int MOST_PARTS = 10_000;

    /** Parts of one body under way at once: one connection rarely fills the line. */
    private static final int PARTS_AT_ONCE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

    private final S3ObjectStore store;
    private final S3Client client;
    private final String bucket;

    S3Upload(S3ObjectStore store, S3Client client, String bucket) {
        this.store = store;
        this.client = client;
        this.bucket = bucket;
    }

    void put(String key, List<ByteBuffer> body) {
        String call = UUID.randomUUID().toString();
        String uploadId = begin(key, BufferStream.crc32c(body), call);
        try {
            complete(key, uploadId, uploadParts(key, uploadId, split(body)), call);
        } catch (RuntimeException e) {
            abort(key, uploadId);
            throw e;
        }
    }

    private String begin(String key, int crc, String call) {
        return store.call(
                        "write",
                        key,
                        () ->
                                S3Failure.requireWhole(
                                        client.createMultipartUpload(
                                                request ->
                                                        request.bucket(bucket)
                                                                .key(store.objectKey(key))
                                                                .checksumAlgorithm(
                                                                        ChecksumAlgorithm.CRC32_C)
                                                                .metadata(
                                                                        S3ObjectStore.metadata(
                                                                                crc, call))),
                                        CreateMultipartUploadResponse::uploadId))
                .uploadId();
    }

    private List<CompletedPart> uploadParts(
            String key, String uploadId, List<List<ByteBuffer>> parts) {
        List<Future<CompletedPart>> sent = new ArrayList<>();
        List<CompletedPart> done = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(
                        Math.min(PARTS_AT_ONCE, parts.size()),
                        Thread.ofVirtual().name("upload-", 0).factory())) {
            for (int i = 0; i < parts.size(); i++) {
                int number = i + 1;
                List<ByteBuffer> part = parts.get(i);
                sent.add(threads.submit(() -> uploadPart(key, uploadId, number, part)));
            }
            for (Future<CompletedPart> part : sent) {
                try {
                    done.add(part.get());
                } catch (ExecutionException | InterruptedException e) {
                    threads.shutdownNow();
                    throw failure(key, e);
                }
            }
        }
        return done;
    }

    private static RuntimeException failure(String key, Exception e) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        Thread.currentThread().interrupt();
        return ColonnadeException.internal("interrupted while writing object \"" + key + "\"");
    }

    private CompletedPart uploadPart(
            String key, String uploadId, int number, List<ByteBuffer> part) {
        String crc = S3ObjectStore.base64(BufferStream.crc32c(part));
        RequestBody content = S3ObjectStore.content(part);
        UploadPartResponse response =
                store.call(
                        "write",
                        key,
                        () ->
                                S3Failure.requireWhole(
                                        client.uploadPart(
                                                request ->
                                                        request.bucket(bucket)
                                                                .key(store.objectKey(key))
                                                                .uploadId(uploadId)
                                                                .partNumber(number)
                                                                .contentLength(
                                                                        BufferStream.length(part))
                                                                .checksumCRC32C(crc),
                                                content),
                                        UploadPartResponse::eTag));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(response.eTag())
                .checksumCRC32C(crc)
                .build();
    }

    /**
     * An upload that the store does not know any more was completed by a call without an answer.
     */
    private void complete(String key, String uploadId, List<CompletedPart> parts, String call) {
        Optional<?> completed =
                store.callUnlessAbsent(
                        "write",
                        key,
                        () ->
                                S3Failure.requireWhole(
                                        client.completeMultipartUpload(
                                                request ->
                                                        request.bucket(bucket)
                                                                .key(store.objectKey(key))
                                                                .uploadId(uploadId)
                                                                .multipartUpload(
                                                                        upload ->
                                                                                upload.parts(
                                                                                        parts))),
                                        CompleteMultipartUploadResponse::eTag));
        if (completed.isEmpty() && !store.isMadeBy(key, call)) {
            throw S3Failure.lostUpload(key);
        }
    }

    /** What stays if this fails too is for the bucket's rule about unfinished uploads. */
    private void abort(String key, String uploadId) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(store.objectKey(key)).uploadId(uploadId));
        } catch (SdkException e) {
            LOG.warn("could not give up the upload of {}: {}", key, e.getMessage());
        }
    }

    /** The body in parts of equal length, as views of its buffers. */
    static List<List<ByteBuffer>> split(List<ByteBuffer> body) {
        long total = BufferStream.length(body);
        long partBytes = Math.max(PART_BYTES, (total + MOST_PARTS - 1) / MOST_PARTS);
        List<List<ByteBuffer>> parts = new ArrayList<>();
        List<ByteBuffer> part = new ArrayList<>();
        long room = partBytes;
        for (ByteBuffer buffer : body) {
            ByteBuffer rest = buffer.duplicate();
            while (rest.hasRemaining()) {
                int count = (int) Math.min(room, rest.remaining());
                part.add(rest.slice(rest.position(), count));
                rest.position(rest.position() + count);
                room -= count;
                if (room == 0) {
                    parts.add(part);
                    part = new ArrayList<>();
                    room = partBytes;
                }
            }
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }
}
