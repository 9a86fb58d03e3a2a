package io.colonnade.storage.inline;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.InlineRows;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

import java.util.List;

/**
 * Reads inline segments vector by vector. Decoded pieces are kept by the identity of their bytes:
 * snapshots of one process share these, so that a row is decoded once and not per query. One per
 * node, shared by all queries; thread-safe.
 */
public final class InlineReader {
    /** Pieces below are decoded faster than a cache entry is made. */
    private static final int MIN_CACHED_ROWS = Pieces.JOINED;

    /** About what the inline rows of a warehouse may take; see the leader's folding. */
    private static final long CACHE_BYTES = 64L << 20;

    private final Cache<ByteString, Batch> decoded =
            Caffeine.newBuilder()
                    .weakKeys()
                    .maximumWeight(CACHE_BYTES)
                    .weigher((ByteString bytes, Batch batch) -> retainedBytes(batch))
                    .executor(Runnable::run)
                    .build();

    private static int retainedBytes(Batch batch) {
        long bytes = 0;
        for (int c = 0; c < batch.columnCount(); c++) {
            bytes += batch.column(c).retainedBytes();
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /** Reads a column of one vector of the segment into the target, which becomes flat. */
    public void read(SegmentDescriptor segment, int vector, int column, Vector target) {
        target.reset();
        long first = (long) vector * Batch.CAPACITY;
        long end = Math.min(first + Batch.CAPACITY, segment.getRows());
        for (int p = firstPiece(segment.getInlineList(), first); first < end; p++) {
            InlineRows piece = segment.getInline(p);
            int from = (int) (first - piece.getFirstRow());
            int count = (int) Math.min(end - first, piece.getRows() - from);
            Vector source = batch(piece).column(column);
            if (source.type() != target.type()) {
                throw ColonnadeException.notSupported(
                        "reading inline values of " + source.type() + " as " + target.type());
            }
            int at = (int) (first % Batch.CAPACITY);
            target.gather(source, from == 0 ? null : sequence(from, count), count, at);
            first += count;
        }
    }

    private static int firstPiece(List<InlineRows> pieces, long row) {
        int p = 0;
        while (pieces.get(p).getFirstRow() + pieces.get(p).getRows() <= row) {
            p++;
        }
        return p;
    }

    private static int[] sequence(int from, int count) {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = from + i;
        }
        return positions;
    }

    private Batch batch(InlineRows piece) {
        return piece.getRows() < MIN_CACHED_ROWS
                ? Pieces.decode(piece)
                : decoded.get(piece.getBatch(), bytes -> Pieces.decode(piece));
    }
}
