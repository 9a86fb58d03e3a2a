package io.colonnade.storage.segment;

import io.colonnade.storage.encoding.ByteOutput;
import io.colonnade.storage.encoding.DictionaryBuilder;
import io.colonnade.storage.encoding.DictionaryCodec;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.storage.encoding.Words;

import java.util.Arrays;

/**
 * The encodings of text that are never chosen, only asked for.
 *
 * <pre>
 * BYTEDICT          vector: Integers of the codes | exceptions n u16
 *                           | [positions u16 x n | Integers of their lengths | their bytes]
 * TEXT255, TEXT32K  vector: Integers of the lengths | words, see {@link Words}
 * RUNLENGTH         vector: runs n u16 | Integers of rows per run | Integers of lengths | bytes
 * </pre>
 */
final class ExplicitTextEncoder {
    /** The first 256 values of a block get codes. */
    private static final int BYTE_ENTRIES = 256;

    private final TextBuffer buffer;
    private final TextEncoder vectors;
    private final long[] scratch = new long[SegmentFormat.VECTOR_ROWS];
    private final int[] rows = new int[SegmentFormat.VECTOR_ROWS];

    ExplicitTextEncoder(TextBuffer buffer, TextEncoder vectors) {
        this.buffer = buffer;
        this.vectors = vectors;
    }

    EncodedBlock encodeByteDictionary(int count, BlockBuilder builder) {
        DictionaryBuilder dictionary =
                new DictionaryBuilder(BYTE_ENTRIES, SegmentFormat.MAX_VALUE_BYTES / 2);
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (vectors.startVector(first, n, builder)) {
                putCodes(first, n, dictionary, builder.body());
            }
        }
        if (dictionary.size() == 0) {
            // codes of NULLs must lead somewhere
            dictionary.add(new byte[0], 0, 0);
        }
        byte[] extra = DictionaryCodec.encode(dictionary.build());
        return builder.finish(Encoding.BYTEDICT, Block.OWN_DICTIONARY, extra);
    }

    private void putCodes(int first, int n, DictionaryBuilder dictionary, ByteOutput body) {
        int exceptions = 0;
        long last = 0;
        for (int i = 0; i < n; i++) {
            int start = buffer.offset(first + i);
            int length = buffer.offset(first + i + 1) - start;
            if (!buffer.isNull(first + i)) {
                int code = dictionary.add(buffer.heap(), start, length);
                if (code == DictionaryBuilder.FULL) {
                    rows[exceptions++] = i;
                } else {
                    last = code;
                }
            }
            scratch[i] = last;
        }
        Integers.encode(scratch, n, body);
        body.putShort(exceptions);
        for (int i = 0; i < exceptions; i++) {
            body.putShort(rows[i]);
            rows[i] += first;
        }
        if (exceptions > 0) {
            putValues(exceptions, body);
        }
    }

    /** Lengths and bytes of the collected rows. */
    private void putValues(int count, ByteOutput body) {
        for (int i = 0; i < count; i++) {
            scratch[i] = (long) buffer.offset(rows[i] + 1) - buffer.offset(rows[i]);
        }
        Integers.encodeAz64(scratch, count, body);
        for (int i = 0; i < count; i++) {
            int start = buffer.offset(rows[i]);
            body.putBytes(buffer.heap(), start, buffer.offset(rows[i] + 1) - start);
        }
    }

    EncodedBlock encodeWords(Encoding encoding, int count, BlockBuilder builder) {
        Words words = new Words(encoding);
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (vectors.startVector(first, n, builder)) {
                vectors.putLengths(first, n, builder.body());
                for (int row = first; row < first + n; row++) {
                    words.put(
                            buffer.heap(),
                            buffer.offset(row),
                            buffer.offset(row + 1),
                            builder.body());
                }
            }
        }
        return builder.finish(encoding, Block.OWN_DICTIONARY, words.dictionary());
    }

    /** A NULL goes with the run before it. */
    EncodedBlock encodeRuns(int count, BlockBuilder builder) {
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (vectors.startVector(first, n, builder)) {
                putRuns(first, n, builder.body());
            }
        }
        return builder.finish(Encoding.RUNLENGTH, Block.NO_DICTIONARY, new byte[0]);
    }

    private void putRuns(int first, int n, ByteOutput body) {
        int runs = 0;
        for (int row = first; row < first + n; row++) {
            if (runs == 0 || !buffer.isNull(row) && !equal(rows[runs - 1], row)) {
                scratch[runs] = 0;
                rows[runs++] = row;
            }
            scratch[runs - 1]++;
        }
        body.putShort(runs);
        Integers.encodeAz64(scratch, runs, body);
        putValues(runs, body);
    }

    private boolean equal(int a, int b) {
        byte[] heap = buffer.heap();
        return Arrays.equals(
                heap,
                buffer.offset(a),
                buffer.offset(a + 1),
                heap,
                buffer.offset(b),
                buffer.offset(b + 1));
    }
}
