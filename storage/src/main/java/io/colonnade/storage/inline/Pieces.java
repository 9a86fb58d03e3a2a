package io.colonnade.storage.inline;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.InlineRows;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;
import io.colonnade.storage.vector.Vector;

import org.roaringbitmap.RoaringBitmap;

import java.util.List;

/**
 * The list of batches that the rows of an inline segment are in, kept short: small pieces are
 * joined when there are many, and whole vectors are cut off, so that a segment of 65,536 single-row
 * inserts has at most 126 pieces and each row is copied twice on the way.
 *
 * <pre>
 * 2048 | 2048 | .. | 64 | 64 | .. (at most 31) | 1 | 1 | .. (at most 63)
 * </pre>
 *
 * Stateless.
 */
final class Pieces {
    /** Small pieces in a row that are joined. */
    static final int JOINED = 64;

    private Pieces() {}

    static Batch decode(InlineRows piece) {
        Batch batch = BatchCodec.decode(piece.getBatch().asReadOnlyByteBuffer(), null);
        if (batch.rowCount() != piece.getRows()
                || batch.columnCount() != piece.getColumnIdsCount()) {
            throw new ColonnadeException(
                    ErrorCode.DATA_CORRUPTED,
                    "inline rows of segment " + piece.getOrdinal() + " have another shape");
        }
        return batch;
    }

    /** Adds a piece at the end. */
    static void add(List<InlineRows> pieces, InlineRows piece) {
        pieces.add(piece);
        int small = pieces.size();
        while (small > 0 && pieces.get(small - 1).getRows() < JOINED) {
            small--;
        }
        if (pieces.size() - small >= JOINED) {
            join(pieces, small, Batch.CAPACITY);
        }
        int open = pieces.size();
        long rows = 0;
        while (open > 0 && !isWhole(pieces.get(open - 1))) {
            open--;
            rows += pieces.get(open).getRows();
        }
        if (rows >= Batch.CAPACITY) {
            join(pieces, open, Batch.CAPACITY);
        }
    }

    /** Whether the piece is just one vector of the segment. */
    static boolean isWhole(InlineRows piece) {
        return piece.getRows() == Batch.CAPACITY && piece.getFirstRow() % Batch.CAPACITY == 0;
    }

    /** Puts the pieces from an index on together, at most `capacity` rows in one. */
    private static void join(List<InlineRows> pieces, int from, int capacity) {
        List<InlineRows> tail = pieces.subList(from, pieces.size());
        List<InlineRows> old = List.copyOf(tail);
        tail.clear();
        InlineRows first = old.getFirst();
        Batch joined = null;
        int used = 0;
        long firstRow = first.getFirstRow();
        for (InlineRows piece : old) {
            Batch batch = decode(piece);
            int taken = 0;
            while (taken < piece.getRows()) {
                if (joined == null) {
                    joined = like(batch, capacity);
                }
                int count = Math.min(capacity - used, piece.getRows() - taken);
                copy(batch, taken, count, joined, used);
                taken += count;
                used += count;
                if (used == capacity) {
                    pieces.add(piece(first, firstRow, joined, used));
                    firstRow += used;
                    used = 0;
                    joined = null;
                }
            }
        }
        if (used > 0) {
            pieces.add(piece(first, firstRow, joined, used));
        }
    }

    private static Batch like(Batch batch, int capacity) {
        Vector[] columns = new Vector[batch.columnCount()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = Vector.create(batch.column(c).type(), capacity);
        }
        return new Batch(columns);
    }

    private static void copy(Batch from, int first, int count, Batch to, int at) {
        int[] selection = null;
        if (first > 0) {
            selection = new int[count];
            for (int i = 0; i < count; i++) {
                selection[i] = first + i;
            }
        }
        for (int c = 0; c < to.columnCount(); c++) {
            to.column(c).gather(from.column(c), selection, count, at);
        }
    }

    private static InlineRows piece(InlineRows like, long firstRow, Batch batch, int rows) {
        batch.setSize(rows);
        return like.toBuilder()
                .setFirstRow(firstRow)
                .setRows(rows)
                .setBatch(ByteString.copyFrom(BatchCodec.encode(batch)))
                .build();
    }

    /** The piece without deleted rows, beginning at another row. */
    static InlineRows without(InlineRows piece, RoaringBitmap deleted, long firstRow) {
        Batch batch = decode(piece);
        int[] kept = new int[piece.getRows()];
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            if (!deleted.contains((int) piece.getFirstRow() + i)) {
                kept[count++] = i;
            }
        }
        if (count < kept.length) {
            batch.select(kept, count);
        }
        return piece.toBuilder()
                .setFirstRow(firstRow)
                .setRows(count)
                .setBatch(ByteString.copyFrom(BatchCodec.encode(batch)))
                .build();
    }
}
