package io.colonnade.storage.segment;

import io.colonnade.storage.encoding.Lane;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.ColumnEncoding;
import io.colonnade.type.SqlType;

import java.util.Arrays;

/** The rows of one column that wait for their row group to be full. Owned by a SegmentWriter. */
abstract sealed class ColumnBuffer permits NumberBuffer, Int128Buffer, TextBuffer {
    static final int CAPACITY = SegmentFormat.MAX_ROW_GROUP_ROWS;

    private final ColumnEncoding choice;
    private final DistinctCounter distinct = new DistinctCounter();
    private final long[] validity = new long[CAPACITY / 64];
    private int rows;
    private boolean hasNulls;

    ColumnBuffer(ColumnEncoding choice) {
        this.choice = choice;
        Arrays.fill(validity, -1L);
    }

    static ColumnBuffer create(SqlType type, ColumnEncoding choice) {
        Lane lane = Lane.of(type);
        ColumnEncoding own = effective(choice, lane);
        return switch (lane) {
            case BOOLEAN, INT, LONG, REAL, DOUBLE -> new NumberBuffer(lane, own);
            case INT128 -> new Int128Buffer(own);
            case TEXT -> new TextBuffer(own);
        };
    }

    /** What a lane cannot do becomes AUTO; definitions are stricter, see ColumnEncoding. */
    private static ColumnEncoding effective(ColumnEncoding choice, Lane lane) {
        boolean integers = lane != Lane.TEXT && lane != Lane.REAL && lane != Lane.DOUBLE;
        return switch (choice) {
            case AZ64, DELTA, DELTA32K, MOSTLY8, MOSTLY16, MOSTLY32 ->
                    integers ? choice : ColumnEncoding.AUTO;
            case TEXT255, TEXT32K -> lane == Lane.TEXT ? choice : ColumnEncoding.AUTO;
            case BYTEDICT -> lane == Lane.BOOLEAN ? ColumnEncoding.AUTO : choice;
            case AUTO, RAW, LZO, RUNLENGTH, ZSTD -> choice;
        };
    }

    /** The capacity to grow to, so that small inserts need little and bulk loads copy little. */
    static int grown(int capacity, int wanted) {
        return Math.min(CAPACITY, Math.max(2 * capacity, wanted));
    }

    final ColumnEncoding choice() {
        return choice;
    }

    final DistinctCounter distinct() {
        return distinct;
    }

    final int rows() {
        return rows;
    }

    final long[] validity() {
        return validity;
    }

    /** Appends `count` rows: positions first.. of the selection (of the vector if it is null). */
    final void append(Vector vector, int[] selection, int first, int count) {
        if (vector.mayHaveNulls()) {
            for (int i = 0; i < count; i++) {
                if (vector.isNull(selection == null ? first + i : selection[first + i])) {
                    int row = rows + i;
                    validity[row >>> 6] &= ~(1L << row);
                    hasNulls = true;
                }
            }
        }
        appendValues(vector, selection, first, count);
        rows += count;
    }

    final boolean isNull(int row) {
        return hasNulls && (validity[row >>> 6] >>> row & 1) == 0;
    }

    final int nullCount(int first, int count) {
        if (!hasNulls) {
            return 0;
        }
        int valid = 0;
        for (int i = 0; i < count; i += 64) {
            long word = validity[first + i >>> 6];
            int bits = Math.min(64, count - i);
            valid += Long.bitCount(bits == 64 ? word : word & (1L << bits) - 1);
        }
        return count - valid;
    }

    /** Forgets the first `count` rows. */
    final void drop(int count) {
        dropValues(count);
        boolean left = false;
        for (int row = count; row < rows && hasNulls; row++) {
            boolean valid = !isNull(row);
            left |= !valid;
            int to = row - count;
            validity[to >>> 6] =
                    valid ? validity[to >>> 6] | 1L << to : validity[to >>> 6] & ~(1L << to);
        }
        rows -= count;
        for (int row = rows; row < rows + count && hasNulls; row++) {
            validity[row >>> 6] |= 1L << row;
        }
        hasNulls = left;
    }

    /** Values at NULL positions are arbitrary. */
    abstract void appendValues(Vector vector, int[] selection, int first, int count);

    /** Encodes the first `count` rows; may be asked again for fewer. */
    abstract EncodedBlock encode(int count, BlockBuilder builder);

    abstract void dropValues(int count);

    /** Bytes of the first `count` rows before encoding. */
    abstract long rawBytes(int count);
}
