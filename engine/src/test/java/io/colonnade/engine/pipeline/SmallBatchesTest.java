package io.colonnade.engine.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Small batches hold the reader's rows, each once and in their order. */
class SmallBatchesTest {
    /** Gives prepared batches. */
    private record Prepared(ArrayDeque<Batch> batches) implements SourceReader {
        @Override
        public Batch next() {
            return batches.poll();
        }

        @Override
        public boolean finished() {
            return batches.isEmpty();
        }

        @Override
        public CompletableFuture<?> available() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            batches.clear();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void allRowsComeOnceAndInOrder(int most) {
        List<Long> expected = new ArrayList<>();
        ArrayDeque<Batch> batches = new ArrayDeque<>();
        for (int size : new int[] {20, 1, 0, 7, 14}) {
            batches.add(batch(size, expected));
            batches.add(everyThird(size, expected));
        }
        List<Long> found = new ArrayList<>();
        try (SmallBatches reader = new SmallBatches(new Prepared(batches), most)) {
            for (Batch part = reader.next(); part != null; part = reader.next()) {
                assertTrue(part.verify());
                assertTrue(part.rowCount() <= most);
                LongVector values = (LongVector) part.column(0);
                for (int row = 0; row < part.rowCount(); row++) {
                    found.add(values.values()[part.position(row)]);
                }
            }
            assertTrue(reader.finished());
        }
        assertEquals(expected, found);
    }

    private static Batch batch(int size, List<Long> expected) {
        LongVector values = new LongVector(Batch.CAPACITY);
        for (int i = 0; i < size; i++) {
            values.values()[i] = expected.size();
            expected.add((long) expected.size());
        }
        Batch batch = new Batch(values);
        batch.setSize(size);
        return batch;
    }

    private static Batch everyThird(int size, List<Long> expected) {
        List<Long> all = new ArrayList<>(expected);
        Batch batch = batch(size, all);
        int[] positions = new int[size + LongVector.PADDING];
        int count = 0;
        for (int i = 0; i < size; i += 3) {
            positions[count++] = i;
            expected.add(((LongVector) batch.column(0)).values()[i]);
        }
        batch.select(positions, count);
        return batch;
    }
}
