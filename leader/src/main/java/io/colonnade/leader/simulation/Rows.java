package io.colonnade.leader.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a simulated segment: rows of numbers. Immutable.
 *
 * <pre>
 * bank    account, balance
 * lists   key, elements in the order in which they were appended
 * events  number of an operation
 * </pre>
 */
record Rows(List<long[]> rows) {
    /** A row at its place in a table. */
    record Placed(long ordinal, int number, long[] values) {}

    byte[] encode() {
        int longs = 1 + rows.size() + rows.stream().mapToInt(row -> row.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(longs * Long.BYTES);
        bytes.putLong(rows.size());
        for (long[] row : rows) {
            bytes.putLong(row.length);
            for (long value : row) {
                bytes.putLong(value);
            }
        }
        return bytes.array();
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
