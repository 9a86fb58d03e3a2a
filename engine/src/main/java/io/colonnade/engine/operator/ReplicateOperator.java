package io.colonnade.engine.operator;

import io.colonnade.engine.pipeline.Stage;
import io.colonnade.engine.pipeline.StageFactory;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.List;

/** Repeats each row as often as its count column says (NULL or less than 1: never). */
public record ReplicateOperator(int nodeId, int countColumn, List<SqlType> types)
        implements StageFactory {
    public static ReplicateOperator of(PlanNode node) {
        return new ReplicateOperator(
                node.getId(), node.getReplicate().getCountColumn(), Types.input(node, 0));
    }

    @Override
    public Stage open() {
        return new ReplicateStage();
    }

    private final class ReplicateStage implements Stage {
        private final Batch output = Batches.ofColumns(types.size() - 1);
        private final int[] positions = new int[Batch.CAPACITY];
        private Batch input;
        private int row;
        private long repeated;

        ReplicateStage() {
            for (int c = 0; c < types.size() - 1; c++) {
                int from = c < countColumn ? c : c + 1;
                output.setColumn(c, Vector.create(types.get(from).physical(), Batch.CAPACITY));
            }
        }

        @Override
        public void input(Batch batch) {
            input = batch;
            row = 0;
            repeated = 0;
        }

        @Override
        public Batch next() {
            int count = input == null ? 0 : fill();
            if (count == 0) {
                input = null;
                return null;
            }
            for (int c = 0; c < output.columnCount(); c++) {
                int from = c < countColumn ? c : c + 1;
                Gather.gather(input.column(from), positions, count, output.column(c));
            }
            output.setSize(count);
            return output;
        }

        private int fill() {
            LongVector counts = (LongVector) input.column(countColumn);
            int count = 0;
            while (row < input.rowCount() && count < Batch.CAPACITY) {
                int position = input.position(row);
                long times = counts.isNull(position) ? 0 : counts.value(position);
                if (repeated >= times) {
                    row++;
                    repeated = 0;
                } else {
                    positions[count++] = position;
                    repeated++;
                }
            }
            return count;
        }
    }
}
