package io.colonnade.cli.devs3;

import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Makes conditional writes of a file system store atomic, as S3 promises: whoever changes or opens
 * an object holds the lock of its key, and conditions are checked under it. Called by the server's
 * threads.
 */
final class AtomicBlobStore extends ForwardingBlobStore {
    private static final int LOCKS = 1024;

    /**
     * Bodies up to this length are received before the lock is taken, so that no client holds it.
     */
    private static final int RECEIVED_FIRST_BYTES = 16 << 20;

    private final Lock[] locks = new Lock[LOCKS];

    AtomicBlobStore(BlobStore store) {
        super(store);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    private <T> T locked(String bucket, String key, Supplier<T> action) {
        int hash = 31 * bucket.hashCode() + key.hashCode();
        Lock lock = locks[Math.floorMod(hash ^ (hash >>> 16), LOCKS)];
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        InputStream received = receive(body);
        return locked(
                request.bucket(),
                request.key(),
                () -> {
                    check(
                            request.bucket(),
                            request.key(),
                            request.ifMatch(),
                            request.ifNoneMatch());
                    PutObjectRequest unconditional =
                            request.toBuilder().ifMatch(null).ifNoneMatch(null).build();
                    return super.putBlob(unconditional, received);
                });
    }

    private static InputStream receive(InputStream body) {
        try {
            InputStream start = new ByteArrayInputStream(body.readNBytes(RECEIVED_FIRST_BYTES));
            return new SequenceInputStream(start, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return locked(
                upload.containerName(),
                upload.blobName(),
                () -> {
                    check(
                            upload.containerName(),
                            upload.blobName(),
                            request.ifMatch(),
                            request.ifNoneMatch());
                    CompleteMultipartUploadRequest unconditional =
                            request.toBuilder().ifMatch(null).ifNoneMatch(null).build();
                    return super.completeMultipartUpload(upload, unconditional);
                });
    }

    /** Throws unless the conditions of a write hold; each is null or an ETag or "*". */
    private void check(String bucket, String key, String ifMatch, String ifNoneMatch) {
        if (ifMatch == null && ifNoneMatch == null) {
            return;
        }
        HeadObjectResponse found = delegate().blobMetadataIfPresent(bucket, key);
        boolean matches = ifMatch == null || found != null && hasTag(found, ifMatch);
        boolean differs = ifNoneMatch == null || found == null || !hasTag(found, ifNoneMatch);
        if (!matches || !differs) {
            throw S3Exceptions.preconditionFailed(null);
        }
    }

    private static boolean hasTag(HeadObjectResponse found, String wanted) {
        return wanted.equals("*")
                || found.eTag() != null
                        && found.eTag().replace("\"", "").equals(wanted.replace("\"", ""));
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        return locked(request.bucket(), request.key(), () -> super.getBlob(request));
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        return locked(request.bucket(), request.key(), () -> super.blobMetadata(request));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        return locked(request.bucket(), request.key(), () -> super.removeBlob(request));
    }
}
