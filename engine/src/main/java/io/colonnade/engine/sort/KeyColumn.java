package io.colonnade.engine.sort;

import io.colonnade.engine.memory.BooleanColumn;
import io.colonnade.engine.memory.BytesColumn;
import io.colonnade.engine.memory.DoubleColumn;
import io.colonnade.engine.memory.Int128Column;
import io.colonnade.engine.memory.IntColumn;
import io.colonnade.engine.memory.LongColumn;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.segment.ZoneImage;

/**
 * One sort key over complete rows, with what is needed to make its values small numbers in order.
 *
 * <pre>
 * image(value)  signed long, a < b gives image(a) <= image(b); text: 7 bytes behind the prefix that
 *               all values share, then min(8, bytes left), so values of up to 7 bytes are exact
 * code          0 .. spread: image - least image, or greatest - image when descending
 * </pre>
 */
final class KeyColumn {
    private static final int TEXT_BYTES = 7;

    private final RowColumn column;
    private final boolean descending;
    private final boolean nullsFirst;
    private final int sharedPrefix;
    private final long min;
    private final long max;
    private final boolean exact;
    private final boolean nulls;

    KeyColumn(RowColumn column, SortKey key, int rows) {
        this.column = column;
        descending = key.getDescending();
        nullsFirst = key.getNullsFirst();
        sharedPrefix = column instanceof BytesColumn text ? sharedPrefix(text, rows) : 0;
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean allExact = true;
        boolean anyNull = false;
        for (int row = 0; row < rows; row++) {
            if (column.isNull(row)) {
                anyNull = true;
                continue;
            }
            long image = image(row);
            least = Math.min(least, image);
            greatest = Math.max(greatest, image);
            allExact &= isExact(row);
        }
        min = least;
        max = greatest;
        exact = allExact;
        nulls = anyNull;
    }

    private static int sharedPrefix(BytesColumn text, int rows) {
        int first = -1;
        int shared = 0;
        for (int row = 0; row < rows && (first < 0 || shared > 0); row++) {
            if (text.isNull(row)) {
                continue;
            }
            if (first < 0) {
                first = row;
                shared = text.lengths()[row];
            }
            int a = text.starts()[first];
            int b = text.starts()[row];
            int length = Math.min(shared, text.lengths()[row]);
            shared = 0;
            while (shared < length && text.heap()[a + shared] == text.heap()[b + shared]) {
                shared++;
            }
        }
        return shared;
    }

    private long image(int row) {
        return switch (column) {
            case BooleanColumn c -> c.values()[row];
            case IntColumn c -> c.values()[row];
            case LongColumn c -> c.values()[row];
            case DoubleColumn c -> ZoneImage.of(c.values()[row]);
            case Int128Column c -> ZoneImage.of(c.high()[row], c.low()[row]);
            case BytesColumn c -> textImage(c, row);
        };
    }

    private long textImage(BytesColumn text, int row) {
        byte[] heap = text.heap();
        int start = text.starts()[row] + sharedPrefix;
        int left = text.lengths()[row] - sharedPrefix;
        long image = 0;
        for (int i = 0; i < TEXT_BYTES; i++) {
            image = image << 8 | (i < left ? heap[start + i] & 0xFF : 0);
        }
        return (image << 8 | Math.min(left, TEXT_BYTES + 1)) ^ Long.MIN_VALUE;
    }

    private boolean isExact(int row) {
        return switch (column) {
            case BooleanColumn c -> true;
            case IntColumn c -> true;
            case LongColumn c -> true;
            case DoubleColumn c -> true;
            case Int128Column c -> c.high()[row] == c.low()[row] >> 63;
            case BytesColumn c -> c.lengths()[row] - sharedPrefix <= TEXT_BYTES;
        };
    }

    /** Whether equal codes mean equal values. */
    boolean isExact() {
        return exact;
    }

    /** Greatest code, unsigned. */
    private long spread() {
        return min > max ? 0 : max - min;
    }

    /** Bits for codes without their lowest `dropped` bits, and for NULL. */
    int bits(int dropped) {
        long greatest = dropped == 64 ? 0 : spread() >>> dropped;
        if (nulls) {
            // the greatest possible code leaves no room for one more
            return greatest == -1L ? 65 : 64 - Long.numberOfLeadingZeros(greatest + 1);
        }
        return 64 - Long.numberOfLeadingZeros(greatest);
    }

    /** keys[row - first] = keys[..] << bits | code, for rows first .. end - 1. */
    void encode(int dropped, int bits, int first, int end, long[] keys) {
        long nullCode = nullsFirst ? 0 : (spread() >>> dropped) + 1;
        long offset = nulls && nullsFirst ? 1 : 0;
        if (!nulls && !descending && column instanceof LongColumn longs) {
            encodeLongs(longs.values(), min, dropped, bits, first, end, keys);
            return;
        }
        for (int row = first; row < end; row++) {
            long code;
            if (nulls && column.isNull(row)) {
                code = nullCode;
            } else {
                long image = image(row);
                code = ((descending ? max - image : image - min) >>> dropped) + offset;
            }
            keys[row - first] = bits == 64 ? code : keys[row - first] << bits | code;
        }
    }

    private static void encodeLongs(
            long[] values, long min, int dropped, int bits, int first, int end, long[] keys) {
        for (int row = first; row < end; row++) {
            long code = values[row] - min >>> dropped;
            keys[row - first] = bits == 64 ? code : keys[row - first] << bits | code;
        }
    }

    /** Full comparison of two rows by this key. */
    int compare(int a, int b) {
        boolean aNull = column.isNull(a);
        boolean bNull = column.isNull(b);
        if (aNull || bNull) {
            if (aNull && bNull) {
                return 0;
            }
            return aNull == nullsFirst ? -1 : 1;
        }
        int order = column.compare(a, column, b);
        return descending ? -order : order;
    }
}
