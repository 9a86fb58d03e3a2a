package io.colonnade.engine.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.engine.fusion.FusedKernel;
import io.colonnade.engine.fusion.KernelGenerator;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.segment.ZoneImage;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Generated kernels against the expressions that they stand for, over random trees and rows. */
class FusedOutputsTest {
    private static final SqlType SHORT = SqlType.decimal(15, 2);
    private static final SqlType WIDE = SqlType.decimal(38, 4);
    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.INTEGER,
                    SqlType.BIGINT,
                    SHORT,
                    WIDE,
                    SqlType.INTEGER,
                    SqlType.BIGINT,
                    SHORT,
                    WIDE);
    private static final int ROUNDS = 100;
    private static final int TREES = 8;
    private static final int MOST_ROWS = 300;
    private static final long SEED = Long.getLong("seed", 20260);

    private final Random random = new Random(SEED);
    private int fusedBatches;
    private int comparedTrees;

    @Test
    void kernelsGiveWhatTheirExpressionsGive() {
        for (int round = 0; round < ROUNDS; round++) {
            VectorExpression[] trees = new VectorExpression[1 + random.nextInt(TREES)];
            Expression[] sources = new Expression[trees.length];
            for (int t = 0; t < trees.length; t++) {
                sources[t] = number(TYPES.get(random.nextInt(TYPES.size())), 3);
                trees[t] = ExpressionCompiler.compile(sources[t], TYPES);
            }
            FusedOutputs fused = FusedOutputs.of(trees, TYPES);
            if (fused == null) {
                continue;
            }
            FusedKernel kernel = KernelGenerator.generate(fused.shape());
            for (int bits : new int[] {3, 8, 14, 25, 63}) {
                check(fused, kernel, trees, sources, batch(bits));
            }
        }
        assertTrue(fusedBatches > ROUNDS / 2, fusedBatches + " batches");
        assertTrue(comparedTrees > fusedBatches, comparedTrees + " trees");
    }

    private void check(
            FusedOutputs fused,
            FusedKernel kernel,
            VectorExpression[] trees,
            Expression[] sources,
            Batch batch) {
        if (!fused.evaluate(batch, kernel)) {
            return;
        }
        fusedBatches++;
        int[] outputs = fused.outputs();
        for (int r = 0; r < outputs.length; r++) {
            String what = Sql.show(sources[outputs[r]]) + " -Dseed=" + SEED;
            // must not fail: nobody would raise the error
            Vector expected = trees[outputs[r]].evaluate(batch);
            Vector actual = fused.results()[r];
            Batch results = new Batch(actual);
            results.copyShape(batch);
            assertTrue(results.verify(), what);
            for (int i = 0; i < batch.rowCount(); i++) {
                Literal wanted = Literals.literal(expected, batch.position(i));
                assertEquals(wanted, Literals.literal(actual, batch.position(i)), what);
            }
            comparedTrees++;
        }
    }

    @Test
    void oneOperationIsNotFused() {
        Expression sum = Sql.call(ScalarFunction.ADD, SqlType.BIGINT, column(1), column(5));
        VectorExpression[] one = {ExpressionCompiler.compile(sum, TYPES)};
        assertNull(FusedOutputs.of(one, TYPES));
    }

    private Batch batch(int bits) {
        Vector[] columns = new Vector[TYPES.size()];
        int size = 1 + random.nextInt(MOST_ROWS);
        boolean nulls = random.nextBoolean();
        for (int c = 0; c < columns.length; c++) {
            Vector column = Vector.create(TYPES.get(c).physical(), Batch.CAPACITY);
            // behind 2^49 is what decimal(15,2) does not hold
            int shift = 64 - Math.min(bits, TYPES.get(c).equals(SHORT) ? 49 : 63);
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int i = 0; i < size; i++) {
                long value = random.nextInt(20) == 0 ? 0 : random.nextLong() >> shift;
                switch (column) {
                    case IntVector v -> v.values()[i] = (int) value;
                    case LongVector v -> v.values()[i] = value;
                    default -> {
                        ((Int128Vector) column).low()[i] = value;
                        ((Int128Vector) column).high()[i] = value >> 63;
                    }
                }
                if (nulls && random.nextInt(5) == 0) {
                    column.setNull(i);
                } else {
                    min = Math.min(min, ZoneImage.of(column, i));
                    max = Math.max(max, ZoneImage.of(column, i));
                }
            }
            if (random.nextInt(8) > 0) {
                column.setBound(Vector.boundOf(min, max));
            }
            columns[c] = column;
        }
        Batch batch = new Batch(columns);
        batch.setSize(size);
        if (random.nextBoolean()) {
            int[] all = new int[size];
            int count = 0;
            for (int i = 0; i < size; i++) {
                all[count] = i;
                count += random.nextInt(3) > 0 ? 1 : 0;
            }
            batch.select(Arrays.copyOf(all, count), count);
        }
        return batch;
    }

    private static Expression column(int index) {
        return Sql.column(index, TYPES.get(index));
    }

    private Expression number(SqlType type, int depth) {
        int first = TYPES.indexOf(type);
        if (depth == 0 || random.nextInt(6) == 0) {
            return random.nextInt(4) > 0
                    ? column(first + 4 * random.nextInt(2))
                    : Sql.literal(Sql.value(type, Integer.toString(random.nextInt(200) - 100)));
        }
        if (random.nextInt(4) == 0) {
            SqlType operands = TYPES.get(random.nextInt(TYPES.size()));
            ScalarFunction comparison =
                    List.of(
                                    ScalarFunction.EQUAL,
                                    ScalarFunction.NOT_EQUAL,
                                    ScalarFunction.LESS,
                                    ScalarFunction.LESS_OR_EQUAL,
                                    ScalarFunction.GREATER,
                                    ScalarFunction.GREATER_OR_EQUAL)
                            .get(random.nextInt(6));
            return Sql.caseWhen(
                    type,
                    Sql.call(
                            comparison,
                            SqlType.BOOLEAN,
                            number(operands, depth - 1),
                            number(operands, random.nextInt(depth))),
                    number(type, depth - 1),
                    number(type, depth - 1));
        }
        ScalarFunction function =
                List.of(ScalarFunction.ADD, ScalarFunction.SUBTRACT, ScalarFunction.MULTIPLY)
                        .get(random.nextInt(3));
        boolean mixes = type.equals(WIDE) && function == ScalarFunction.MULTIPLY;
        return Sql.call(
                function,
                type,
                number(mixes ? SHORT : type, depth - 1),
                number(mixes ? SHORT : type, depth - 1));
    }
}
