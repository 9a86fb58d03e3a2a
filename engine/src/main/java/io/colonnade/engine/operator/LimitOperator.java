package io.colonnade.engine.operator;

import io.colonnade.engine.pipeline.Stage;
import io.colonnade.engine.pipeline.StageFactory;
import io.colonnade.plan.Limit;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets rows offset + 1 .. offset + limit of all workers together through, and ends the pipeline
 * when they are there.
 */
public final class LimitOperator implements StageFactory {
    private final int nodeId;
    private final int columns;
    private final long first;
    private final long end;

    /** Rows that came in so far, over all workers. */
    private final AtomicLong seen = new AtomicLong();

    public LimitOperator(PlanNode node) {
        Limit limit = node.getLimit();
        nodeId = node.getId();
        columns = node.getOutputCount();
        first = limit.getOffset();
        long total = limit.getLimit() + first;
        end = !limit.getHasLimit() || total < 0 ? Long.MAX_VALUE : total;
    }

    @Override
    public int nodeId() {
        return nodeId;
    }

    @Override
    public boolean exhausted() {
        return seen.get() >= end;
    }

    @Override
    public Stage open() {
        return new LimitStage();
    }

    private final class LimitStage implements Stage {
        private final Batch output = Batches.ofColumns(columns);
        private final int[] selected = new int[Batch.CAPACITY];
        private Batch input;

        @Override
        public void input(Batch batch) {
            input = batch;
        }

        @Override
        public Batch next() {
            if (input == null) {
                return null;
            }
            int rows = input.rowCount();
            long start = seen.getAndAdd(rows);
            int from = (int) Math.min(rows, Math.max(0, first - start));
            int to = (int) Math.max(from, Math.min(rows, end - start));
            Batches.share(input, output);
            if (to - from < rows) {
                for (int i = from; i < to; i++) {
                    selected[i - from] = input.position(i);
                }
                output.select(selected, to - from);
            }
            input = null;
            return output;
        }
    }
}
