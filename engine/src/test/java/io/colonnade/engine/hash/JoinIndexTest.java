package io.colonnade.engine.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** The three join indexes against a map from key to rows. */
class JoinIndexTest {
    private static final long SEED = Long.getLong("seed", 20258);

    private final MemoryReservation memory =
            new MemoryReservation(new QueryMemory("test", 1L << 30), "join");

    @Test
    void sparseAndDenseIntegers() {
        for (PhysicalType type : List.of(PhysicalType.INT, PhysicalType.LONG)) {
            for (long factor : new long[] {1, 70, -5000}) {
                for (int domain : new int[] {3, 1000, 1 << 20}) {
                    check(type, factor, 0, domain, 3000);
                }
            }
        }
        check(PhysicalType.LONG, 3, Long.MAX_VALUE - 4000, 1000, 500);
        check(PhysicalType.LONG, 3, Long.MIN_VALUE, 1000, 500);
    }

    private void check(PhysicalType type, long factor, long offset, int domain, int rows) {
        Random random = new Random(SEED);
        RowBuffer buffer = new RowBuffer(List.of(type), memory);
        Map<Long, TreeSet<Integer>> expected = new HashMap<>();
        int[] nulls = new int[rows];
        int nullCount = 0;
        for (int row = 0; row < rows; row++) {
            Long key = null;
            if (random.nextInt(20) == 0) {
                nulls[nullCount++] = row;
            } else {
                key = fit(type, random.nextInt(domain) * factor + offset);
                expected.computeIfAbsent(key, k -> new TreeSet<>()).add(row);
            }
            buffer.append(new Vector[] {vector(type, List.of(key == null ? 0L : key))}, null, 1);
            if (key == null) {
                buffer.column(0).setNull(row);
            }
        }
        KeyRange range = KeyRange.of(buffer.column(0), rows);
        assertEquals(nullCount, range.nulls());
        List<JoinIndex> indexes = new ArrayList<>();
        if (range.max() - range.min() < 1 << 24 && range.max() - range.min() > 0) {
            indexes.add(DenseJoinIndex.build(buffer.column(0), rows, range, true, memory.part()));
            indexes.add(RankJoinIndex.build(buffer.column(0), rows, range, true, memory.part()));
        }
        HashJoinIndex hashed = new HashJoinIndex(buffer, new int[] {0}, false, memory.part());
        hashed.hash(0, rows);
        hashed.insert(1, 2, Arrays.copyOf(nulls, nullCount), () -> {});
        hashed.insert(0, 2, Arrays.copyOf(nulls, nullCount), () -> {});
        indexes.add(hashed);
        List<Long> probes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            probes.add(fit(type, (random.nextInt(domain * 2) - domain / 2) * factor + offset));
        }
        probes.add(fit(type, range.min()));
        probes.add(fit(type, range.max()));
        probes.add(fit(type, Long.MIN_VALUE));
        probes.add(fit(type, Long.MAX_VALUE));
        for (JoinIndex index : indexes) {
            check(index, type, probes, expected);
        }
    }

    private static long fit(PhysicalType type, long value) {
        return type == PhysicalType.INT ? (int) value : value;
    }

    private static void check(
            JoinIndex index,
            PhysicalType type,
            List<Long> probes,
            Map<Long, TreeSet<Integer>> expected) {
        Vector[] keys = {vector(type, probes)};
        List<TreeSet<Integer>> found = new ArrayList<>();
        probes.forEach(p -> found.add(new TreeSet<>()));
        JoinCandidates candidates = new JoinCandidates();
        index.lookup(keys, null, probes.size(), candidates);
        while (candidates.count > 0) {
            int matches = index.match(keys, candidates);
            for (int i = 0; i < matches; i++) {
                int c = candidates.matches[i];
                assertTrue(found.get(candidates.positions[c]).add(candidates.rows[c]));
            }
            index.advance(candidates);
        }
        for (int i = 0; i < probes.size(); i++) {
            TreeSet<Integer> rows = expected.getOrDefault(probes.get(i), new TreeSet<>());
            assertEquals(rows, found.get(i), index.getClass() + " key " + probes.get(i));
        }
    }

    private static Vector vector(PhysicalType type, List<Long> values) {
        Vector vector = Vector.create(type, Batch.CAPACITY);
        for (int i = 0; i < values.size(); i++) {
            if (vector instanceof IntVector ints) {
                ints.values()[i] = values.get(i).intValue();
            } else {
                ((LongVector) vector).values()[i] = values.get(i);
            }
        }
        return vector;
    }
}
