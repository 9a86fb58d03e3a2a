package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.BytesSet;
import io.colonnade.engine.kernel.Conversions;
import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.LongSet;
import io.colonnade.plan.InList;
import io.colonnade.plan.Literal;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** value [NOT] IN (constants). A value that is not found while the list holds a NULL gives NULL. */
final class InExpression extends VectorExpression {
    private final VectorExpression argument;
    private final boolean negated;
    private boolean hasNull;
    private LongSet longs;
    private BytesSet texts;
    private Set<BigInteger> wide;
    private final LongOperand operand = new LongOperand();
    private final TextView view = new TextView();
    private long[] ordered;
    private final BooleanVector result = new BooleanVector(Batch.CAPACITY);

    InExpression(VectorExpression argument, InList list, boolean negated) {
        super(SqlType.BOOLEAN);
        this.argument = argument;
        this.negated = list.getNegated() ^ negated;
        List<Vector> items = new ArrayList<>();
        for (Literal item : list.getItemsList()) {
            Vector v = Literals.vector(item, argument.type().physical());
            if (v.isNull(0)) {
                hasNull = true;
            } else {
                items.add(v);
            }
        }
        switch (argument.type().physical()) {
            case BYTES -> texts = new BytesSet(items.stream().map(InExpression::bytes).toList());
            case INT128 -> {
                wide = new HashSet<>();
                items.forEach(v -> wide.add(big((Int128Vector) v, 0)));
            }
            default -> longs = new LongSet(items.stream().mapToLong(InExpression::key).toArray());
        }
    }

    private static byte[] bytes(Vector v) {
        BytesVector text = (BytesVector) v;
        return Arrays.copyOfRange(
                text.heapAt(), text.startAt(0), text.startAt(0) + text.lengthAt(0));
    }

    private static BigInteger big(Int128Vector v, int position) {
        return Int128.toBig(v.highAt(position), v.lowAt(position));
    }

    private static long key(Vector v) {
        return v instanceof DoubleVector d
                ? Conversions.ordered(d.values()[0])
                : LongOperand.constant(v);
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        Vector v = argument.evaluate(input, selection, count);
        result.reset();
        if (count == 0) {
            return result;
        }
        boolean constant = v.isConstant();
        if (constant && v.isNull(0)) {
            result.setConstantNull();
            return result;
        }
        int size = constant ? 1 : input.size();
        int[] rows = constant ? null : selection;
        int n = constant ? 1 : count;
        if (!constant) {
            result.copyNulls(v, size);
        }
        find(v, size, rows, n);
        finish(rows, n);
        result.setConstant(constant);
        return result;
    }

    private void find(Vector v, int size, int[] rows, int n) {
        byte[] found = result.values();
        switch (v) {
            case BytesVector text -> findText(text, size, rows, n, found);
            case Int128Vector numbers -> {
                for (int i = 0; i < n; i++) {
                    int p = rows == null ? i : rows[i];
                    found[p] = (byte) (wide.contains(big(numbers, p)) ? 1 : 0);
                }
            }
            case DoubleVector doubles -> {
                if (ordered == null) {
                    ordered = new long[Batch.CAPACITY + Vector.PADDING];
                }
                Conversions.ordered(doubles.values(), ordered, size);
                longs.test(ordered, rows, n, found);
            }
            default -> longs.test(operand.open(v, size), rows, n, found);
        }
    }

    private void findText(BytesVector text, int size, int[] rows, int n, byte[] found) {
        view.open(text, size, rows, n);
        if (!result.mayHaveNulls()) {
            texts.test(view.heap, view.starts, view.lengths, rows, n, 0, found);
            return;
        }
        long[] valid = result.validity();
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            if (Nulls.isValid(valid, p)) {
                boolean hit = texts.contains(view.heap, view.starts[p], view.lengths[p]);
                found[p] = (byte) (hit ? 1 : 0);
            }
        }
    }

    private void finish(int[] rows, int n) {
        byte[] values = result.values();
        if (hasNull) {
            for (int i = 0; i < n; i++) {
                int p = rows == null ? i : rows[i];
                if (values[p] == 0) {
                    result.setNull(p);
                }
            }
        }
        if (negated) {
            for (int i = 0; i < n; i++) {
                int p = rows == null ? i : rows[i];
                values[p] ^= 1;
            }
        }
    }
}
