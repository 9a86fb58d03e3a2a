package io.colonnade.compute.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class BatchFramesTest {
    private static final int ROWS = 100;

    /** Row i is i times the letter x. */
    private static Batch rows() {
        Batch batch = Batch.create(List.of(SqlType.VARCHAR));
        BytesVector text = (BytesVector) batch.column(0);
        for (int i = 0; i < ROWS; i++) {
            byte[] bytes = "x".repeat(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            text.append(i, bytes, 0, bytes.length);
        }
        batch.setSize(ROWS);
        return batch;
    }

    private static List<Integer> lengths(Batch batch, int maxBytes) {
        List<Integer> lengths = new ArrayList<>();
        for (ByteString frame : frames(batch, maxBytes)) {
            Batch piece = BatchCodec.decode(frame.toByteArray());
            assertTrue(frame.size() <= maxBytes || piece.rowCount() == 1, frame.size() + " bytes");
            for (int i = 0; i < piece.rowCount(); i++) {
                lengths.add(((BytesVector) piece.column(0)).lengthAt(i));
            }
        }
        return lengths;
    }

    private static List<ByteString> frames(Batch batch, int maxBytes) {
        List<ByteString> frames = new ArrayList<>();
        BatchFrames.encode(batch, maxBytes, frames::add);
        return frames;
    }

    @Test
    void narrowRowsStayTogether() {
        assertEquals(1, frames(rows(), BatchFrames.MAX_BYTES).size());
    }

    @Test
    void wideRowsAreSpreadInOrder() {
        Batch batch = rows();
        List<Integer> all = lengths(batch, BatchFrames.MAX_BYTES);
        assertEquals(ROWS, all.size());
        assertEquals(all, lengths(batch, 500));
        assertEquals(all, lengths(batch, 50));
        assertEquals(ROWS, batch.rowCount());
    }

    @Test
    void selectionIsKept() {
        Batch batch = rows();
        int[] odd = new int[ROWS / 2];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = 2 * i + 1;
        }
        batch.select(odd, odd.length);
        List<Integer> expected = new ArrayList<>();
        for (int i : odd) {
            expected.add(i);
        }
        assertEquals(expected, lengths(batch, 300));
        assertEquals(odd, batch.selection());
        assertEquals(odd.length, batch.rowCount());
    }

    @Test
    void noRowsNoFrame() {
        Batch batch = rows();
        batch.select(new int[0], 0);
        assertEquals(List.of(), frames(batch, 10));
    }
}
