package io.colonnade.storage.segment;

import io.colonnade.storage.encoding.ByteOutput;
import io.colonnade.storage.encoding.Compression;
import io.colonnade.storage.encoding.Encoding;

/** Puts a block together, vector by vector; see {@link Block} for the layout. One per writer. */
final class BlockBuilder {
    private static final int MAX_VECTORS =
            SegmentFormat.MAX_ROW_GROUP_ROWS / SegmentFormat.VECTOR_ROWS;

    private final ByteOutput body = new ByteOutput(1 << 20);
    private final ByteOutput head = new ByteOutput(1024);
    private final long[] min = new long[MAX_VECTORS];
    private final long[] max = new long[MAX_VECTORS];
    private final int[] offsets = new int[MAX_VECTORS];
    private final int[] nullCounts = new int[MAX_VECTORS];
    private int vectors;
    private int rows;

    /** Starts a block; forgets the last one. */
    void start() {
        body.reset();
        vectors = 0;
        rows = 0;
    }

    /** Starts a vector; its validity and values follow in {@link #body}. */
    void startVector(int vectorRows, long minImage, long maxImage, int nullCount) {
        min[vectors] = minImage;
        max[vectors] = maxImage;
        offsets[vectors] = body.size();
        nullCounts[vectors] = nullCount;
        vectors++;
        rows += vectorRows;
    }

    ByteOutput body() {
        return body;
    }

    void putValidity(long[] validity, int firstRow, int count) {
        int first = firstRow >>> 6;
        int end = first + (count + 63 >>> 6);
        for (int word = first; word < end; word++) {
            body.putLong(validity[word]);
        }
    }

    /**
     * @param wanted LZ4 and ZSTD: the body is RAW and gets compressed here, if that saves anything
     * @param dictionary one of Block's dictionary constants
     * @param extra the own dictionary or symbol table, or an empty array
     */
    EncodedBlock finish(Encoding wanted, int dictionary, byte[] extra) {
        Encoding encoding = wanted;
        byte[] payload = body.array();
        int payloadBytes = body.size();
        if (wanted.compressesBody()) {
            byte[] packed = Compression.compress(wanted, payload, 0, payloadBytes);
            if (packed.length < payloadBytes) {
                payload = packed;
                payloadBytes = packed.length;
            } else {
                encoding = Encoding.RAW;
            }
        }
        head.reset();
        head.putByte(encoding.number());
        head.putByte(dictionary);
        head.putShort(vectors);
        head.putInt(rows);
        head.putInt(Block.HEADER_BYTES + Block.VECTOR_BYTES * vectors + extra.length);
        head.putInt(encoding.compressesBody() ? body.size() : 0);
        long blockMin = Long.MAX_VALUE;
        long blockMax = Long.MIN_VALUE;
        int blockNulls = 0;
        for (int i = 0; i < vectors; i++) {
            head.putLong(min[i]);
            head.putLong(max[i]);
            head.putInt(offsets[i]);
            head.putInt(nullCounts[i]);
            blockMin = Math.min(blockMin, min[i]);
            blockMax = Math.max(blockMax, max[i]);
            blockNulls += nullCounts[i];
        }
        head.putBytes(extra, 0, extra.length);
        byte[] bytes = new byte[head.size() + payloadBytes];
        System.arraycopy(head.array(), 0, bytes, 0, head.size());
        System.arraycopy(payload, 0, bytes, head.size(), payloadBytes);
        return new EncodedBlock(bytes, encoding, rows, blockMin, blockMax, blockNulls);
    }
}
