package io.colonnade.sql.bind;

import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Casts between instants (TIMESTAMPTZ) and local dates and timestamps, which depend on the
 * session's zone, become calls that name the zone. One per tree.
 */
final class SessionZone extends RexShuttle {
    private final RexBuilder builder;
    private final ZoneId zone;
    private final boolean isUtc;

    private SessionZone(RexBuilder builder, ZoneId zone) {
        this.isUtc = zone.normalized().equals(ZoneOffset.UTC);
        this.builder = builder;
        this.zone = zone;
    }

    static RelNode applied(RelNode rel, ZoneId zone) {
        return applied(rel, new SessionZone(rel.getCluster().getRexBuilder(), zone));
    }

    private static RelNode applied(RelNode rel, SessionZone shuttle) {
        return rel.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        return super.visit(other).accept(shuttle);
                    }
                });
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery query) {
        RexSubQuery visited = (RexSubQuery) super.visitSubQuery(query);
        RelNode rel = applied(visited.rel, this);
        return rel == visited.rel ? visited : visited.clone(rel);
    }

    @Override
    public RexNode visitCall(RexCall call) {
        RexNode visited = super.visitCall(call);
        if (visited.getKind() != SqlKind.CAST) {
            return visited;
        }
        RexNode operand = ((RexCall) visited).getOperands().getFirst();
        SqlTypeName from = operand.getType().getSqlTypeName();
        SqlTypeName to = visited.getType().getSqlTypeName();
        boolean fromLocal = from == SqlTypeName.DATE || from == SqlTypeName.TIMESTAMP;
        boolean toLocal = to == SqlTypeName.DATE || to == SqlTypeName.TIMESTAMP;
        if (to == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
                && operand instanceof RexLiteral literal
                && literal.getValue() instanceof NlsString text) {
            RexNode constant = ConstantCasts.instant(builder, text.getValue(), zone);
            return constant == null ? visited : constant;
        }
        if (isUtc && !(operand instanceof RexLiteral)) {
            return visited;
        }
        if (fromLocal && to == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
            RexNode constant =
                    operand instanceof RexLiteral literal && !literal.isNull()
                            ? ConstantCasts.instant(builder, Constants.micros(literal), zone)
                            : null;
            return constant == null ? atZone(timestamp(operand), visited.getType()) : constant;
        }
        if (from == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE && toLocal) {
            RexNode local =
                    atZone(
                            operand,
                            TypeMapping.toRel(SqlType.TIMESTAMP, visited.getType().isNullable()));
            return to == SqlTypeName.DATE ? builder.makeCast(visited.getType(), local) : local;
        }
        return visited;
    }

    private RexNode timestamp(RexNode operand) {
        return operand.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP
                ? operand
                : builder.makeCast(
                        TypeMapping.toRel(SqlType.TIMESTAMP, operand.getType().isNullable()),
                        operand);
    }

    private RexNode atZone(RexNode operand, RelDataType type) {
        return builder.makeCall(
                type,
                ScalarOperators.of(ScalarFunction.AT_TIME_ZONE),
                List.of(operand, builder.makeLiteral(zone.getId())));
    }
}
