package io.colonnade.engine.operator;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.GenerateSeries;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;

/** The numbers start, start + step, ... up to stop. */
public final class SeriesSource extends ChunkSource {
    private final long start;
    private final long step;
    private final long count;

    public SeriesSource(PlanNode node) {
        GenerateSeries series = node.getGenerateSeries();
        start = series.getStart();
        step = series.getStep();
        if (step == 0) {
            throw new ColonnadeException(ErrorCode.INVALID_ARGUMENT, "step size cannot equal zero");
        }
        boolean empty = step > 0 ? start > series.getStop() : start < series.getStop();
        count = empty ? 0 : Math.addExact(Math.subtractExact(series.getStop(), start) / step, 1);
    }

    @Override
    protected long chunks() {
        return (count + Batch.CAPACITY - 1) / Batch.CAPACITY;
    }

    @Override
    public int maxParallelism() {
        return 1;
    }

    @Override
    protected ChunkReader reader() {
        LongVector numbers = new LongVector(Batch.CAPACITY);
        Batch batch = new Batch(numbers);
        return chunk -> {
            long first = chunk * Batch.CAPACITY;
            int rows = (int) Math.min(Batch.CAPACITY, count - first);
            fill(numbers.values(), rows, start + first * step, step);
            batch.setSize(rows);
            return batch;
        };
    }

    private static void fill(long[] values, int rows, long first, long step) {
        for (int i = 0; i < rows; i++) {
            values[i] = first + i * step;
        }
    }
}
