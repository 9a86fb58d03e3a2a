package io.colonnade.engine.operator;

import io.colonnade.plan.Literal;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Values;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.nio.ByteBuffer;
import java.util.List;

/** Rows that are written in the plan. In order: one worker. */
public final class ValuesSource extends ChunkSource {
    private final Values values;
    private final List<SqlType> types;

    public ValuesSource(PlanNode node) {
        values = node.getValues();
        types = Types.output(node);
    }

    @Override
    protected long chunks() {
        return (values.getRowCount() + Batch.CAPACITY - 1) / Batch.CAPACITY;
    }

    @Override
    public int maxParallelism() {
        return 1;
    }

    /** All rows at once, which must not be more than a batch holds. */
    public Batch only() {
        return fill(Batch.create(types, (int) Math.max(1, values.getRowCount())), 0);
    }

    @Override
    protected ChunkReader reader() {
        Batch batch = Batch.create(types);
        return chunk -> fill(batch, chunk * Batch.CAPACITY);
    }

    private Batch fill(Batch batch, long first) {
        int rows = (int) Math.min(Batch.CAPACITY, values.getRowCount() - first);
        for (int c = 0; c < types.size(); c++) {
            Vector vector = batch.column(c);
            vector.reset();
            for (int i = 0; i < rows; i++) {
                set(vector, i, values.getCells((int) (first + i) * types.size() + c));
            }
        }
        batch.setSize(rows);
        return batch;
    }

    private static void set(Vector vector, int position, Literal literal) {
        if (literal.getValueCase() == Literal.ValueCase.NULL_VALUE
                || literal.getValueCase() == Literal.ValueCase.VALUE_NOT_SET) {
            vector.setNull(position);
            return;
        }
        switch (vector) {
            case BooleanVector v ->
                    v.values()[position] = (byte) (literal.getBooleanValue() ? 1 : 0);
            case IntVector v -> v.values()[position] = (int) literal.getLongValue();
            case LongVector v -> v.values()[position] = literal.getLongValue();
            case DoubleVector v -> v.values()[position] = literal.getDoubleValue();
            case BytesVector v -> {
                byte[] text = literal.getBytesValue().toByteArray();
                v.append(position, text, 0, text.length);
            }
            case Int128Vector v -> {
                ByteBuffer bytes = literal.getInt128Value().asReadOnlyByteBuffer();
                v.high()[position] = bytes.getLong();
                v.low()[position] = bytes.getLong();
            }
        }
    }
}
