package io.colonnade.storage.segment;

import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.ColumnEncoding;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * Encodes a sample of one column in every encoding that suits its type, block by block as a writer
 * would, and tells which takes the fewest bytes. Owned by one statement.
 */
public final class EncodingTrial {
    /** Text that ends a block early, so that a sample of long texts needs little memory. */
    private static final long MAX_HELD_BYTES = 4L << 20;

    private final List<Candidate> candidates = new ArrayList<>();
    private final BlockBuilder builder = new BlockBuilder();
    private int waiting;
    private long held;

    /**
     * What came out.
     *
     * @param bytes of the sample in that encoding
     * @param rawBytes of the sample in RAW
     */
    public record Outcome(ColumnEncoding encoding, long bytes, long rawBytes) {
        /** How much smaller than RAW, in hundredths of a per cent. */
        public long savedBasisPoints() {
            return rawBytes == 0 ? 0 : Math.max(0, 10_000 - 10_000 * bytes / rawBytes);
        }
    }

    private static final class Candidate {
        private final ColumnEncoding encoding;
        private final ColumnBuffer buffer;
        private long bytes;

        private Candidate(ColumnEncoding encoding, SqlType type) {
            this.encoding = encoding;
            buffer = ColumnBuffer.create(type, encoding);
        }

        /** Compressed bodies are unpacked whole and words put together: they must gain more. */
        private double cost() {
            return switch (encoding) {
                case RAW, AZ64, BYTEDICT, MOSTLY8, MOSTLY16, MOSTLY32, RUNLENGTH -> bytes;
                case AUTO, DELTA, DELTA32K, LZO, TEXT255, TEXT32K -> 1.05 * bytes;
                case ZSTD -> 1.1 * bytes;
            };
        }
    }

    public EncodingTrial(SqlType type) {
        for (ColumnEncoding encoding : ColumnEncoding.values()) {
            if (encoding != ColumnEncoding.AUTO && encoding.suits(type)) {
                candidates.add(new Candidate(encoding, type));
            }
        }
    }

    /** Adds the selected positions (null: the first `count`) to the sample. */
    public void add(Vector vector, int[] selection, int count) {
        for (int first = 0; first < count; ) {
            int step = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            step = Math.min(step, SegmentFormat.MAX_ROW_GROUP_ROWS - waiting);
            for (Candidate candidate : candidates) {
                candidate.buffer.append(vector, selection, first, step);
            }
            if (vector instanceof BytesVector texts) {
                held += bytes(texts, selection, first, step);
            }
            waiting += step;
            first += step;
            if (waiting == SegmentFormat.MAX_ROW_GROUP_ROWS || held > MAX_HELD_BYTES) {
                encode();
            }
        }
    }

    private static long bytes(BytesVector texts, int[] selection, int first, int count) {
        long bytes = 0;
        for (int i = first; i < first + count; i++) {
            int position = selection == null ? i : selection[i];
            bytes += texts.isNull(position) ? 0 : texts.lengthAt(position);
        }
        return bytes;
    }

    private void encode() {
        for (Candidate candidate : candidates) {
            candidate.bytes += candidate.buffer.encode(waiting, builder).bytes().length;
            candidate.buffer.drop(waiting);
        }
        waiting = 0;
        held = 0;
    }

    /** The cheapest encoding; RAW where nothing is gained. */
    public Outcome best() {
        if (waiting > 0) {
            encode();
        }
        Candidate best = candidates.getFirst();
        for (Candidate candidate : candidates) {
            candidate.bytes += dictionaryBytes(candidate.buffer);
            best = candidate.cost() < best.cost() ? candidate : best;
        }
        return new Outcome(best.encoding, best.bytes, candidates.getFirst().bytes);
    }

    private static long dictionaryBytes(ColumnBuffer buffer) {
        return buffer instanceof TextBuffer text && text.segmentDictionary() != null
                ? text.segmentDictionary().retainedBytes()
                : 0;
    }
}
