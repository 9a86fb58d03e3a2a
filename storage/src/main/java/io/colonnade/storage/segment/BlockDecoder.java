package io.colonnade.storage.segment;

import static io.colonnade.storage.vector.LittleEndian.getInt;
import static io.colonnade.storage.vector.LittleEndian.getLong;

import io.colonnade.storage.encoding.Compression;
import io.colonnade.storage.encoding.Doubles;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.storage.encoding.Lane;
import io.colonnade.storage.encoding.NumberDictionary;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * Decodes the vectors of one column's blocks, in any order. Unpacks a compressed body once per
 * block. What it decodes may point into the block or into its own memory and stays valid until the
 * next {@link #open}. One per reader and column.
 */
public final class BlockDecoder {
    private final Lane lane;
    private final long[] scratch = new long[SegmentFormat.VECTOR_ROWS + Vector.PADDING];
    private final int[] intScratch = new int[SegmentFormat.VECTOR_ROWS + Vector.PADDING];
    private final TextDecoder text = new TextDecoder();
    private Block block;
    private Dictionary dictionary;
    private byte[] unpacked = new byte[0];
    private byte[] body;
    private int bodyOffset;

    public BlockDecoder(Lane lane) {
        this.lane = lane;
    }

    /**
     * Turns to a block.
     *
     * @param segmentDictionary needed only if the block uses it
     */
    public void open(Block newBlock, Dictionary segmentDictionary) {
        block = newBlock;
        dictionary = block.usesSegmentDictionary() ? segmentDictionary : block.dictionary();
        if (block.encoding().compressesBody()) {
            int size = block.unpackedBytes();
            Compression.checkSize(
                    block.encoding(), block.bytes(), block.bodyOffset(), block.bodyBytes(), size);
            if (unpacked.length < size + Block.PADDING) {
                unpacked = new byte[size + Block.PADDING];
            }
            Compression.decompress(
                    block.encoding(),
                    block.bytes(),
                    block.bodyOffset(),
                    block.bodyBytes(),
                    unpacked,
                    size);
            body = unpacked;
            bodyOffset = 0;
        } else {
            body = block.bytes();
            bodyOffset = block.bodyOffset();
        }
    }

    /** Decodes a vector of the block; a damaged one may be an unchecked exception of any kind. */
    public void decode(int vector, Vector target) {
        decode(vector, target, null, 0);
    }

    /** As decode, but only the selected positions (null: all) need be right. */
    public void decode(int vector, Vector target, int[] selection, int selected) {
        int count = block.vectorRows(vector);
        int nulls = block.nullCount(vector);
        if (nulls == count) {
            allNull(target, count);
            return;
        }
        int at = bodyOffset + block.offset(vector);
        int values = nulls == 0 ? at : at + 8 * Vector.words(count);
        target.reset();
        switch (target) {
            case IntVector v -> decodeInts(values, count, selection, selected, v.values());
            case LongVector v -> decodeLongs(values, count, selection, selected, v.values());
            case BooleanVector v -> decodeBooleans(values, count, v.values());
            case DoubleVector v -> decodeDoubles(values, count, v.values());
            case Int128Vector v -> decodeInt128(values, count, v);
            case BytesVector v -> {
                require(Lane.TEXT);
                text.decode(block, dictionary, body, values, count, v);
            }
        }
        if (nulls > 0) {
            long[] validity = target.writableValidity();
            for (int word = 0; word < Vector.words(count); word++) {
                validity[word] = getLong(body, at + 8 * word);
            }
        }
    }

    private static void allNull(Vector target, int count) {
        target.reset();
        Arrays.fill(target.writableValidity(), 0, Vector.words(count), 0L);
        if (target instanceof BytesVector v) {
            Arrays.fill(v.starts(), 0, count, 0);
            Arrays.fill(v.lengths(), 0, count, 0);
        }
    }

    private void decodeInts(int at, int count, int[] selection, int selected, int[] target) {
        require(Lane.INT);
        switch (block.encoding()) {
            case AZ64, RUNLENGTH, DELTA, DELTA32K, MOSTLY8, MOSTLY16, MOSTLY32 -> {
                if (selection == null) {
                    Integers.decode(body, at, count, target);
                } else {
                    Integers.decode(body, at, count, selection, selected, target);
                }
            }
            case RAW, LZ4, ZSTD -> {
                for (int i = 0; i < count; i++) {
                    target[i] = getInt(body, at + 4 * i);
                }
            }
            case DICTIONARY, BYTEDICT -> {
                boolean exceptions = block.encoding() == Encoding.BYTEDICT;
                NumberDictionary.decode(
                        body, at, count, block.numbers(), exceptions, intScratch, target);
            }
            case FSST, TEXT255, TEXT32K, ALP -> throw unexpected();
        }
    }

    private void decodeLongs(int at, int count, int[] selection, int selected, long[] target) {
        require(Lane.LONG);
        if (selection != null && block.encoding() == Encoding.AZ64) {
            Integers.decode(body, at, count, selection, selected, target);
        } else {
            decodeBits(at, count, target);
        }
    }

    /** The 64 bits of a vector's values in any encoding but those of {@link Doubles}. */
    private void decodeBits(int at, int count, long[] target) {
        switch (block.encoding()) {
            case AZ64, RUNLENGTH, DELTA, DELTA32K, MOSTLY8, MOSTLY16, MOSTLY32 ->
                    Integers.decode(body, at, count, target);
            case RAW, LZ4, ZSTD -> decodeRaw(at, count, target);
            case DICTIONARY, BYTEDICT -> {
                boolean exceptions = block.encoding() == Encoding.BYTEDICT;
                NumberDictionary.decode(
                        body, at, count, block.numbers(), exceptions, intScratch, target);
            }
            case FSST, TEXT255, TEXT32K, ALP -> throw unexpected();
        }
    }

    private void decodeRaw(int at, int count, long[] target) {
        switch (lane.bytes()) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = body[at + i];
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = getInt(body, at + 4 * i);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[i] = getLong(body, at + 8 * i);
                }
            }
        }
    }

    private void decodeBooleans(int at, int count, byte[] target) {
        require(Lane.BOOLEAN);
        decodeBits(at, count, scratch);
        for (int i = 0; i < count; i++) {
            target[i] = (byte) scratch[i];
        }
    }

    private void decodeDoubles(int at, int count, double[] target) {
        if (lane != Lane.REAL) {
            require(Lane.DOUBLE);
        }
        if (block.encoding() == Encoding.ALP || block.encoding() == Encoding.AZ64) {
            Doubles.decode(lane, body, at, count, scratch, intScratch, target);
        } else {
            decodeBits(at, count, scratch);
            Doubles.fromBits(lane, scratch, count, target);
        }
    }

    private void decodeInt128(int at, int count, Int128Vector target) {
        require(Lane.INT128);
        long[] high = target.high();
        long[] low = target.low();
        switch (block.encoding()) {
            case RAW, LZ4, ZSTD -> decodeWords(at, count, high, low);
            case BYTEDICT -> {
                NumberDictionary.decode(body, at, count, block.numbers(), true, intScratch, low);
                extendSign(count, high, low);
            }
            case AZ64, RUNLENGTH, DELTA, DELTA32K, MOSTLY8, MOSTLY16, MOSTLY32 -> {
                switch (body[at]) {
                    case Int128Buffer.WIDE -> decodeWords(at + 1, count, high, low);
                    case Int128Buffer.NARROW -> {
                        Integers.decode(body, at + 1, count, low);
                        extendSign(count, high, low);
                    }
                    case Int128Buffer.SPLIT -> {
                        Integers.decode(body, at + 1, count, high);
                        Integers.decode(body, Integers.end(body, at + 1, count), count, low);
                    }
                    default -> throw unexpected();
                }
            }
            case DICTIONARY, FSST, TEXT255, TEXT32K, ALP -> throw unexpected();
        }
    }

    private void decodeWords(int at, int count, long[] high, long[] low) {
        for (int i = 0; i < count; i++) {
            high[i] = getLong(body, at + 8 * i);
            low[i] = getLong(body, at + 8 * (count + i));
        }
    }

    private static void extendSign(int count, long[] high, long[] low) {
        for (int i = 0; i < count; i++) {
            high[i] = low[i] >> 63;
        }
    }

    private void require(Lane wanted) {
        if (lane != wanted) {
            throw new IllegalStateException(lane + " decoded as " + wanted);
        }
    }

    private IllegalStateException unexpected() {
        return new IllegalStateException(block.encoding() + " for a column of " + lane);
    }
}
