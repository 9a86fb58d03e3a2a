package io.colonnade.engine.operator;

import io.colonnade.engine.expression.ExpressionCompiler;
import io.colonnade.engine.expression.FusedOutputs;
import io.colonnade.engine.expression.VectorExpression;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.Stage;
import io.colonnade.engine.pipeline.StageFactory;
import io.colonnade.plan.Expression;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Computes one output column per expression: by a fused kernel where there is one.
 *
 * @param fusedRows counts the rows of fused kernels; null: none are used
 */
public record ProjectOperator(
        int nodeId,
        List<Expression> expressions,
        List<SqlType> types,
        ZoneId zone,
        LongAdder fusedRows)
        implements StageFactory {
    /** Without fused kernels. */
    public static ProjectOperator of(PlanNode node, ZoneId zone) {
        return of(node, zone, null);
    }

    public static ProjectOperator of(PlanNode node, ExecutionContext context) {
        LongAdder rows = context.fusion() ? context.counters(node.getId()).fusedRows : null;
        return of(node, context.zone(), rows);
    }

    private static ProjectOperator of(PlanNode node, ZoneId zone, LongAdder fusedRows) {
        return new ProjectOperator(
                node.getId(),
                node.getProject().getExpressionsList(),
                Types.input(node, 0),
                zone,
                fusedRows);
    }

    @Override
    public Stage open() {
        VectorExpression[] compiled = new VectorExpression[expressions.size()];
        for (int i = 0; i < compiled.length; i++) {
            compiled[i] = ExpressionCompiler.compile(expressions.get(i), types, zone);
        }
        FusedOutputs fused = fusedRows == null ? null : FusedOutputs.of(compiled, types);
        return new ProjectStage(compiled, fused, fusedRows);
    }

    private static final class ProjectStage implements Stage {
        private final VectorExpression[] expressions;
        private final FusedOutputs fused;
        private final LongAdder fusedRows;

        /** Outputs that are computed already. */
        private final Vector[] done;

        private final Batch output;
        private Batch input;

        ProjectStage(VectorExpression[] expressions, FusedOutputs fused, LongAdder fusedRows) {
            this.expressions = expressions;
            this.fused = fused;
            this.fusedRows = fusedRows;
            done = new Vector[expressions.length];
            output = Batches.ofColumns(expressions.length);
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
            if (fused != null) {
                fuse();
            }
            for (int i = 0; i < expressions.length; i++) {
                output.setColumn(i, done[i] == null ? expressions[i].evaluate(input) : done[i]);
            }
            output.copyShape(input);
            input = null;
            return output;
        }

        private void fuse() {
            boolean computed = fused.evaluate(input);
            int[] outputs = fused.outputs();
            for (int r = 0; r < outputs.length; r++) {
                done[outputs[r]] = computed ? fused.results()[r] : null;
            }
            if (computed) {
                fusedRows.add(input.rowCount());
            }
        }
    }
}
