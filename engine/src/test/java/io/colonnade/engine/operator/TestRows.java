package io.colonnade.engine.operator;

import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rows as Java objects (Boolean, Integer, Long, BigInteger, Double, String, null) and their way
 * into batches of every form: flat, constant, dictionary, with and without selection.
 */
final class TestRows {
    private TestRows() {}

    /** A source of batches of up to `batchSize` rows; the forms of vectors vary with the seed. */
    static Source source(List<SqlType> types, List<Object[]> rows, int batchSize, long seed) {
        AtomicInteger next = new AtomicInteger();
        return new Source() {
            @Override
            public SourceReader open() {
                Random random = new Random(seed + next.get());
                return new SourceReader() {
                    @Override
                    public Batch next() {
                        int first = next.getAndAdd(batchSize);
                        if (first >= rows.size()) {
                            return null;
                        }
                        int end = Math.min(rows.size(), first + batchSize);
                        return batch(types, rows.subList(first, end), random);
                    }

                    @Override
                    public boolean finished() {
                        return true;
                    }

                    @Override
                    public CompletableFuture<?> available() {
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public int maxParallelism() {
                return Integer.MAX_VALUE;
            }
        };
    }

    private static Batch batch(List<SqlType> types, List<Object[]> rows, Random random) {
        boolean spread = random.nextBoolean() && rows.size() <= Batch.CAPACITY / 2;
        int size = spread ? rows.size() * 2 : rows.size();
        int[] positions = new int[rows.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = spread ? 2 * i + random.nextInt(2) : i;
        }
        Vector[] columns = new Vector[types.size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = vector(types.get(c), rows, c, positions, random);
        }
        Batch batch = new Batch(columns);
        batch.setSize(size);
        if (spread) {
            batch.select(positions, positions.length);
        }
        return batch;
    }

    private static Vector vector(
            SqlType type, List<Object[]> rows, int column, int[] positions, Random random) {
        Vector vector = Vector.create(type.physical(), Batch.CAPACITY);
        Object first = rows.getFirst()[column];
        boolean constant = rows.stream().allMatch(r -> java.util.Objects.equals(r[column], first));
        if (constant && random.nextBoolean()) {
            set(vector, 0, first);
            vector.setConstant(true);
            return vector;
        }
        if (vector instanceof BytesVector bytes && random.nextBoolean()) {
            setCodes(bytes, rows, column, positions);
            return bytes;
        }
        for (int i = 0; i < positions.length; i++) {
            set(vector, positions[i], rows.get(i)[column]);
        }
        return vector;
    }

    private static void setCodes(
            BytesVector vector, List<Object[]> rows, int column, int[] positions) {
        Map<String, Integer> codes = new LinkedHashMap<>();
        rows.forEach(
                r -> {
                    if (r[column] != null) {
                        codes.putIfAbsent((String) r[column], codes.size());
                    }
                });
        BytesVector values = new BytesVector(Math.max(1, codes.size()));
        codes.forEach((text, code) -> set(values, code, text));
        Dictionary dictionary =
                new Dictionary(values.heap(), values.starts(), values.lengths(), codes.size());
        int[] target = vector.setDictionary(dictionary);
        for (int i = 0; i < positions.length; i++) {
            Object value = rows.get(i)[column];
            if (value == null) {
                vector.setNull(positions[i]);
                target[positions[i]] = -7;
            } else {
                target[positions[i]] = codes.get(value);
            }
        }
    }

    static void set(Vector vector, int position, Object value) {
        if (value == null) {
            vector.setNull(position);
            return;
        }
        switch (vector) {
            case BooleanVector v -> v.values()[position] = (byte) ((Boolean) value ? 1 : 0);
            case IntVector v -> v.values()[position] = (Integer) value;
            case LongVector v -> v.values()[position] = (Long) value;
            case DoubleVector v -> v.values()[position] = (Double) value;
            case Int128Vector v -> {
                v.high()[position] = ((BigInteger) value).shiftRight(64).longValue();
                v.low()[position] = ((BigInteger) value).longValue();
            }
            case BytesVector v -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                v.append(position, text, 0, text.length);
            }
        }
    }

    static Object get(Vector vector, int p) {
        if (vector.isNull(p)) {
            return null;
        }
        return switch (vector) {
            case BooleanVector v -> v.value(p) != 0;
            case IntVector v -> v.value(p);
            case LongVector v -> v.value(p);
            case DoubleVector v -> v.value(p);
            case Int128Vector v ->
                    BigInteger.valueOf(v.highAt(p))
                            .shiftLeft(64)
                            .add(new BigInteger(Long.toUnsignedString(v.lowAt(p))));
            case BytesVector v -> v.text(p);
        };
    }

    static List<Object[]> rows(Batch batch) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < batch.rowCount(); i++) {
            Object[] row = new Object[batch.columnCount()];
            for (int c = 0; c < row.length; c++) {
                row[c] = get(batch.column(c), batch.position(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** A value of the type out of `domain` different ones, NULL once in `nullOneIn` (0 = never). */
    static Object random(SqlType type, int domain, int nullOneIn, Random random) {
        if (nullOneIn > 0 && random.nextInt(nullOneIn) == 0) {
            return null;
        }
        int n = random.nextInt(domain);
        return switch (type.physical()) {
            case BOOLEAN -> (n & 1) == 0;
            case INT -> n - domain / 2;
            case LONG -> (n - domain / 2) * 1_000_000_007L;
            case DOUBLE -> n * 0.25 - 3;
            case INT128 -> BigInteger.valueOf(n - domain / 2).multiply(BigInteger.TEN.pow(20));
            case BYTES -> n == 0 ? "" : "text".repeat(n % 4) + n;
        };
    }
}
