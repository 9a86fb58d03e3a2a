package io.colonnade.sql.bind;

import io.colonnade.plan.ScalarFunction;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes calls whose operands are all constants: what statements write into their predicates
 * (dates and intervals, casts of text, arithmetic). Leaves every other call, and those that fail at
 * run time such as a division by zero, as they are. Takes the place of Calcite's executor, which
 * compiles Java code. Stateless.
 */
public final class ConstantFolder implements RexExecutor {
    public static final ConstantFolder INSTANCE = new ConstantFolder();

    private ConstantFolder() {}

    @Override
    public void reduce(RexBuilder builder, List<RexNode> expressions, List<RexNode> reduced) {
        for (RexNode expression : expressions) {
            reduced.add(folded(builder, expression));
        }
    }

    private RexNode folded(RexBuilder builder, RexNode node) {
        if (!(node instanceof RexCall call)) {
            return node;
        }
        List<RexNode> operands = new ArrayList<>(call.operands.size());
        for (RexNode operand : call.operands) {
            operands.add(folded(builder, operand));
        }
        RexCall copy = operands.equals(call.operands) ? call : call.clone(call.getType(), operands);
        RexNode result = fold(builder, copy);
        return result == null ? node : result;
    }

    /** The constant that the call is, or null when it is none that we compute. */
    public RexNode fold(RexBuilder builder, RexCall call) {
        for (RexNode operand : call.operands) {
            if (!(operand instanceof RexLiteral)) {
                return null;
            }
        }
        if (call.operands.isEmpty()) {
            return null;
        }
        if (call.getKind() == SqlKind.CAST) {
            return ConstantCasts.cast(
                    builder, (RexLiteral) call.operands.getFirst(), call.getType());
        }
        boolean computed =
                call.getKind().belongsTo(SqlKind.BINARY_ARITHMETIC)
                        || call.getKind() == SqlKind.MINUS_PREFIX
                        || call.getOperator() instanceof ScalarOperator;
        if (!computed) {
            return null;
        }
        boolean anyNull = call.operands.stream().anyMatch(RexLiteral::isNullLiteral);
        if (call.getOperator() instanceof ScalarOperator operator) {
            return anyNull ? null : function(builder, call, operator.function());
        }
        if (anyNull) {
            return builder.makeNullLiteral(call.getType());
        }
        return SqlTypeUtil.isNumeric(call.getType()) ? arithmetic(builder, call) : null;
    }

    private static RexNode arithmetic(RexBuilder builder, RexCall call) {
        BigDecimal left = ((RexLiteral) call.operands.getFirst()).getValueAs(BigDecimal.class);
        RelDataType type = call.getType();
        if (call.getKind() == SqlKind.MINUS_PREFIX) {
            return number(builder, left.negate(), type);
        }
        if (SqlTypeUtil.isApproximateNumeric(type)) {
            return null;
        }
        BigDecimal right = ((RexLiteral) call.operands.get(1)).getValueAs(BigDecimal.class);
        return switch (call.getKind()) {
            case PLUS -> number(builder, left.add(right), type);
            case MINUS -> number(builder, left.subtract(right), type);
            case TIMES -> number(builder, left.multiply(right), type);
            case DIVIDE ->
                    right.signum() == 0
                            ? null
                            : number(
                                    builder,
                                    left.divide(
                                            right,
                                            scale(type),
                                            SqlTypeUtil.isIntType(type)
                                                    ? RoundingMode.DOWN
                                                    : RoundingMode.HALF_UP),
                                    type);
            case MOD -> right.signum() == 0 ? null : number(builder, left.remainder(right), type);
            default -> null;
        };
    }

    private static int scale(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
    }

    /** The number in this type, or null when it does not fit: the engine reports that. */
    static RexNode number(RexBuilder builder, BigDecimal value, RelDataType type) {
        RelDataType notNull = TypeMapping.FACTORY.createTypeWithNullability(type, false);
        if (SqlTypeUtil.isApproximateNumeric(type)) {
            return approximate(builder, value, notNull);
        }
        BigDecimal rounded = value.setScale(scale(type), RoundingMode.HALF_UP);
        if (!fits(rounded, type)) {
            return null;
        }
        return builder.makeExactLiteral(rounded, notNull);
    }

    /** The nearest number that the type has; null when that is infinite, or zero for another. */
    private static RexNode approximate(RexBuilder builder, BigDecimal value, RelDataType type) {
        boolean isReal = type.getSqlTypeName() == SqlTypeName.REAL;
        double nearest = isReal ? value.floatValue() : value.doubleValue();
        if (Double.isInfinite(nearest) || (nearest == 0 && value.signum() != 0)) {
            return null;
        }
        return builder.makeApproxLiteral(isReal ? new BigDecimal(nearest) : value, type);
    }

    static boolean fits(BigDecimal value, RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case SMALLINT -> value.equals(BigDecimal.valueOf(value.shortValue()));
            case INTEGER -> value.equals(BigDecimal.valueOf(value.intValue()));
            case BIGINT -> value.equals(BigDecimal.valueOf(value.longValue()));
            default -> value.precision() - value.scale() <= type.getPrecision() - type.getScale();
        };
    }

    private static RexNode function(RexBuilder builder, RexCall call, ScalarFunction function) {
        RexLiteral first = (RexLiteral) call.operands.getFirst();
        return switch (function) {
            case PLUS_INTERVAL, MINUS_INTERVAL, DATE_PLUS_DAYS, DATE_MINUS_DATE ->
                    ConstantDates.fold(builder, call, function);
            case UPPER, LOWER -> {
                String text = first.getValueAs(String.class);
                boolean ascii = text.chars().allMatch(c -> c < 128);
                yield !ascii
                        ? null
                        : builder.makeLiteral(
                                function == ScalarFunction.UPPER
                                        ? text.toUpperCase(java.util.Locale.ROOT)
                                        : text.toLowerCase(java.util.Locale.ROOT));
            }
            case TRIM_TRAILING ->
                    trimTrailing(
                            builder,
                            first.getValueAs(String.class),
                            ((RexLiteral) call.operands.getLast()).getValueAs(String.class));
            case CONCAT ->
                    builder.makeLiteral(
                            first.getValueAs(String.class)
                                    + ((RexLiteral) call.operands.get(1)).getValueAs(String.class));
            case AT_TIME_ZONE -> atZone(builder, call, first);
            case ARRAY_LENGTH -> arrayLength(builder, first.getValueAs(String.class));
            default -> null;
        };
    }

    private static RexNode trimTrailing(RexBuilder builder, String text, String characters) {
        int end = text.length();
        while (characters.equals(" ") && end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return characters.equals(" ") ? builder.makeLiteral(text.substring(0, end)) : null;
    }

    private static RexNode atZone(RexBuilder builder, RexCall call, RexLiteral moment) {
        String zone = ((RexLiteral) call.operands.get(1)).getValueAs(String.class);
        boolean local = moment.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP;
        if (!local || !ZoneId.getAvailableZoneIds().contains(zone)) {
            return null;
        }
        return ConstantCasts.instant(builder, Constants.micros(moment), ZoneId.of(zone));
    }

    /** Items of an array's text; NULL when it has none. */
    private static RexNode arrayLength(RexBuilder builder, String text) {
        String body = text.strip();
        if (!body.startsWith("{") || !body.endsWith("}") || body.contains("\"")) {
            return null;
        }
        return body.length() == 2 ? null : Constants.integer(builder, body.split(",", -1).length);
    }
}
