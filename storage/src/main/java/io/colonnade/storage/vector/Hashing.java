package io.colonnade.storage.vector;

import java.util.Arrays;

/**
 * The one hash of values: for hash tables, exchanges and the buckets that rows are stored in. The
 * bucket of a row is persistent, so what these functions return never changes.
 *
 * <pre>
 * hash(v1, v2, ..) = step(step(SEED, image(v1)), image(v2)) ..
 * image: BOOLEAN, INT, LONG: the value; INT128 that fits a long: the value, else high and low mixed;
 *        DOUBLE: the bits, with one zero and one NaN; BYTES: a hash of the bytes; NULL: a constant
 * </pre>
 *
 * <p>So equal values of INT, LONG and INT128 columns (of one scale) hash alike.
 */
public final class Hashing {
    /** Number of buckets that rows are stored and exchanged by. */
    public static final int BUCKETS = 1024;

    private static final long SEED = 0x243F6A8885A308D3L;
    private static final long NULL_IMAGE = 0x13198A2E03707344L;
    private static final long BYTES_MULTIPLIER = 0x9E3779B97F4A7C15L;

    private Hashing() {}

    /** The bucket of a hash: its top 10 bits. */
    public static int bucket(long hash) {
        return (int) (hash >>> 54);
    }

    /** Hash of one BOOLEAN, INT or LONG value, as if it were the only column. */
    public static long hash(long value) {
        return step(SEED, value);
    }

    /** Hash of one text value, as if it were the only column. */
    public static long hash(byte[] bytes, int start, int length) {
        return step(SEED, textImage(bytes, start, length));
    }

    /**
     * Hashes of the selected rows of a batch over some of its columns (none: a constant). The hash
     * of position p goes to target[p].
     */
    public static void hash(Batch batch, int[] columns, long[] target) {
        int[] selection = batch.selection();
        int count = batch.rowCount();
        if (selection == null) {
            Arrays.fill(target, 0, count, SEED);
        } else {
            for (int i = 0; i < count; i++) {
                target[selection[i]] = SEED;
            }
        }
        for (int column : columns) {
            add(batch.column(column), selection, count, target);
        }
    }

    /** One step: takes the values of a vector into the hashes at the selected positions. */
    public static void add(Vector vector, int[] selection, int count, long[] target) {
        if (vector.isConstant()) {
            addConstant(vector.isNull(0) ? NULL_IMAGE : image(vector, 0), selection, count, target);
            return;
        }
        long[] validity = vector.mayHaveNulls() ? vector.validity() : null;
        switch (vector) {
            case BooleanVector v -> addBytes(v.values(), validity, selection, count, target);
            case IntVector v -> addInts(v.values(), validity, selection, count, target);
            case LongVector v -> addLongs(v.values(), validity, selection, count, target);
            case Int128Vector v -> addInt128(v, validity, selection, count, target);
            case DoubleVector v -> addDoubles(v.values(), validity, selection, count, target);
            case BytesVector v -> addText(v, validity, selection, count, target);
        }
    }

    private static long step(long hash, long image) {
        // SplitMix64's finisher (Stafford's mix 13): full avalanche for two multiplications
        long z = Long.rotateLeft(hash, 21) ^ image;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** What a DOUBLE contributes to its hash. */
    public static long doubleImage(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    /** What an INT128 contributes to its hash. */
    public static long int128Image(long high, long low) {
        return high == low >> 63 ? low : step(high, low);
    }

    /** What text contributes to its hash. */
    public static long textImage(byte[] bytes, int start, int length) {
        long h = (length + 1) * BYTES_MULTIPLIER;
        int end = start + length;
        if (length < 8) {
            return length == 0 ? h : fold(h ^ shortText(bytes, start, end));
        }
        int last = end - 8;
        for (int p = start; p < last; p += 8) {
            h = fold(h ^ LittleEndian.getLong(bytes, p));
        }
        // the last eight bytes may overlap those before: the length is in the hash already
        return fold(h ^ LittleEndian.getLong(bytes, last));
    }

    private static long fold(long value) {
        long product = value * BYTES_MULTIPLIER;
        return product ^ product >>> 32;
    }

    /** One to seven bytes as a number, some of them twice. */
    private static long shortText(byte[] bytes, int start, int end) {
        if (end - start >= 4) {
            long head = LittleEndian.getInt(bytes, start) & 0xFFFFFFFFL;
            return head | (long) LittleEndian.getInt(bytes, end - 4) << 32;
        }
        int middle = start + (end - start >>> 1);
        return bytes[start] & 0xFF | (bytes[middle] & 0xFF) << 8 | (bytes[end - 1] & 0xFF) << 16;
    }

    private static long image(Vector vector, int position) {
        return switch (vector) {
            case BooleanVector v -> v.value(position);
            case IntVector v -> v.value(position);
            case LongVector v -> v.value(position);
            case Int128Vector v -> int128Image(v.highAt(position), v.lowAt(position));
            case DoubleVector v -> doubleImage(v.value(position));
            case BytesVector v -> textImage(v.heapAt(), v.startAt(position), v.lengthAt(position));
        };
    }

    private static boolean valid(long[] validity, int p) {
        return validity == null || (validity[p >>> 6] >>> p & 1) != 0;
    }

    private static void addConstant(long image, int[] selection, int count, long[] target) {
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            target[p] = step(target[p], image);
        }
    }

    private static void addBytes(
            byte[] values, long[] validity, int[] selection, int count, long[] target) {
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            target[p] = step(target[p], valid(validity, p) ? values[p] : NULL_IMAGE);
        }
    }

    private static void addInts(
            int[] values, long[] validity, int[] selection, int count, long[] target) {
        if (validity == null && selection == null) {
            for (int i = 0; i < count; i++) {
                target[i] = step(target[i], values[i]);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            target[p] = step(target[p], valid(validity, p) ? values[p] : NULL_IMAGE);
        }
    }

    private static void addLongs(
            long[] values, long[] validity, int[] selection, int count, long[] target) {
        if (validity == null && selection == null) {
            for (int i = 0; i < count; i++) {
                target[i] = step(target[i], values[i]);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            target[p] = step(target[p], valid(validity, p) ? values[p] : NULL_IMAGE);
        }
    }

    private static void addInt128(
            Int128Vector vector, long[] validity, int[] selection, int count, long[] target) {
        long[] high = vector.high();
        long[] low = vector.low();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            target[p] =
                    step(target[p], valid(validity, p) ? int128Image(high[p], low[p]) : NULL_IMAGE);
        }
    }

    private static void addDoubles(
            double[] values, long[] validity, int[] selection, int count, long[] target) {
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            target[p] = step(target[p], valid(validity, p) ? doubleImage(values[p]) : NULL_IMAGE);
        }
    }

    private static void addText(
            BytesVector vector, long[] validity, int[] selection, int count, long[] target) {
        if (vector.isDictionary()) {
            addCodes(
                    vector.codes(),
                    vector.dictionary().hashes(),
                    validity,
                    selection,
                    count,
                    target);
            return;
        }
        byte[] heap = vector.heap();
        int[] starts = vector.starts();
        int[] lengths = vector.lengths();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            long image = valid(validity, p) ? textImage(heap, starts[p], lengths[p]) : NULL_IMAGE;
            target[p] = step(target[p], image);
        }
    }

    private static void addCodes(
            int[] codes,
            long[] images,
            long[] validity,
            int[] selection,
            int count,
            long[] target) {
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            target[p] = step(target[p], valid(validity, p) ? images[codes[p]] : NULL_IMAGE);
        }
    }
}
