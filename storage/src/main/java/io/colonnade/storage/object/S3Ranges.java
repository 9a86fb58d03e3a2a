package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reading the body of an answer into a buffer. */
final class S3Ranges {
    /** What goes through the heap at once on its way into a buffer outside of it. */
    private static final int CHUNK_BYTES = 128 * 1024;

    private S3Ranges() {}

    /**
     * A whole object.
     *
     * @param crc what was kept with it, or null
     */
    record Whole(byte[] bytes, String crc) {}

    static ResponseTransformer<GetObjectResponse, Whole> whole(String crcMetadata) {
        return (response, in) -> {
            byte[] bytes = new byte[length(response)];
            fill(ByteBuffer.wrap(bytes), in);
            return new Whole(bytes, response.metadata().get(crcMetadata));
        };
    }

    /**
     * Puts the body into the buffer and returns its length, which may be less than there is room.
     */
    static ResponseTransformer<GetObjectResponse, Integer> into(ByteBuffer target) {
        return (response, in) -> {
            int length = length(response);
            if (length > target.remaining()) {
                throw new IOException("more bytes than were asked for: " + length);
            }
            int end = target.limit();
            target.limit(target.position() + length);
            try {
                fill(target, in);
            } finally {
                target.limit(end);
            }
            return length;
        };
    }

    private static int length(GetObjectResponse response) throws IOException {
        if (response.contentLength() == null) {
            throw new EOFException("the reply broke off in its headers");
        }
        return Math.toIntExact(response.contentLength());
    }

    static void fill(ByteBuffer target, InputStream in) throws IOException {
        byte[] chunk =
                target.hasArray()
                        ? target.array()
                        : new byte[Math.min(CHUNK_BYTES, target.remaining())];
        while (target.hasRemaining()) {
            int n;
            if (target.hasArray()) {
                int at = target.arrayOffset() + target.position();
                n = in.read(chunk, at, target.remaining());
                target.position(target.position() + Math.max(n, 0));
            } else {
                n = in.read(chunk, 0, Math.min(chunk.length, target.remaining()));
                target.put(chunk, 0, Math.max(n, 0));
            }
            if (n < 0) {
                throw new EOFException(target.remaining() + " bytes are missing");
            }
        }
    }

    static ColonnadeException tooShort(String key, long end, long wanted) {
        return new ColonnadeException(
                ErrorCode.IO_ERROR,
                "object \"" + key + "\" ends at " + end + " before byte " + wanted);
    }
}
