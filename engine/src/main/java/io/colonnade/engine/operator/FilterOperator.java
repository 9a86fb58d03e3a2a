package io.colonnade.engine.operator;

import io.colonnade.engine.expression.ExpressionCompiler;
import io.colonnade.engine.expression.FilterExpression;
import io.colonnade.engine.pipeline.Stage;
import io.colonnade.engine.pipeline.StageFactory;
import io.colonnade.plan.Expression;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.time.ZoneId;
import java.util.List;

/** Keeps the rows for which a condition is true, by shrinking the selection. */
public record FilterOperator(int nodeId, Expression condition, List<SqlType> types, ZoneId zone)
        implements StageFactory {
    public static FilterOperator of(PlanNode node, ZoneId zone) {
        return new FilterOperator(
                node.getId(), node.getFilter().getCondition(), Types.input(node, 0), zone);
    }

    @Override
    public Stage open() {
        return new FilterStage(
                ExpressionCompiler.compileFilter(condition, types, zone), types.size());
    }

    private static final class FilterStage implements Stage {
        private final FilterExpression filter;
        private final Batch output;
        private final int[] selected = new int[Batch.CAPACITY];
        private Batch input;

        FilterStage(FilterExpression filter, int columns) {
            this.filter = filter;
            output = Batches.ofColumns(columns);
        }

        @Override
        public void input(Batch batch) {
            input = batch;
        }

        @Override
        public Batch next() {
            if (input == null) {
                return null;
            }
            int count = filter.select(input, selected);
            Batches.share(input, output);
            if (count < input.rowCount()) {
                output.select(selected, count);
            }
            input = null;
            return output;
        }
    }
}
