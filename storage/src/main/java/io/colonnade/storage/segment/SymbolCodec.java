package io.colonnade.storage.segment;

import io.colonnade.storage.encoding.ByteOutput;
import io.colonnade.storage.encoding.Fsst;
import io.colonnade.storage.encoding.FsstTrainer;

import java.util.Arrays;

/**
 * The symbol table of a text column being written. Trained on the first block that tries it and
 * kept while it suits the blocks that follow.
 */
final class SymbolCodec {
    private static final int TRAINING_BYTES = 1 << 15;

    /** A table that does this much worse than it did at first is trained anew. */
    private static final double MAX_DECAY = 1.1;

    private final TextBuffer buffer;
    private final ByteOutput scratch = new ByteOutput(1 << 17);
    private Fsst table;
    private double firstShare;

    SymbolCodec(TextBuffer buffer) {
        this.buffer = buffer;
    }

    /** Encoded bytes of the rows from..to, with the table that {@link #put} will use. */
    int sample(int from, int to) {
        int length = buffer.offset(to) - buffer.offset(from);
        if (table != null) {
            int size = encode(from, to);
            if (size <= MAX_DECAY * firstShare * length) {
                return size;
            }
        }
        table = train();
        int size = encode(from, to);
        firstShare = (double) size / length;
        return size;
    }

    private int encode(int from, int to) {
        scratch.reset();
        put(from, to, scratch);
        return scratch.size();
    }

    /** Rows all over the buffer, about as many bytes as training needs. */
    private Fsst train() {
        int rows = buffer.rows();
        int total = buffer.offset(rows);
        int step = Math.max(1, total / TRAINING_BYTES);
        byte[] text = new byte[TRAINING_BYTES + Fsst.PADDING];
        int[] ends = new int[rows];
        int values = 0;
        int used = 0;
        for (int row = 0; row < rows && used < TRAINING_BYTES; row += step) {
            int start = buffer.offset(row);
            int length = Math.min(buffer.offset(row + 1) - start, TRAINING_BYTES - used);
            System.arraycopy(buffer.heap(), start, text, used, length);
            used += length;
            ends[values++] = used;
        }
        return new FsstTrainer().train(text, Arrays.copyOf(ends, values));
    }

    /** Byte count i32 and the codes of the rows from..to. */
    void put(int from, int to, ByteOutput out) {
        int sizeAt = out.size();
        out.putInt(0);
        int room = 2 * (buffer.offset(to) - buffer.offset(from));
        byte[] target = out.reserve(room);
        int at = out.size();
        for (int row = from; row < to; row++) {
            at =
                    table.encode(
                            buffer.heap(), buffer.offset(row), buffer.offset(row + 1), target, at);
        }
        out.advance(at - out.size());
        out.setInt(sizeAt, at - sizeAt - 4);
    }

    byte[] table() {
        return table.toBytes();
    }
}
