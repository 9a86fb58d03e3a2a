package io.colonnade.storage.snapshot;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.roaringbitmap.RoaringBitmap;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Row numbers of a segment as portable Roaring bitmap bytes; empty bytes = no rows. */
public final class DeletedRows {
    private DeletedRows() {}

    public static RoaringBitmap decode(ByteString bytes) {
        RoaringBitmap bitmap = new RoaringBitmap();
        if (!bytes.isEmpty()) {
            try {
                bitmap.deserialize(bytes.asReadOnlyByteBuffer());
            } catch (IOException | RuntimeException e) {
                throw new ColonnadeException(
                        ErrorCode.DATA_CORRUPTED, "a delete vector is damaged", e);
            }
        }
        return bitmap;
    }

    public static ByteString encode(RoaringBitmap bitmap) {
        bitmap.runOptimize();
        ByteBuffer buffer = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
        bitmap.serialize(buffer);
        return ByteString.copyFrom(buffer.flip());
    }

    static ByteString union(ByteString a, ByteString b) {
        if (a.isEmpty()) {
            return b;
        }
        return encode(RoaringBitmap.or(decode(a), decode(b)));
    }
}
