package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Int128Arithmetic;
import io.colonnade.engine.kernel.TextOrder;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;

/** Compares INT128 and text vectors: first the order (-1, 0, 1) per position, then its sign. */
final class OrderComparer extends Comparer {
    private final int[] order = new int[Batch.CAPACITY + Vector.PADDING];
    private final TextView firstText = new TextView();
    private final TextView secondText = new TextView();
    private final Int128Operand first = new Int128Operand();
    private final Int128Operand second = new Int128Operand();

    @Override
    boolean needsValid() {
        return true;
    }

    @Override
    int select(CompareOp op, Vector a, Vector b, int[] selection, int count, int[] target) {
        order(op, a, b, selection, count);
        return IntComparer.select(op, order, 0, selection, count, target);
    }

    @Override
    void test(CompareOp op, Vector a, Vector b, int[] selection, int count, byte[] target) {
        order(op, a, b, selection, count);
        IntComparer.test(op, order, 0, selection, count, target);
    }

    private void order(CompareOp op, Vector a, Vector b, int[] selection, int count) {
        int end = IntComparer.end(selection, count);
        if (!(a instanceof BytesVector x)) {
            first.open(a, end);
            second.open(b, end);
            Int128Arithmetic.order(first, second, selection, count, order);
            return;
        }
        BytesVector y = (BytesVector) b;
        firstText.open(x, end, selection, count);
        if (y.isConstant() && op.isEquality()) {
            TextOrder.differs(
                    firstText, y.heapAt(), y.startAt(0), y.lengthAt(0), selection, count, order);
            return;
        }
        secondText.open(y, end, selection, count);
        TextOrder.order(firstText, secondText, selection, count, order);
    }
}
