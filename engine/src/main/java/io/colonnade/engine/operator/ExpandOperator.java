package io.colonnade.engine.operator;

import io.colonnade.engine.pipeline.Stage;
import io.colonnade.engine.pipeline.StageFactory;
import io.colonnade.plan.Expand;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Gives every batch once per grouping set, with the columns outside the set made NULL. */
public record ExpandOperator(int nodeId, Expand expand, List<SqlType> types)
        implements StageFactory {
    public static ExpandOperator of(PlanNode node) {
        return new ExpandOperator(node.getId(), node.getExpand(), Types.input(node, 0));
    }

    @Override
    public Stage open() {
        return new ExpandStage();
    }

    private final class ExpandStage implements Stage {
        private final Batch output = Batches.ofColumns(types.size() + 1);
        private final IntVector setIndex = new IntVector(1);
        private final Vector[] nulls = new Vector[types.size()];
        private Batch input;
        private int set;

        ExpandStage() {
            for (int column : expand.getGroupColumnsList()) {
                nulls[column] = Vector.create(types.get(column).physical(), 1);
                nulls[column].setConstantNull();
            }
        }

        @Override
        public void input(Batch batch) {
            input = batch;
            set = 0;
        }

        @Override
        public Batch next() {
            if (input == null || set == expand.getSetsCount()) {
                input = null;
                return null;
            }
            Batches.share(input, output);
            Set<Integer> dropped = new TreeSet<>(expand.getGroupColumnsList());
            dropped.removeAll(Set.copyOf(expand.getSets(set).getColumnsList()));
            for (int column : dropped) {
                output.setColumn(column, nulls[column]);
            }
            setIndex.setConstantValue(set);
            output.setColumn(types.size(), setIndex);
            set++;
            return output;
        }
    }
}
