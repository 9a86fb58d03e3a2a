package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Conversions;
import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Int128Arithmetic;
import io.colonnade.engine.kernel.Overflow;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.type.SqlType;

/** Checks that decimals keep their declared number of digits. Stateless. */
final class Precision {
    private Precision() {}

    /** Throws if a row of a REAL result is beyond single precision. */
    static void checkFloats(DoubleVector result, int[] selection, int count) {
        long[] valid = Nulls.words(result);
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (Nulls.isValid(valid, p) && Conversions.exceedsFloat(result.values()[p])) {
                throw Overflow.of(SqlType.REAL);
            }
        }
    }

    /** Raises 22003 when a selected value that is not NULL has more digits than its type. */
    static void check(Int128Vector vector, SqlType type, int[] selection, int count) {
        long[] high = vector.high();
        long[] low = vector.low();
        long wide =
                selection == null
                        ? Int128Arithmetic.wide(high, low, count)
                        : Int128Arithmetic.wide(high, low, selection, count);
        if (wide == 0) {
            return;
        }
        long[] valid = Nulls.words(vector);
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (!Int128.fits(high[p], low[p], type.precision()) && Nulls.isValid(valid, p)) {
                throw Overflow.of(type);
            }
        }
    }

    /** The same for short decimals. */
    static void check(LongVector vector, SqlType type, int size, int[] selection, int count) {
        long[] values = vector.values();
        long limit = Powers.ten(type.precision());
        if (Conversions.outside(values, limit, size) >= 0) {
            return;
        }
        long[] valid = Nulls.words(vector);
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if ((values[p] >= limit || values[p] <= -limit) && Nulls.isValid(valid, p)) {
                throw Overflow.of(type);
            }
        }
    }
}
