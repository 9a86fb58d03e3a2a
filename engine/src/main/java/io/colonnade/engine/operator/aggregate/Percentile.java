package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.memory.DoubleColumn;
import io.colonnade.engine.memory.Int128Column;
import io.colonnade.engine.memory.IntColumn;
import io.colonnade.engine.memory.LongColumn;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** PERCENTILE_CONT (interpolated) and PERCENTILE_DISC (one of the values). */
final class Percentile implements OrderedResult {
    private final boolean continuous;
    private final double fraction;
    private final int valueColumn;
    private final SqlType valueType;
    private final SqlType resultType;

    Percentile(
            boolean continuous,
            double fraction,
            int valueColumn,
            SqlType valueType,
            SqlType resultType) {
        this.continuous = continuous;
        this.fraction = fraction;
        this.valueColumn = valueColumn;
        this.valueType = valueType;
        this.resultType = resultType;
    }

    @Override
    public void write(
            RowBuffer rows, int[] sorted, int from, int end, Vector target, int position) {
        RowColumn values = rows.column(valueColumn);
        int count = end - from;
        if (!continuous) {
            int index = Math.max(0, (int) Math.ceil(fraction * count) - 1);
            copy(values, sorted[from + index], target, position);
            return;
        }
        double place = fraction * (count - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        BigDecimal low = number(values, sorted[from + below]);
        BigDecimal high = number(values, sorted[from + above]);
        BigDecimal part = BigDecimal.valueOf(place - below);
        store(low.add(high.subtract(low).multiply(part)), target, position);
    }

    private BigDecimal number(RowColumn column, int row) {
        return switch (column) {
            case IntColumn c -> BigDecimal.valueOf(c.values()[row]);
            case LongColumn c -> BigDecimal.valueOf(c.values()[row], valueType.scale());
            case DoubleColumn c -> new BigDecimal(c.values()[row]);
            case Int128Column c ->
                    new BigDecimal(Int128.toBig(c.high()[row], c.low()[row]), valueType.scale());
            default -> throw new IllegalStateException("percentile of " + column.type());
        };
    }

    private void store(BigDecimal value, Vector target, int position) {
        if (target instanceof DoubleVector doubles) {
            doubles.values()[position] = value.doubleValue();
            return;
        }
        BigInteger scaled =
                value.setScale(resultType.scale(), RoundingMode.HALF_UP).unscaledValue();
        switch (target) {
            case IntVector v -> v.values()[position] = scaled.intValueExact();
            case LongVector v -> v.values()[position] = scaled.longValueExact();
            case Int128Vector v -> {
                v.low()[position] = scaled.longValue();
                v.high()[position] = scaled.shiftRight(64).longValue();
            }
            default -> throw new IllegalStateException("percentile into " + target.type());
        }
    }

    private static void copy(RowColumn values, int row, Vector target, int position) {
        Vector single = Vector.create(target.type(), 1);
        values.gather(new int[] {row}, 1, single);
        target.gather(single, null, 1, position);
    }
}
