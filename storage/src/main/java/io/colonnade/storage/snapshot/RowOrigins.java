package io.colonnade.storage.snapshot;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The row ids that the rows of a rewritten segment had before, in the order of the new rows. Rows
 * that stay behind each other, as when sorted runs are merged, take a byte each.
 *
 * <pre>
 * per row    varint: old segment &lt;&lt; 1 | 1 if it is the row after the last one from there
 *            old segment is its number in order of first appearance; at that one follows
 *            varint: its ordinal
 *            varint: the row, unless it is the row after the last one
 * row id     ordinal &lt;&lt; 20 | row
 * </pre>
 */
public final class RowOrigins {
    private static final int ROW_BITS = 20;
    private static final long ROW_MASK = (1 << ROW_BITS) - 1;

    private RowOrigins() {}

    /** The segment that a row id is of. */
    public static long ordinal(long rowId) {
        return rowId >>> ROW_BITS;
    }

    /** The row's number in its segment. */
    public static int row(long rowId) {
        return (int) (rowId & ROW_MASK);
    }

    /** Takes row ids, one thread's. */
    public static final class Encoder {
        private byte[] bytes = new byte[4_096];
        private int size;

        // By number of the old segment.
        private long[] ordinals = new long[16];
        private int[] nextRows = new int[16];
        private int segments;

        // Numbers + 1 by hash of the ordinal; 0 = free. Twice as long as the arrays above.
        private int[] slots = new int[32];

        public void add(long rowId) {
            long ordinal = ordinal(rowId);
            int row = row(rowId);
            int slot = slot(ordinal);
            boolean first = slots[slot] == 0;
            int number = first ? append(ordinal, slot) : slots[slot] - 1;
            boolean follows = nextRows[number] == row;
            write((long) number << 1 | (follows ? 1 : 0));
            if (first) {
                write(ordinal);
            }
            if (!follows) {
                write(row);
            }
            nextRows[number] = row + 1;
        }

        private int slot(long ordinal) {
            int mask = slots.length - 1;
            int slot = (int) (ordinal * 0x9E3779B97F4A7C15L >>> 40) & mask;
            while (slots[slot] != 0 && ordinals[slots[slot] - 1] != ordinal) {
                slot = slot + 1 & mask;
            }
            return slot;
        }

        private int append(long ordinal, int slot) {
            int number = segments++;
            slots[slot] = number + 1;
            ordinals[number] = ordinal;
            if (segments == ordinals.length) {
                ordinals = Arrays.copyOf(ordinals, 2 * segments);
                nextRows = Arrays.copyOf(nextRows, 2 * segments);
                slots = new int[4 * segments];
                for (int i = 0; i < segments; i++) {
                    slots[slot(ordinals[i])] = i + 1;
                }
            }
            return number;
        }

        private void write(long value) {
            if (size + 10 > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes[size++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[size++] = (byte) rest;
        }

        public ByteString encoded() {
            return ByteString.copyFrom(bytes, 0, size);
        }
    }

    /** The row ids in order. */
    public static long[] decode(ByteString encoded, int rows) {
        long[] ids = new long[rows];
        List<long[]> segments = new ArrayList<>();
        Reader reader = new Reader(encoded);
        for (int i = 0; i < rows; i++) {
            long token = reader.next();
            int number = (int) (token >>> 1);
            if (number == segments.size()) {
                segments.add(new long[] {reader.next(), 0});
            } else if (number > segments.size()) {
                throw damaged();
            }
            long[] segment = segments.get(number);
            long row = (token & 1) != 0 ? segment[1] : reader.next();
            ids[i] = segment[0] << ROW_BITS | row;
            segment[1] = row + 1;
        }
        return ids;
    }

    private static ColonnadeException damaged() {
        return new ColonnadeException(ErrorCode.DATA_CORRUPTED, "a list of row ids is damaged");
    }

    /** Reads varints. */
    private static final class Reader {
        private final ByteString bytes;
        private int position;

        Reader(ByteString bytes) {
            this.bytes = bytes;
        }

        long next() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                if (position == bytes.size()) {
                    throw damaged();
                }
                byte b = bytes.byteAt(position++);
                value |= (b & 0x7FL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw damaged();
        }
    }
}
