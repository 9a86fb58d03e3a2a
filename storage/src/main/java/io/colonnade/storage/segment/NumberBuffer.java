package io.colonnade.storage.segment;

import io.colonnade.storage.encoding.ByteOutput;
import io.colonnade.storage.encoding.Doubles;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.encoding.EncodingCost;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.storage.encoding.Lane;
import io.colonnade.storage.encoding.NumberDictionary;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LittleEndian;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.ColumnEncoding;

import java.util.Arrays;

/** Rows of a column whose values fit 64 bits, as those bits. */
final class NumberBuffer extends ColumnBuffer {
    /** AUTO looks for a dictionary only where bit packing needs more than this per value. */
    private static final int DICTIONARY_MIN_BITS = 12;

    /** And takes it when it needs at most this share of the bytes: its decoding is slower. */
    private static final double DICTIONARY_MAX_SHARE = 0.7;

    /** Redshift's BYTEDICT. */
    private static final int BYTE_ENTRIES = 256;

    /** How many vectors of a block a trial looks at. */
    private static final int SAMPLED_VECTORS = 4;

    private final Lane lane;
    private long[] values = new long[SegmentFormat.VECTOR_ROWS];
    private final long[] scratch = new long[SegmentFormat.VECTOR_ROWS];
    private final long[] images = new long[SegmentFormat.VECTOR_ROWS];

    NumberBuffer(Lane lane, ColumnEncoding choice) {
        super(choice);
        this.lane = lane;
    }

    private boolean isFloating() {
        return lane == Lane.REAL || lane == Lane.DOUBLE;
    }

    @Override
    void appendValues(Vector vector, int[] selection, int first, int count) {
        int at = rows();
        if (at + count > values.length) {
            values = Arrays.copyOf(values, grown(values.length, at + count));
        }
        if (vector.isConstant()) {
            Arrays.fill(values, at, at + count, constant(vector));
            return;
        }
        switch (vector) {
            case BooleanVector v -> copy(v.values(), selection, first, count, at);
            case IntVector v -> copy(v.values(), selection, first, count, at);
            case LongVector v -> copy(v.values(), selection, first, count, at);
            case DoubleVector v -> copy(v.values(), selection, first, count, at);
            case Int128Vector v -> throw unexpected(v);
            case BytesVector v -> throw unexpected(v);
        }
    }

    private long constant(Vector vector) {
        return switch (vector) {
            case BooleanVector v -> v.value(0);
            case IntVector v -> v.value(0);
            case LongVector v -> v.value(0);
            case DoubleVector v -> Doubles.bits(lane, v.value(0));
            case Int128Vector v -> throw unexpected(v);
            case BytesVector v -> throw unexpected(v);
        };
    }

    private IllegalArgumentException unexpected(Vector vector) {
        return new IllegalArgumentException(vector.type() + " for a column of " + lane);
    }

    private void copy(byte[] from, int[] selection, int first, int count, int at) {
        for (int i = 0; i < count; i++) {
            values[at + i] = from[selection == null ? first + i : selection[first + i]];
        }
    }

    private void copy(int[] from, int[] selection, int first, int count, int at) {
        for (int i = 0; i < count; i++) {
            values[at + i] = from[selection == null ? first + i : selection[first + i]];
        }
    }

    private void copy(long[] from, int[] selection, int first, int count, int at) {
        for (int i = 0; i < count; i++) {
            values[at + i] = from[selection == null ? first + i : selection[first + i]];
        }
    }

    private void copy(double[] from, int[] selection, int first, int count, int at) {
        for (int i = 0; i < count; i++) {
            double value = from[selection == null ? first + i : selection[first + i]];
            values[at + i] = Doubles.bits(lane, value);
        }
    }

    @Override
    EncodedBlock encode(int count, BlockBuilder builder) {
        return switch (choice()) {
            case AUTO, TEXT255, TEXT32K -> encodeByTrial(count, builder);
            case RAW -> encodeAs(Encoding.RAW, count, builder);
            case AZ64 -> encodeAs(Encoding.AZ64, count, builder);
            case DELTA -> encodeAs(Encoding.DELTA, count, builder);
            case DELTA32K -> encodeAs(Encoding.DELTA32K, count, builder);
            case MOSTLY8 -> encodeAs(Encoding.MOSTLY8, count, builder);
            case MOSTLY16 -> encodeAs(Encoding.MOSTLY16, count, builder);
            case MOSTLY32 -> encodeAs(Encoding.MOSTLY32, count, builder);
            case RUNLENGTH -> encodeAs(Encoding.RUNLENGTH, count, builder);
            case BYTEDICT -> encodeByteDictionary(count, builder);
            case LZO -> encodeAs(Encoding.LZ4, count, builder);
            case ZSTD -> encodeAs(Encoding.ZSTD, count, builder);
        };
    }

    private EncodedBlock encodeByTrial(int count, BlockBuilder builder) {
        EncodedBlock block = encodeAs(bestForm(count), count, builder);
        if (block.bytes().length * 8L < (long) count * DICTIONARY_MIN_BITS) {
            return block;
        }
        int limit = NumberDictionary.worthwhileEntries(values, count);
        EncodedBlock other = limit == 0 ? null : encodeDictionary(count, limit, builder);
        if (other != null && other.bytes().length < DICTIONARY_MAX_SHARE * block.bytes().length) {
            return other;
        }
        return block;
    }

    /** The cheapest form of the values themselves, judged by a few vectors of the block. */
    private Encoding bestForm(int count) {
        if (isFloating()) {
            return Encoding.ALP;
        }
        if (lane == Lane.BOOLEAN) {
            return Encoding.AZ64;
        }
        long[] sample = new long[SegmentFormat.VECTOR_ROWS];
        EncodingCost cost = new EncodingCost();
        int vectors = (count + SegmentFormat.VECTOR_ROWS - 1) / SegmentFormat.VECTOR_ROWS;
        int step = (vectors + SAMPLED_VECTORS - 1) / SAMPLED_VECTORS;
        for (int vector = step / 2; vector < vectors; vector += step) {
            int first = vector * SegmentFormat.VECTOR_ROWS;
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (nullCount(first, n) < n) {
                fill(first, n);
                System.arraycopy(scratch, 0, sample, 0, n);
                cost.add(sample, n);
            }
        }
        return cost.best();
    }

    private EncodedBlock encodeByteDictionary(int count, BlockBuilder builder) {
        NumberDictionary dictionary = new NumberDictionary(BYTE_ENTRIES);
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (startVector(first, n, builder)) {
                dictionary.putCodes(scratch, n, builder.body());
            }
        }
        return builder.finish(Encoding.BYTEDICT, Block.OWN_DICTIONARY, dictionary.toBytes());
    }

    /** Null when there are more than `limit` different values. */
    private EncodedBlock encodeDictionary(int count, int limit, BlockBuilder builder) {
        NumberDictionary dictionary = new NumberDictionary(limit);
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (startVector(first, n, builder)) {
                if (!dictionary.toCodes(scratch, n)) {
                    return null;
                }
                Integers.encode(scratch, n, builder.body());
            }
        }
        return builder.finish(Encoding.DICTIONARY, Block.OWN_DICTIONARY, dictionary.toBytes());
    }

    private EncodedBlock encodeAs(Encoding encoding, int count, BlockBuilder builder) {
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (startVector(first, n, builder)) {
                putValues(encoding, n, builder.body());
            }
        }
        return builder.finish(encoding, Block.NO_DICTIONARY, new byte[0]);
    }

    private void putValues(Encoding encoding, int n, ByteOutput body) {
        switch (encoding) {
            case ALP -> Doubles.encode(lane, scratch, n, body);
            case RAW, LZ4, ZSTD -> putRaw(n, body);
            default -> Integers.encode(encoding, scratch, n, body);
        }
    }

    private void putRaw(int n, ByteOutput body) {
        int width = lane.bytes();
        byte[] target = body.reserve(n * width);
        int at = body.size();
        switch (width) {
            case 1 -> {
                for (int i = 0; i < n; i++) {
                    target[at + i] = (byte) scratch[i];
                }
            }
            case 4 -> {
                for (int i = 0; i < n; i++) {
                    LittleEndian.putInt(target, at + 4 * i, (int) scratch[i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    LittleEndian.putLong(target, at + 8 * i, scratch[i]);
                }
            }
        }
        body.advance(n * width);
    }

    /** Fills scratch (NULLs replaced by a value), starts the vector; false if all are NULL. */
    private boolean startVector(int first, int n, BlockBuilder builder) {
        int nulls = nullCount(first, n);
        if (nulls == n) {
            builder.startVector(n, Long.MAX_VALUE, Long.MIN_VALUE, nulls);
            return false;
        }
        fill(first, n);
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        if (isFloating()) {
            for (int i = 0; i < n; i++) {
                double value = Doubles.value(lane, scratch[i]);
                images[i] = Hashing.doubleImage(value);
                long zone = ZoneImage.of(value);
                min = Math.min(min, zone);
                max = Math.max(max, zone);
            }
            distinct().add(images, n);
        } else {
            for (int i = 0; i < n; i++) {
                min = Math.min(min, scratch[i]);
                max = Math.max(max, scratch[i]);
            }
            distinct().add(scratch, n);
        }
        builder.startVector(n, min, max, nulls);
        if (nulls > 0) {
            builder.putValidity(validity(), first, n);
        }
        return true;
    }

    private void fill(int first, int n) {
        System.arraycopy(values, first, scratch, 0, n);
        if (nullCount(first, n) > 0) {
            replaceNulls(first, n);
        }
    }

    /** A NULL takes the value before it, the leading ones the first value: runs stay long. */
    private void replaceNulls(int first, int n) {
        int valid = 0;
        while (isNull(first + valid)) {
            valid++;
        }
        long last = scratch[valid];
        for (int i = 0; i < n; i++) {
            if (isNull(first + i)) {
                scratch[i] = last;
            } else {
                last = scratch[i];
            }
        }
    }

    @Override
    void dropValues(int count) {
        System.arraycopy(values, count, values, 0, rows() - count);
    }

    @Override
    long rawBytes(int count) {
        return (long) count * lane.bytes();
    }
}
