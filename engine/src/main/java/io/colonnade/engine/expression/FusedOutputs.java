package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.CachedKernel;
import io.colonnade.engine.fusion.FusedKernel;
import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.engine.fusion.FusedNode.Column;
import io.colonnade.engine.fusion.FusedShape;
import io.colonnade.engine.fusion.KernelCache;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Those of some expressions that one fused kernel can compute together. Each batch is computed so
 * only if there is a kernel and bounds rule out all errors; else the caller evaluates the
 * expressions themselves. Owned by one worker.
 */
public final class FusedOutputs {
    /** One operation alone is a kernel already. */
    private static final int MIN_OPERATIONS = 2;

    /** Keeps the generated loop far below what HotSpot refuses to compile. */
    private static final int MAX_OPERATIONS = 40;

    /** Selected rows below an eighth are not worth computing all. */
    private static final int DENSE_SHARE = 8;

    private final FusedShape shape;
    private final CachedKernel cached;
    private final int[] outputs;
    private final SqlType[] columnTypes;
    private final Vector[] results;
    private final long[][] resultArrays;
    private final long[] constants;
    private final Vector[] columns;
    private final Object[] arrays;
    private final long[] columnBounds;
    private final long[] bounds;

    private FusedOutputs(
            FusedShape shape, int[] outputs, SqlType[] columnTypes, VectorExpression[] all) {
        this.shape = shape;
        this.outputs = outputs;
        this.columnTypes = columnTypes;
        cached = KernelCache.ofProcess().open(shape);
        results = new Vector[outputs.length];
        resultArrays = new long[outputs.length][];
        for (int r = 0; r < outputs.length; r++) {
            results[r] = Vector.create(all[outputs[r]].type().physical(), Batch.CAPACITY);
            resultArrays[r] =
                    results[r] instanceof Int128Vector wide
                            ? wide.low()
                            : ((LongVector) results[r]).values();
        }
        constants = shape.constants();
        columns = new Vector[shape.columns().size()];
        arrays = new Object[columns.length];
        columnBounds = new long[columns.length];
        bounds = new long[outputs.length];
    }

    /** Null when nothing is worth it. */
    public static FusedOutputs of(VectorExpression[] expressions, List<SqlType> inputTypes) {
        List<FusedNode> roots = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < expressions.length; i++) {
            PhysicalType type = expressions[i].type().physical();
            FusedNode root = type == PhysicalType.INT ? null : expressions[i].fused();
            if (root instanceof FusedNode.Operation || root instanceof FusedNode.Choice) {
                roots.add(root);
                outputs.add(i);
            }
        }
        FusedShape shape = new FusedShape(roots);
        if (shape.operations() < MIN_OPERATIONS
                || shape.operations() > MAX_OPERATIONS
                || shape.columns().isEmpty()) {
            return null;
        }
        SqlType[] types =
                shape.columns().stream()
                        .map(column -> inputTypes.get(column.index()))
                        .toArray(SqlType[]::new);
        int[] positions = outputs.stream().mapToInt(Integer::intValue).toArray();
        return new FusedOutputs(shape, positions, types, expressions);
    }

    FusedShape shape() {
        return shape;
    }

    /** Which of the expressions these are. */
    public int[] outputs() {
        return outputs;
    }

    /** The results, in the order of {@link #outputs}; valid until the next call. */
    public Vector[] results() {
        return results;
    }

    /** Whether the results are computed now. */
    public boolean evaluate(Batch input) {
        FusedKernel kernel = cached.kernel();
        if (kernel == null) {
            cached.missed(input.rowCount());
            return false;
        }
        return evaluate(input, kernel);
    }

    boolean evaluate(Batch input, FusedKernel kernel) {
        int size = input.size();
        if (input.rowCount() < Math.max(1, size / DENSE_SHARE) || !open(input)) {
            return false;
        }
        kernel.run(arrays, constants, resultArrays, size);
        for (int r = 0; r < results.length; r++) {
            finish(results[r], bounds[r], shape.columnsOf(r), size);
        }
        return true;
    }

    private boolean open(Batch input) {
        for (int slot = 0; slot < columns.length; slot++) {
            Column column = shape.columns().get(slot);
            Vector vector = input.column(column.index());
            Object array = array(vector);
            if (array == null || shape.hasChoice() && vector.mayHaveNulls()) {
                return false;
            }
            columns[slot] = vector;
            arrays[slot] = array;
            columnBounds[slot] = Bounds.of(columnTypes[slot], vector);
        }
        for (int r = 0; r < bounds.length; r++) {
            bounds[r] = shape.bound(shape.roots().get(r), columnBounds);
            if (bounds[r] == Vector.NO_BOUND) {
                return false;
            }
        }
        return true;
    }

    /** Null for what has no number per position. */
    private static Object array(Vector vector) {
        if (vector.isConstant()) {
            return null;
        }
        return switch (vector) {
            case IntVector v -> v.values();
            case LongVector v -> v.values();
            case Int128Vector v -> v.isNarrow() ? v.low() : null;
            default -> null;
        };
    }

    private void finish(Vector result, long bound, BitSet slots, int size) {
        result.reset();
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            result.andNulls(columns[slot], size);
        }
        if (result instanceof Int128Vector wide) {
            wide.setNarrow(bound);
        } else {
            result.setBound(bound);
        }
    }
}
