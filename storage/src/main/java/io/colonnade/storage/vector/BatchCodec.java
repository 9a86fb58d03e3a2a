package io.colonnade.storage.vector;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.type.PhysicalType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A batch as bytes: for exchanges, results, spill files, and rows that live in the commit log, so
 * that older builds' bytes stay readable. Only the selected rows are written, in order. Stateless.
 *
 * <pre>
 * batch:   rows i32 | columns u16 | column ..
 * column:  physical type u8 | flags u8 (1 NULLs, 2 constant, 4 dictionary) | [validity i64 per 64] | values
 * values:  n = 1 for a constant, else rows
 *   BOOLEAN n x u8, INT n x i32, LONG and DOUBLE n x i64, INT128 n x i64 high, n x i64 low
 *   BYTES        n x i32 lengths | i32 total | bytes
 *   dictionary   i32 size | size x i32 lengths | i32 total | bytes | n x i32 codes
 * </pre>
 */
public final class BatchCodec {
    private static final int NULLS = 1;
    private static final int CONSTANT = 2;
    private static final int DICTIONARY = 4;
    private static final PhysicalType[] TYPES = PhysicalType.values();

    private BatchCodec() {}

    public static byte[] encode(Batch batch) {
        int rows = batch.rowCount();
        int size = 6;
        for (int i = 0; i < batch.columnCount(); i++) {
            size = Math.addExact(size, columnBytes(batch.column(i), batch.selection(), rows));
        }
        byte[] bytes = new byte[size];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(rows).putShort((short) batch.columnCount());
        for (int i = 0; i < batch.columnCount(); i++) {
            putColumn(batch.column(i), batch.selection(), rows, out);
        }
        if (out.hasRemaining()) {
            throw ColonnadeException.internal("a batch took less room than counted");
        }
        return bytes;
    }

    public static Batch decode(byte[] bytes) {
        return decode(ByteBuffer.wrap(bytes), null);
    }

    /**
     * Reads one batch and moves the buffer's position behind it.
     *
     * @param reuse a batch whose vectors may be overwritten, or null
     */
    public static Batch decode(ByteBuffer buffer, Batch reuse) {
        try {
            return read(buffer.order(ByteOrder.LITTLE_ENDIAN), reuse);
        } catch (RuntimeException e) {
            throw new ColonnadeException(
                    ErrorCode.DATA_CORRUPTED, "an encoded batch is damaged", e);
        }
    }

    private static int columnBytes(Vector vector, int[] selection, int rows) {
        int n = vector.isConstant() ? Math.min(1, rows) : rows;
        int validity = vector.mayHaveNulls() ? 8 * Vector.words(n) : 0;
        return 2
                + validity
                + switch (vector) {
                    case BooleanVector v -> n;
                    case IntVector v -> 4 * n;
                    case LongVector v -> 8 * n;
                    case DoubleVector v -> 8 * n;
                    case Int128Vector v -> 16 * n;
                    case BytesVector v -> textBytes(v, selection, n);
                };
    }

    private static boolean keepsDictionary(BytesVector vector, int n) {
        return vector.isDictionary() && vector.dictionary().size() <= n / 2;
    }

    private static int textBytes(BytesVector vector, int[] selection, int n) {
        if (keepsDictionary(vector, n)) {
            return 8 + 4 * vector.dictionary().size() + dictionaryBytes(vector) + 4 * n;
        }
        int total = 4 + 4 * n;
        for (int i = 0; i < n; i++) {
            int p = position(vector, selection, i);
            total = Math.addExact(total, vector.isNull(p) ? 0 : vector.lengthAt(p));
        }
        return total;
    }

    private static int dictionaryBytes(BytesVector vector) {
        int total = 0;
        int[] lengths = vector.dictionary().lengths();
        for (int i = 0; i < vector.dictionary().size(); i++) {
            total += lengths[i];
        }
        return total;
    }

    private static int position(Vector vector, int[] selection, int i) {
        return vector.isConstant() ? 0 : selection == null ? i : selection[i];
    }

    private static void putColumn(Vector vector, int[] selection, int rows, ByteBuffer out) {
        int n = vector.isConstant() ? Math.min(1, rows) : rows;
        int[] positions = vector.isConstant() ? null : selection;
        boolean dictionary = vector instanceof BytesVector v && keepsDictionary(v, n);
        int flags =
                (vector.mayHaveNulls() ? NULLS : 0)
                        | (vector.isConstant() ? CONSTANT : 0)
                        | (dictionary ? DICTIONARY : 0);
        out.put((byte) vector.type().ordinal()).put((byte) flags);
        if (vector.mayHaveNulls()) {
            putValidity(vector, positions, n, out);
        }
        switch (vector) {
            case BooleanVector v -> putBytes(v.values(), positions, n, out);
            case IntVector v -> putInts(v.values(), positions, n, out);
            case LongVector v -> putLongs(v.values(), positions, n, out);
            case DoubleVector v -> putDoubles(v.values(), positions, n, out);
            case Int128Vector v -> {
                putLongs(v.high(), positions, n, out);
                putLongs(v.low(), positions, n, out);
            }
            case BytesVector v -> {
                if (dictionary) {
                    putDictionary(v, positions, n, out);
                } else {
                    putText(v, selection, n, out);
                }
            }
        }
    }

    private static void putValidity(Vector vector, int[] selection, int n, ByteBuffer out) {
        for (int word = 0; word < Vector.words(n); word++) {
            long bits = 0;
            int end = Math.min(64, n - 64 * word);
            for (int i = 0; i < end; i++) {
                int p = selection == null ? 64 * word + i : selection[64 * word + i];
                bits |= vector.isNull(p) ? 0 : 1L << i;
            }
            out.putLong(bits);
        }
    }

    private static void putBytes(byte[] values, int[] selection, int n, ByteBuffer out) {
        if (selection == null) {
            out.put(values, 0, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            out.put(values[selection[i]]);
        }
    }

    private static void putInts(int[] values, int[] selection, int n, ByteBuffer out) {
        if (selection == null) {
            out.asIntBuffer().put(values, 0, n);
        } else {
            byte[] bytes = out.array();
            int at = out.position();
            for (int i = 0; i < n; i++) {
                LittleEndian.putInt(bytes, at + 4 * i, values[selection[i]]);
            }
        }
        out.position(out.position() + 4 * n);
    }

    private static void putLongs(long[] values, int[] selection, int n, ByteBuffer out) {
        if (selection == null) {
            out.asLongBuffer().put(values, 0, n);
        } else {
            byte[] bytes = out.array();
            int at = out.position();
            for (int i = 0; i < n; i++) {
                LittleEndian.putLong(bytes, at + 8 * i, values[selection[i]]);
            }
        }
        out.position(out.position() + 8 * n);
    }

    private static void putDoubles(double[] values, int[] selection, int n, ByteBuffer out) {
        if (selection == null) {
            out.asDoubleBuffer().put(values, 0, n);
        } else {
            byte[] bytes = out.array();
            int at = out.position();
            for (int i = 0; i < n; i++) {
                long bits = Double.doubleToRawLongBits(values[selection[i]]);
                LittleEndian.putLong(bytes, at + 8 * i, bits);
            }
        }
        out.position(out.position() + 8 * n);
    }

    private static void putDictionary(BytesVector v, int[] selection, int n, ByteBuffer out) {
        Dictionary dictionary = v.dictionary();
        int size = dictionary.size();
        out.putInt(size);
        putInts(dictionary.lengths(), null, size, out);
        out.putInt(dictionaryBytes(v));
        for (int i = 0; i < size; i++) {
            out.put(dictionary.bytes(), dictionary.starts()[i], dictionary.lengths()[i]);
        }
        putInts(v.codes(), selection, n, out);
    }

    private static void putText(BytesVector v, int[] selection, int n, ByteBuffer out) {
        int lengthsAt = out.position();
        int bytesAt = lengthsAt + 4 * n + 4;
        byte[] heap = v.heapAt();
        out.position(bytesAt);
        for (int i = 0; i < n; i++) {
            int p = position(v, selection, i);
            int length = v.isNull(p) ? 0 : v.lengthAt(p);
            out.putInt(lengthsAt + 4 * i, length);
            if (length > 0) {
                out.put(heap, v.startAt(p), length);
            }
        }
        out.putInt(lengthsAt + 4 * n, out.position() - bytesAt);
    }

    private static Batch read(ByteBuffer in, Batch reuse) {
        int rows = in.getInt();
        Vector[] columns = new Vector[in.getShort() & 0xFFFF];
        for (int i = 0; i < columns.length; i++) {
            Vector old = reuse != null && i < reuse.columnCount() ? reuse.column(i) : null;
            columns[i] = readColumn(in, rows, old);
        }
        Batch batch = new Batch(columns);
        batch.setSize(rows);
        return batch;
    }

    private static Vector readColumn(ByteBuffer in, int rows, Vector reuse) {
        PhysicalType type = TYPES[in.get()];
        int flags = in.get();
        int n = (flags & CONSTANT) == 0 ? rows : Math.min(1, rows);
        boolean fits = reuse != null && reuse.type() == type && reuse.capacity() >= n;
        Vector vector =
                fits ? reuse : Vector.create(type, Math.max(n, Math.min(rows, Batch.CAPACITY)));
        vector.reset();
        int validityAt = in.position();
        if ((flags & NULLS) != 0) {
            in.position(validityAt + 8 * Vector.words(n));
        }
        switch (vector) {
            case BooleanVector v -> in.get(v.values(), 0, n);
            case IntVector v -> getInts(in, v.values(), n);
            case LongVector v -> getLongs(in, v.values(), n);
            case DoubleVector v -> {
                in.asDoubleBuffer().get(v.values(), 0, n);
                in.position(in.position() + 8 * n);
            }
            case Int128Vector v -> {
                getLongs(in, v.high(), n);
                getLongs(in, v.low(), n);
            }
            case BytesVector v -> getText(in, v, n, (flags & DICTIONARY) != 0);
        }
        if ((flags & NULLS) != 0) {
            ByteBuffer words = in.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(validityAt);
            words.asLongBuffer().get(vector.writableValidity(), 0, Vector.words(n));
        }
        vector.setConstant((flags & CONSTANT) != 0);
        return vector;
    }

    private static void getInts(ByteBuffer in, int[] target, int n) {
        in.asIntBuffer().get(target, 0, n);
        in.position(in.position() + 4 * n);
    }

    private static void getLongs(ByteBuffer in, long[] target, int n) {
        in.asLongBuffer().get(target, 0, n);
        in.position(in.position() + 8 * n);
    }

    private static void getText(ByteBuffer in, BytesVector vector, int n, boolean dictionary) {
        int size = dictionary ? in.getInt() : n;
        int[] starts = dictionary ? new int[size] : vector.starts();
        int[] lengths = dictionary ? new int[size] : vector.lengths();
        getInts(in, lengths, size);
        int total = in.getInt();
        byte[] bytes = new byte[total];
        in.get(bytes);
        int start = 0;
        for (int i = 0; i < size; i++) {
            starts[i] = start;
            start += lengths[i];
        }
        if (dictionary) {
            getInts(in, vector.setDictionary(new Dictionary(bytes, starts, lengths, size)), n);
        } else {
            vector.setHeap(bytes);
        }
    }
}
