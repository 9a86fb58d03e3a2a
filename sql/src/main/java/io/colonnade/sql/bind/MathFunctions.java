package io.colonnade.sql.bind;

import static io.colonnade.sql.bind.Parameter.DOUBLE;
import static io.colonnade.sql.bind.Parameter.EXACT;
import static io.colonnade.sql.bind.Parameter.INTEGER;
import static io.colonnade.sql.bind.Parameter.INTEGRAL;
import static io.colonnade.sql.bind.Parameter.NUMBER;
import static io.colonnade.sql.bind.Parameter.TIMESTAMP;
import static io.colonnade.sql.bind.Signature.of;

import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Numeric functions. Stateless. */
final class MathFunctions {
    private static final Map<String, ScalarFunction> OF_DOUBLE =
            Map.ofEntries(
                    Map.entry("sqrt", ScalarFunction.SQRT),
                    Map.entry("cbrt", ScalarFunction.CBRT),
                    Map.entry("exp dexp", ScalarFunction.EXP),
                    Map.entry("ln dlog1", ScalarFunction.LN),
                    Map.entry("log dlog10 log10", ScalarFunction.LOG10),
                    Map.entry("sin", ScalarFunction.SIN),
                    Map.entry("cos", ScalarFunction.COS),
                    Map.entry("tan", ScalarFunction.TAN),
                    Map.entry("asin", ScalarFunction.ASIN),
                    Map.entry("acos", ScalarFunction.ACOS),
                    Map.entry("atan", ScalarFunction.ATAN),
                    Map.entry("cot", ScalarFunction.COT),
                    Map.entry("degrees", ScalarFunction.DEGREES),
                    Map.entry("radians", ScalarFunction.RADIANS));

    private MathFunctions() {}

    static void register(FunctionRegistry registry) {
        OF_DOUBLE.forEach(
                (names, function) ->
                        registry.add(names, of(DOUBLE).returns(SqlType.DOUBLE).as(function)));
        registry.add("atan2", of(DOUBLE, DOUBLE).returns(SqlType.DOUBLE).as(ScalarFunction.ATAN2));
        registry.add(
                "power pow dpow",
                of(DOUBLE, DOUBLE).returns(SqlType.DOUBLE).as(ScalarFunction.POWER));
        registry.add("pi", of().returns(SqlType.DOUBLE).as(ScalarFunction.PI));
        registry.add("random rand", of().returns(SqlType.DOUBLE).as(ScalarFunction.RANDOM));
        registry.add("abs", of(NUMBER).returns(TypeRule.argument(0)).as(ScalarFunction.ABS));
        registry.add(
                "sign",
                of(INTEGRAL).returns(TypeRule.argument(0)).as(ScalarFunction.SIGN),
                of(EXACT).returns(SqlType.decimal(1, 0)).as(to(ScalarFunction.SIGN)),
                of(DOUBLE).returns(SqlType.DOUBLE).as(ScalarFunction.SIGN));
        Arithmetic.modulo().forEach(signature -> registry.add("mod", signature));
        for (Map.Entry<String, ScalarFunction> rounding :
                Map.of("ceil ceiling", ScalarFunction.CEIL, "floor", ScalarFunction.FLOOR)
                        .entrySet()) {
            registry.add(
                    rounding.getKey(),
                    of(INTEGRAL).returns(TypeRule.argument(0)).as(call -> call.operand(0)),
                    of(EXACT).returns(MathFunctions::rounded).as(to(rounding.getValue())),
                    of(DOUBLE).returns(SqlType.DOUBLE).as(rounding.getValue()));
        }
        rounding(registry, "round", ScalarFunction.ROUND);
        rounding(registry, "trunc truncate", ScalarFunction.TRUNCATE);
        registry.add(
                "trunc",
                of(TIMESTAMP)
                        .returns(SqlType.DATE)
                        .as(call -> call.builder().makeCast(call.type(), call.operand(0))));
        bits(registry);
    }

    private static void rounding(FunctionRegistry registry, String names, ScalarFunction function) {
        registry.add(
                names,
                of(INTEGRAL).returns(TypeRule.argument(0)).as(call -> call.operand(0)),
                of(INTEGRAL, INTEGER).returns(TypeRule.argument(0)).as(function),
                of(EXACT, INTEGER).optional(1).returns(MathFunctions::rounded).as(to(function)),
                of(DOUBLE, INTEGER).optional(1).returns(SqlType.DOUBLE).as(function));
    }

    /** A decimal rounded to a constant number of digits has as many; else it stays as it is. */
    private static RelDataType rounded(List<RelDataType> types, Integer[] constants) {
        RelDataType type = types.getFirst();
        Integer digits = types.size() == 1 ? (Integer) 0 : constants[1];
        if (type.getSqlTypeName() != SqlTypeName.DECIMAL || digits == null) {
            return TypeRule.withNulls(type, types);
        }
        int scale = Math.max(0, digits);
        if (scale >= type.getScale()) {
            return TypeRule.withNulls(type, types);
        }
        int whole = type.getPrecision() - type.getScale();
        return TypeRule.withNulls(
                TypeMapping.toRel(
                        SqlType.decimal(Math.min(SqlType.MAX_PRECISION, whole + 1 + scale), scale),
                        true),
                types);
    }

    /**
     * Computes at the argument's scale with a digit more (99.9 rounds to 100), then drops the
     * digits that are zero now.
     */
    private static Signature.Expansion to(ScalarFunction function) {
        return call -> {
            RelDataType wide = wider(call.operand(0).getType());
            List<RexNode> operands = new ArrayList<>(call.operands());
            operands.set(0, call.builder().ensureType(wide, call.operand(0), true));
            RexNode value =
                    call.builder()
                            .makeCall(
                                    TypeMapping.FACTORY.createTypeWithNullability(
                                            wide, call.type().isNullable()),
                                    ScalarOperators.of(function),
                                    operands);
            return call.builder().ensureType(call.type(), value, true);
        };
    }

    private static RelDataType wider(RelDataType type) {
        if (type.getSqlTypeName() != SqlTypeName.DECIMAL) {
            return type;
        }
        int precision = Math.min(SqlType.MAX_PRECISION, type.getPrecision() + 1);
        return TypeMapping.toRel(SqlType.decimal(precision, type.getScale()), type.isNullable());
    }

    private static void bits(FunctionRegistry registry) {
        Arithmetic.bits(ScalarFunction.BIT_OR).forEach(s -> registry.add("bitor", s));
        Arithmetic.bits(ScalarFunction.BIT_XOR).forEach(s -> registry.add("bitxor", s));
        Arithmetic.bits(ScalarFunction.BIT_AND).forEach(s -> registry.add("bitand", s));
        registry.add(
                "bitnot", of(INTEGRAL).returns(TypeRule.argument(0)).as(ScalarFunction.BIT_NOT));
        Arithmetic.shift(ScalarFunction.SHIFT_RIGHT).forEach(s -> registry.add("rightshift", s));
        Arithmetic.shift(ScalarFunction.SHIFT_LEFT).forEach(s -> registry.add("leftshift", s));
    }
}
