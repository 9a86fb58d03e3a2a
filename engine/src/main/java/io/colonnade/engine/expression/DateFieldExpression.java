package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.CivilDate;
import io.colonnade.engine.kernel.Conversions;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

/** Year, month or day of a DATE as an integer: the EXTRACTs worth a loop of their own. */
final class DateFieldExpression extends VectorExpression {
    private final DatePart part;
    private final VectorExpression argument;
    private final LongVector result = new LongVector(Batch.CAPACITY);
    private final IntVector narrow;

    /**
     * @param part YEAR, MONTH or DAY
     */
    DateFieldExpression(DatePart part, VectorExpression argument, SqlType type) {
        super(type);
        this.part = part;
        this.argument = argument;
        this.narrow = type.physical() == PhysicalType.INT ? new IntVector(Batch.CAPACITY) : null;
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        IntVector v = (IntVector) argument.evaluate(input, selection, count);
        Vector out = narrow == null ? result : narrow;
        out.reset();
        if (count == 0) {
            return out;
        }
        boolean constant = v.isConstant();
        if (constant && v.isNull(0)) {
            out.setConstantNull();
            return out;
        }
        int size = constant ? 1 : input.size();
        if (!constant) {
            out.copyNulls(v, size);
        }
        extract(v.values(), constant ? null : selection, constant ? 1 : count);
        if (narrow != null) {
            Conversions.toInt(result.values(), narrow.values(), size);
        }
        out.setConstant(constant);
        return out;
    }

    private void extract(int[] days, int[] rows, int n) {
        switch (part) {
            case YEAR -> CivilDate.years(days, result.values(), rows, n);
            case MONTH -> CivilDate.months(days, result.values(), rows, n);
            default -> CivilDate.daysOfMonth(days, result.values(), rows, n);
        }
    }
}
