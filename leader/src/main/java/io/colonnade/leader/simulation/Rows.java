package io.colonnade.leader.simulation;

import io.colonnade.log.InlineRows;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;
import io.colonnade.storage.vector.LongVector;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The content of a simulated segment: rows of numbers. Immutable.
 *
 * <pre>
 * bank    account, balance
 * lists   key, elements in the order in which they were appended
 * events  number of an operation
 * notes   number of an operation, number within it
 * loads   label, number within the load
 * </pre>
 */
record Rows(List<long[]> rows) {
    /** Behind the rows, so that an object takes several sectors of a disk. */
    private static final int PADDING_BYTES = 700;

    /** A row at its place in a table. */
    record Placed(long ordinal, int number, long[] values) {}

    byte[] encode() {
        int longs = 1 + rows.size() + rows.stream().mapToInt(row -> row.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(longs * Long.BYTES + PADDING_BYTES);
        bytes.putLong(rows.size());
        for (long[] row : rows) {
            bytes.putLong(row.length);
            for (long value : row) {
                bytes.putLong(value);
            }
        }
        return bytes.array();
    }

    static int crc(byte[] encoded) {
        CRC32C crc = new CRC32C();
        crc.update(encoded);
        return (int) crc.getValue();
    }

    /** The rows that are in the descriptor itself. */
    static Rows inline(SegmentDescriptor segment) {
        List<long[]> rows = new ArrayList<>((int) segment.getRows());
        for (InlineRows piece : segment.getInlineList()) {
            addTo(rows, piece);
        }
        return new Rows(rows);
    }

    static void addTo(List<long[]> rows, InlineRows piece) {
        Batch batch = BatchCodec.decode(piece.getBatch().asReadOnlyByteBuffer(), null);
        LongVector first = (LongVector) batch.column(0);
        LongVector second = (LongVector) batch.column(1);
        for (int i = 0; i < batch.rowCount(); i++) {
            rows.add(new long[] {first.value(i), second.value(i)});
        }
    }

    static Rows decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        int count = (int) bytes.getLong();
        List<long[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long[] row = new long[(int) bytes.getLong()];
            for (int j = 0; j < row.length; j++) {
                row[j] = bytes.getLong();
            }
            rows.add(row);
        }
        return new Rows(rows);
    }
}
