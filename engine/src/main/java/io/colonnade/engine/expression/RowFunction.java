package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/**
 * A function that is worth more than a loop's overhead and so is called for each row; NULL if any
 * argument is. Subclasses store the result of one physical type.
 */
abstract class RowFunction extends VectorExpression {
    private final VectorExpression[] arguments;
    private final Vector[] values;
    private final Vector result;
    final Inputs inputs;

    RowFunction(SqlType type, VectorExpression... arguments) {
        super(type);
        this.arguments = arguments;
        this.values = new Vector[arguments.length];
        this.inputs = new Inputs(arguments.length);
        this.result = Vector.create(type.physical(), Batch.CAPACITY);
    }

    /** Calls the function for `count` rows (null = the first ones); skips those not valid. */
    abstract void run(Vector target, long[] valid, int[] rows, int count);

    /** Whether equal arguments give equal results. */
    boolean isDeterministic() {
        return true;
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        result.reset();
        if (count == 0) {
            return result;
        }
        boolean constant = isDeterministic();
        boolean isNull = false;
        for (int i = 0; i < arguments.length; i++) {
            Vector v = arguments[i].evaluate(input, selection, count);
            isNull |= v.isConstant() && v.isNull(0);
            constant &= v.isConstant();
            values[i] = v;
        }
        if (isNull) {
            result.setConstantNull();
            return result;
        }
        int size = constant ? 1 : input.size();
        int[] rows = constant ? null : selection;
        int n = constant ? 1 : count;
        for (int i = 0; i < arguments.length; i++) {
            inputs.open(i, values[i], size, rows, n);
        }
        prepare(result);
        for (Vector v : values) {
            if (!v.isConstant()) {
                result.andNulls(v, size);
            }
        }
        run(result, Nulls.words(result), rows, n);
        result.setConstant(constant);
        return result;
    }

    /** Before the NULLs are set: for results that point into an argument's bytes. */
    void prepare(Vector target) {}
}
