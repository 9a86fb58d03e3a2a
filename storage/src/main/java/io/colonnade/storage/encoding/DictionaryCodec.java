package io.colonnade.storage.encoding;

import static io.colonnade.storage.vector.LittleEndian.getInt;

import io.colonnade.storage.vector.Dictionary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A dictionary as bytes.
 *
 * <pre>
 * entries i32 | raw bytes i32 | zstd bytes i32 (0: payload not compressed) | payload
 * payload: entries x i32 lengths | values
 * </pre>
 */
public final class DictionaryCodec {
    private static final int HEADER = 12;

    /** Below this the frame of a compressor costs more than it saves. */
    private static final int MIN_COMPRESSED = 1024;

    private DictionaryCodec() {}

    public static byte[] encode(Dictionary dictionary) {
        int size = dictionary.size();
        int total = 4 * size;
        for (int i = 0; i < size; i++) {
            total = Math.addExact(total, dictionary.lengths()[i]);
        }
        ByteBuffer payload = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        payload.asIntBuffer().put(dictionary.lengths(), 0, size);
        payload.position(4 * size);
        for (int i = 0; i < size; i++) {
            payload.put(dictionary.bytes(), dictionary.starts()[i], dictionary.lengths()[i]);
        }
        byte[] body = payload.array();
        boolean compressed = false;
        if (total >= MIN_COMPRESSED) {
            byte[] smaller = Compression.compress(Encoding.ZSTD, body, 0, total);
            compressed = smaller.length < total;
            body = compressed ? smaller : body;
        }
        ByteBuffer out = ByteBuffer.allocate(HEADER + body.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(size).putInt(total).putInt(compressed ? body.length : 0).put(body);
        return out.array();
    }

    public static Dictionary decode(byte[] bytes, int offset) {
        int size = getInt(bytes, offset);
        int total = getInt(bytes, offset + 4);
        int compressed = getInt(bytes, offset + 8);
        int at = offset + HEADER;
        if (size < 0 || total / 4 < size || compressed < 0 || compressed > bytes.length - at) {
            throw new IllegalStateException("the header of a dictionary is damaged");
        }
        byte[] payload;
        if (compressed == 0) {
            Objects.checkFromIndexSize(at, total, bytes.length);
            payload = Arrays.copyOfRange(bytes, at, at + total);
        } else {
            Compression.checkSize(Encoding.ZSTD, bytes, at, compressed, total);
            payload = new byte[total];
            Compression.decompress(Encoding.ZSTD, bytes, at, compressed, payload, total);
        }
        int[] starts = new int[size];
        int[] lengths = new int[size];
        int start = 4 * size;
        for (int i = 0; i < size; i++) {
            lengths[i] = getInt(payload, 4 * i);
            starts[i] = start;
            if (lengths[i] < 0) {
                throw new IllegalStateException("a dictionary's entry has a negative length");
            }
            start = Math.addExact(start, lengths[i]);
        }
        if (start != total) {
            throw new IllegalStateException("a dictionary's lengths do not add up");
        }
        return new Dictionary(payload, starts, lengths, size);
    }
}
