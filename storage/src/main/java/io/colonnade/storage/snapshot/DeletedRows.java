package io.colonnade.storage.snapshot;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.WriteResult;

import org.roaringbitmap.RoaringBitmap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Two rows of a MERGE's source match one row of its target. */
    public static ColonnadeException secondMerge() {
        return new ColonnadeException(
                        ErrorCode.CARDINALITY_VIOLATION,
                        "MERGE command cannot affect row a second time")
                .hint("Ensure that not more than one source row matches any one target row.");
    }

    /** Each node sees to it for its own rows; several nodes may have met the same one. */
    public static void requireDisjoint(List<WriteResult> results) {
        Map<Long, RoaringBitmap> segments = new HashMap<>();
        for (WriteResult result : results) {
            DeleteVector vector = result.getDeletes();
            if (vector.getCount() == 0) {
                continue;
            }
            RoaringBitmap seen =
                    segments.computeIfAbsent(
                            vector.getSegmentOrdinal(), ordinal -> new RoaringBitmap());
            RoaringBitmap rows = decode(vector.getRows());
            if (RoaringBitmap.intersects(seen, rows)) {
                throw secondMerge();
            }
            seen.or(rows);
        }
    }

    static ByteString union(ByteString a, ByteString b) {
        if (a.isEmpty()) {
            return b;
        }
        return encode(RoaringBitmap.or(decode(a), decode(b)));
    }
}
