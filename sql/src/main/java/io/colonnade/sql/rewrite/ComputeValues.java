package io.colonnade.sql.rewrite;

import com.google.common.collect.ImmutableList;

import io.colonnade.sql.bind.ConstantFolder;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

import java.util.ArrayList;
import java.util.List;

/**
 * A projection of constant rows that can be computed now becomes constant rows: the casts of INSERT
 * ... VALUES. Stateless.
 */
final class ComputeValues {
    /** A constant under a cast that only says it may be NULL is the constant. */
    private static final RexShuttle PLAIN_CONSTANTS =
            new RexShuttle() {
                @Override
                public RexNode visitCall(RexCall call) {
                    RexNode visited = super.visitCall(call);
                    return visited.getKind() == SqlKind.CAST
                                    && ((RexCall) visited).getOperands().getFirst()
                                            instanceof RexLiteral literal
                                    && literal.getType().getSqlTypeName()
                                            == visited.getType().getSqlTypeName()
                            ? literal
                            : visited;
                }
            };

    private ComputeValues() {}

    static RelNode in(RelNode rel) {
        return rel.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        RelNode node = super.visit(other);
                        if (node instanceof Project project
                                && project.getInput() instanceof Values values
                                && isComputable(project)) {
                            RelNode computed = computed(project, values);
                            return computed == null ? node : computed;
                        }
                        return node instanceof TableFunctionScan function
                                ? function.accept(PLAIN_CONSTANTS)
                                : node;
                    }
                });
    }

    private static boolean isComputable(Project project) {
        return !RexOver.containsOver(project.getProjects(), null)
                && project.getProjects().stream().allMatch(RexUtil::isDeterministic);
    }

    private static RelNode computed(Project project, Values values) {
        RexBuilder builder = project.getCluster().getRexBuilder();
        ImmutableList.Builder<ImmutableList<RexLiteral>> rows = ImmutableList.builder();
        for (ImmutableList<RexLiteral> tuple : values.getTuples()) {
            List<RexNode> inlined = new ArrayList<>();
            for (RexNode expression : project.getProjects()) {
                inlined.add(
                        expression.accept(
                                new RexShuttle() {
                                    @Override
                                    public RexNode visitInputRef(RexInputRef ref) {
                                        return tuple.get(ref.getIndex());
                                    }
                                }));
            }
            List<RexNode> reduced = new ArrayList<>();
            ConstantFolder.INSTANCE.reduce(builder, inlined, reduced);
            ImmutableList.Builder<RexLiteral> row = ImmutableList.builder();
            for (RexNode value : reduced) {
                if (!(value instanceof RexLiteral literal)) {
                    return null;
                }
                row.add(literal);
            }
            rows.add(row.build());
        }
        return LogicalValues.create(project.getCluster(), project.getRowType(), rows.build());
    }
}
