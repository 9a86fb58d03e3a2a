package io.colonnade.compute.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;

import java.util.Arrays;
import java.util.function.Consumer;

/** Encodes batches into pieces that fit a message, however wide their text is. Stateless. */
public final class BatchFrames {
    /** Well below what a message may have; a batch of narrow rows has some 100 KB. */
    static final int MAX_BYTES = 16 << 20;

    private BatchFrames() {}

    /** Gives the encoded rows to `target` in order; a single row is never cut. */
    public static void encode(Batch batch, Consumer<ByteString> target) {
        encode(batch, MAX_BYTES, target);
    }

    static void encode(Batch batch, int maxBytes, Consumer<ByteString> target) {
        int rows = batch.rowCount();
        if (rows == 0) {
            return;
        }
        byte[] bytes = BatchCodec.encode(batch);
        if (bytes.length <= maxBytes || rows == 1) {
            target.accept(UnsafeByteOperations.unsafeWrap(bytes));
            return;
        }
        int[] selection = batch.selection();
        int[] positions = new int[rows];
        for (int i = 0; i < rows; i++) {
            positions[i] = batch.position(i);
        }
        int half = rows / 2;
        batch.select(positions, half);
        encode(batch, maxBytes, target);
        batch.select(Arrays.copyOfRange(positions, half, rows), rows - half);
        encode(batch, maxBytes, target);
        batch.select(selection, rows);
    }
}
