package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Int128;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of a function that works row by row, as arrays per position whatever their form.
 * Owned by one {@link RowFunction}.
 */
final class Inputs {
    private final LongOperand[] longOperands;
    private final DoubleOperand[] doubleOperands;
    private final Int128Operand[] wideOperands;
    private final TextView[] textViews;
    private final long[][] longs;
    private final double[][] doubles;
    private boolean resultIsNull;

    Inputs(int count) {
        longOperands = new LongOperand[count];
        doubleOperands = new DoubleOperand[count];
        wideOperands = new Int128Operand[count];
        textViews = new TextView[count];
        longs = new long[count][];
        doubles = new double[count][];
    }

    void open(int argument, Vector vector, int size, int[] selection, int count) {
        switch (vector) {
            case BytesVector v -> {
                if (textViews[argument] == null) {
                    textViews[argument] = new TextView();
                }
                textViews[argument].open(v, size, selection, count);
            }
            case DoubleVector v -> {
                if (doubleOperands[argument] == null) {
                    doubleOperands[argument] = new DoubleOperand();
                }
                doubles[argument] = doubleOperands[argument].open(v);
            }
            case Int128Vector v -> {
                if (wideOperands[argument] == null) {
                    wideOperands[argument] = new Int128Operand();
                }
                wideOperands[argument].open(v, size);
            }
            default -> {
                if (longOperands[argument] == null) {
                    longOperands[argument] = new LongOperand();
                }
                longs[argument] = longOperands[argument].open(vector, size);
            }
        }
    }

    int count() {
        return longs.length;
    }

    /** BOOLEAN, INT and LONG arguments. */
    long integer(int argument, int row) {
        return longs[argument][row];
    }

    /** An integer as int; anything beyond becomes the nearest int. */
    int clamped(int argument, int row) {
        return Math.clamp(longs[argument][row], Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    double real(int argument, int row) {
        return doubles[argument][row];
    }

    /** The unscaled value of an exact number of any width. */
    BigInteger big(int argument, int row) {
        Int128Operand wide = wideOperands[argument];
        return wide == null
                ? BigInteger.valueOf(longs[argument][row])
                : Int128.toBig(wide.high[row], wide.low[row]);
    }

    long high(int argument, int row) {
        return wideOperands[argument].high[row];
    }

    long low(int argument, int row) {
        return wideOperands[argument].low[row];
    }

    byte[] heap(int argument) {
        return textViews[argument].heap;
    }

    int start(int argument, int row) {
        return textViews[argument].starts[row];
    }

    int length(int argument, int row) {
        return textViews[argument].lengths[row];
    }

    String text(int argument, int row) {
        TextView view = textViews[argument];
        return new String(view.heap, view.starts[row], view.lengths[row], StandardCharsets.UTF_8);
    }

    /** Makes the row's result NULL; what the function returns does not matter then. */
    void setNull() {
        resultIsNull = true;
    }

    /** Whether {@link #setNull} was called since the last time this was asked. */
    boolean takeNull() {
        boolean was = resultIsNull;
        resultIsNull = false;
        return was;
    }
}
