package io.colonnade.engine.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;

/** Ids of integers against a map, while the index changes between array and hash table. */
class LongGroupIndexTest {
    private static final long SEED = Long.getLong("seed", 20257);

    @Test
    void ascendingDescendingSparseAndExtremeKeys() {
        check(i -> i, 100_000, true, 0);
        check(i -> -i * 3, 100_000, false, 7);
        check(i -> 1_000_000 + (i % 2 == 0 ? i : -i), 50_000, true, 0);
        Random random = new Random(SEED);
        check(i -> random.nextInt(1 << 18), 200_000, true, 5);
        check(i -> random.nextLong(), 50_000, false, 5);
        check(i -> i % 3 == 0 ? Long.MIN_VALUE + i : Long.MAX_VALUE - i, 5_000, false, 0);
        check(i -> i < 10_000 ? random.nextInt() : random.nextInt(1 << 20), 1_200_000, true, 0);
    }

    private static void check(LongUnaryOperator keyOf, int rows, boolean asInt, int nullOneIn) {
        QueryMemory memory = new QueryMemory("test", 1L << 30);
        MemoryReservation reservation = new MemoryReservation(memory, "groups");
        Vector vector = asInt ? new IntVector(Batch.CAPACITY) : new LongVector(Batch.CAPACITY);
        LongGroupIndex index = new LongGroupIndex(vector.type(), 0, reservation);
        Random random = new Random(SEED);
        Map<Long, Integer> expected = new HashMap<>();
        int[] groups = new int[Batch.CAPACITY];
        for (int first = 0; first < rows; first += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, rows - first);
            Long[] keys = new Long[count];
            vector.reset();
            for (int i = 0; i < count; i++) {
                keys[i] = keyOf.applyAsLong(first + i);
                if (nullOneIn > 0 && random.nextInt(nullOneIn) == 0) {
                    keys[i] = null;
                    vector.setNull(i);
                } else if (asInt) {
                    ((IntVector) vector).values()[i] = keys[i].intValue();
                } else {
                    ((LongVector) vector).values()[i] = keys[i];
                }
            }
            index.map(new Vector[] {vector}, null, count, groups);
            for (int i = 0; i < count; i++) {
                int group = groups[i];
                assertEquals(expected.computeIfAbsent(keys[i], k -> group), group);
            }
        }
        assertEquals(expected.size(), index.size());
        reservation.close();
        assertEquals(0, memory.used());
    }
}
