package io.colonnade.engine.operator;

import io.colonnade.engine.expression.ExpressionCompiler;
import io.colonnade.engine.expression.VectorExpression;
import io.colonnade.engine.pipeline.Stage;
import io.colonnade.engine.pipeline.StageFactory;
import io.colonnade.plan.Expression;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.time.ZoneId;
import java.util.List;

/** Computes one output column per expression. */
public record ProjectOperator(
        int nodeId, List<Expression> expressions, List<SqlType> types, ZoneId zone)
        implements StageFactory {
    public static ProjectOperator of(PlanNode node, ZoneId zone) {
        return new ProjectOperator(
                node.getId(), node.getProject().getExpressionsList(), Types.input(node, 0), zone);
    }

    @Override
    public Stage open() {
        VectorExpression[] compiled = new VectorExpression[expressions.size()];
        for (int i = 0; i < compiled.length; i++) {
            compiled[i] = ExpressionCompiler.compile(expressions.get(i), types, zone);
        }
        return new ProjectStage(compiled);
    }

    private static final class ProjectStage implements Stage {
        private final VectorExpression[] expressions;
        private final Batch output;
        private Batch input;

        ProjectStage(VectorExpression[] expressions) {
            this.expressions = expressions;
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
            for (int i = 0; i < expressions.length; i++) {
                output.setColumn(i, expressions[i].evaluate(input));
            }
            output.copyShape(input);
            input = null;
            return output;
        }
    }
}
