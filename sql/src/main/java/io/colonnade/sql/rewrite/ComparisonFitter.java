package io.colonnade.sql.rewrite;

import io.colonnade.sql.bind.Constants;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Brings comparisons into the form column op constant of the column's own type, which zone maps and
 * statistics understand:
 *
 * <pre>
 * CAST(date AS TIMESTAMP) &lt;= TIMESTAMP '1998-09-02 00:00'   date &lt;= DATE '1998-09-02'
 * CAST(date AS TIMESTAMP) &lt; TIMESTAMP '1998-09-02 10:00'    date &lt;= DATE '1998-09-02'
 * CAST(char(10) AS VARCHAR(10)) = 'MED BOX'                 char = 'MED BOX'
 * numeric(12,2) &lt; 0.055                                     numeric &lt;= 0.05
 * </pre>
 *
 * Stateless.
 */
final class ComparisonFitter {
    private static final long DAY = 86_400_000_000L;

    private final RexBuilder builder;

    ComparisonFitter(RexBuilder builder) {
        this.builder = builder;
    }

    /** The comparison in its better form, or the call itself. */
    RexNode fit(RexCall call) {
        if (!call.getKind().belongsTo(SqlKind.COMPARISON) || call.getOperands().size() != 2) {
            return call;
        }
        RexNode left = bare(call.getOperands().get(0));
        RexNode right = bare(call.getOperands().get(1));
        if (isConstant(left) && !isConstant(right)) {
            RexNode fitted = withConstant(call, right, call.getKind().reverse(), (RexLiteral) left);
            return fitted != null ? fitted : rebuilt(call, left, right);
        }
        if (isConstant(right) && !isConstant(left)) {
            RexNode fitted = withConstant(call, left, call.getKind(), (RexLiteral) right);
            return fitted != null ? fitted : rebuilt(call, left, right);
        }
        return rebuilt(call, left, right);
    }

    private static boolean isConstant(RexNode node) {
        return node instanceof RexLiteral literal && !literal.isNull();
    }

    private RexNode rebuilt(RexCall call, RexNode left, RexNode right) {
        return left == call.getOperands().get(0) && right == call.getOperands().get(1)
                ? call
                : call.clone(call.getType(), List.of(left, right));
    }

    /** The text or integer under a cast that changes neither value nor way of comparing. */
    private static RexNode bare(RexNode node) {
        if (node.getKind() != SqlKind.CAST) {
            return node;
        }
        RexNode inner = ((RexCall) node).getOperands().getFirst();
        RelDataType from = inner.getType();
        RelDataType to = node.getType();
        boolean text =
                SqlTypeUtil.inCharFamily(from)
                        && to.getSqlTypeName() == SqlTypeName.VARCHAR
                        && (to.getPrecision() <= 0
                                || (from.getPrecision() > 0
                                        && to.getPrecision() >= from.getPrecision()));
        boolean integer =
                SqlTypeUtil.isIntType(from)
                        && SqlTypeUtil.isIntType(to)
                        && from.getSqlTypeName().ordinal() <= to.getSqlTypeName().ordinal();
        return text || integer ? inner : node;
    }

    /**
     * {@code value kind constant}, where the value may still be under a cast; null if no better.
     */
    private RexNode withConstant(RexCall call, RexNode value, SqlKind kind, RexLiteral constant) {
        RexNode inner = value;
        if (value.getKind() == SqlKind.CAST) {
            inner = ((RexCall) value).getOperands().getFirst();
        }
        RelDataType type = inner.getType();
        SqlTypeName from = constant.getType().getSqlTypeName();
        if (value.getType().getSqlTypeName() == SqlTypeName.CHAR
                && SqlTypeUtil.inCharFamily(constant.getType())) {
            return character(call, value, kind, constant);
        }
        if (type.getSqlTypeName() == SqlTypeName.DATE && from == SqlTypeName.TIMESTAMP) {
            return date(call, inner, kind, Constants.micros(constant));
        }
        boolean exactCast =
                inner == value
                        || (SqlTypeUtil.isExactNumeric(value.getType())
                                && widens(type, value.getType()));
        if (SqlTypeUtil.isExactNumeric(type)
                && SqlTypeUtil.isExactNumeric(constant.getType())
                && exactCast) {
            return number(call, inner, kind, constant.getValueAs(BigDecimal.class));
        }
        if (value.getType().getSqlTypeName() == SqlTypeName.DOUBLE
                && SqlTypeUtil.isExactNumeric(constant.getType())) {
            return approximate(call, value, kind, constant.getValueAs(BigDecimal.class));
        }
        return null;
    }

    /** Calcite's simplification fails where a column is compared with both kinds of numbers. */
    private RexNode approximate(RexCall call, RexNode value, SqlKind kind, BigDecimal constant) {
        SqlOperator operator = atStep(kind, true);
        RelDataType notNull =
                builder.getTypeFactory().createTypeWithNullability(value.getType(), false);
        return operator == null || Double.isInfinite(constant.doubleValue())
                ? null
                : compared(call, operator, value, builder.makeApproxLiteral(constant, notNull));
    }

    /** Trailing blanks of CHAR mean nothing and are not stored. */
    private RexNode character(RexCall call, RexNode value, SqlKind kind, RexLiteral constant) {
        String text = constant.getValueAs(String.class);
        String stripped = text.replaceAll(" +$", "");
        SqlOperator operator = atStep(kind, true);
        return stripped.length() == text.length() || operator == null
                ? null
                : compared(call, operator, value, builder.makeLiteral(stripped));
    }

    /** Does every value of the first exact type stay what it is in the second? */
    private static boolean widens(RelDataType from, RelDataType to) {
        if (!SqlTypeUtil.isExactNumeric(from)) {
            return false;
        }
        int toScale = scale(to);
        return toScale >= scale(from) && digits(to) - toScale >= digits(from) - scale(from);
    }

    private static int scale(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
    }

    private static int digits(RelDataType type) {
        return io.colonnade.sql.bind.ColonnadeTypeSystem.digits(type);
    }

    private RexNode date(RexCall call, RexNode value, SqlKind kind, long micros) {
        long day = Math.floorDiv(micros, DAY);
        boolean midnight = day * DAY == micros;
        RexNode literal =
                builder.makeDateLiteral(DateString.fromDaysSinceEpoch(Math.toIntExact(day)));
        SqlOperator operator = atStep(kind, midnight);
        return operator == null ? null : compared(call, operator, value, literal);
    }

    private RexNode compared(RexCall call, SqlOperator operator, RexNode value, RexNode literal) {
        return builder.makeCall(call.getType(), operator, List.of(value, literal));
    }

    /**
     * The operator against a constant rounded down to a step of the column's type, or null when
     * only FALSE or TRUE would do.
     */
    private static SqlOperator atStep(SqlKind kind, boolean exact) {
        return switch (kind) {
            case EQUALS -> exact ? SqlStdOperatorTable.EQUALS : null;
            case NOT_EQUALS -> exact ? SqlStdOperatorTable.NOT_EQUALS : null;
            case LESS_THAN ->
                    exact ? SqlStdOperatorTable.LESS_THAN : SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
            case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
            case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
            case GREATER_THAN_OR_EQUAL ->
                    exact
                            ? SqlStdOperatorTable.GREATER_THAN_OR_EQUAL
                            : SqlStdOperatorTable.GREATER_THAN;
            default -> null;
        };
    }

    private RexNode number(RexCall call, RexNode value, SqlKind kind, BigDecimal constant) {
        RelDataType type = value.getType();
        BigDecimal down = constant.setScale(scale(type), RoundingMode.FLOOR);
        SqlOperator operator = atStep(kind, down.compareTo(constant) == 0);
        RelDataType notNull = builder.getTypeFactory().createTypeWithNullability(type, false);
        boolean fits =
                switch (type.getSqlTypeName()) {
                    case TINYINT, SMALLINT -> down.abs().compareTo(SMALL) <= 0;
                    case INTEGER -> down.abs().compareTo(INT) <= 0;
                    case BIGINT -> down.abs().compareTo(LONG) <= 0;
                    default ->
                            down.precision() - down.scale()
                                    <= type.getPrecision() - type.getScale();
                };
        return operator == null || !fits
                ? null
                : compared(call, operator, value, builder.makeExactLiteral(down, notNull));
    }

    private static final BigDecimal SMALL = BigDecimal.valueOf(Short.MAX_VALUE);
    private static final BigDecimal INT = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final BigDecimal LONG = BigDecimal.valueOf(Long.MAX_VALUE);
}
