package io.colonnade.sql.bind;

import static io.colonnade.sql.bind.Parameter.BIGINT;
import static io.colonnade.sql.bind.Parameter.DATE;
import static io.colonnade.sql.bind.Parameter.DOUBLE;
import static io.colonnade.sql.bind.Parameter.INTEGER;
import static io.colonnade.sql.bind.Parameter.INTEGRAL;
import static io.colonnade.sql.bind.Parameter.MICROS;
import static io.colonnade.sql.bind.Parameter.MONTHS;
import static io.colonnade.sql.bind.Parameter.NUMBER;
import static io.colonnade.sql.bind.Parameter.TEXT;
import static io.colonnade.sql.bind.Parameter.TIME;
import static io.colonnade.sql.bind.Parameter.TIMESTAMP;
import static io.colonnade.sql.bind.Parameter.TIMESTAMPTZ;
import static io.colonnade.sql.bind.Signature.of;

import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

import java.util.ArrayList;
import java.util.List;

/** Signatures of + - * / % and of the minus sign, for numbers, dates and intervals. Stateless. */
final class Arithmetic {
    private Arithmetic() {}

    /** The type of {@code left op right} for two numbers. */
    @FunctionalInterface
    private interface DecimalRule {
        RelDataType of(RelDataType left, RelDataType right);
    }

    private static Signature numbers(SqlOperator operator, DecimalRule rule) {
        return of(NUMBER, NUMBER)
                .returns(
                        (types, constants) ->
                                TypeRule.withNulls(
                                        numberType(types.get(0), types.get(1), rule), types))
                .as(call -> compute(call, operator));
    }

    private static RelDataType numberType(RelDataType left, RelDataType right, DecimalRule rule) {
        if (SqlTypeUtil.isApproximateNumeric(left) || SqlTypeUtil.isApproximateNumeric(right)) {
            return CommonType.ofTwo(left, right);
        }
        RelDataType decimal = rule.of(left, right);
        return decimal == null ? CommonType.ofTwo(left, right) : decimal;
    }

    /** Decimals keep their own scales; everything else is computed in the result's type. */
    static RexNode compute(Signature.Call call, SqlOperator operator) {
        List<RexNode> operands = call.operands();
        if (SqlTypeUtil.isNumeric(call.type()) && !SqlTypeUtil.isDecimal(call.type())) {
            List<RexNode> converted = new ArrayList<>(operands.size());
            for (RexNode operand : operands) {
                converted.add(call.builder().ensureType(call.type(), operand, true));
            }
            operands = converted;
        }
        return call.builder().makeCall(call.type(), operator, operands);
    }

    static List<Signature> plus() {
        List<Signature> all = new ArrayList<>();
        all.add(
                numbers(
                        SqlStdOperatorTable.PLUS,
                        (left, right) ->
                                ColonnadeTypeSystem.INSTANCE.deriveDecimalPlusType(
                                        TypeMapping.FACTORY, left, right)));
        all.add(of(DATE, INTEGER).returns(SqlType.DATE).as(ScalarFunction.DATE_PLUS_DAYS));
        all.add(
                of(INTEGER, DATE)
                        .returns(SqlType.DATE)
                        .as(
                                call ->
                                        call.to(
                                                ScalarFunction.DATE_PLUS_DAYS,
                                                call.operands().reversed())));
        withInterval(all, ScalarFunction.PLUS_INTERVAL);
        for (Parameter interval : List.of(MONTHS, MICROS)) {
            for (Parameter moment : List.of(TIMESTAMP, TIMESTAMPTZ, TIME)) {
                if (moment != TIME || interval == MICROS) {
                    all.add(
                            of(interval, moment)
                                    .returns(TypeRule.argument(1))
                                    .as(
                                            call ->
                                                    call.to(
                                                            ScalarFunction.PLUS_INTERVAL,
                                                            call.operands().reversed())));
                }
            }
            all.add(
                    of(interval, interval)
                            .returns(TypeRule.argument(0))
                            .as(call -> compute(call, SqlStdOperatorTable.PLUS)));
        }
        return all;
    }

    static List<Signature> minus() {
        List<Signature> all = new ArrayList<>();
        all.add(
                numbers(
                        SqlStdOperatorTable.MINUS,
                        (left, right) ->
                                ColonnadeTypeSystem.INSTANCE.deriveDecimalPlusType(
                                        TypeMapping.FACTORY, left, right)));
        all.add(of(DATE, DATE).returns(SqlType.INTEGER).as(ScalarFunction.DATE_MINUS_DATE));
        all.add(
                of(DATE, INTEGER)
                        .returns(SqlType.DATE)
                        .as(
                                call ->
                                        call.to(
                                                ScalarFunction.DATE_PLUS_DAYS,
                                                List.of(
                                                        call.operand(0),
                                                        negated(call, call.operand(1))))));
        for (Parameter moment : List.of(TIMESTAMP, TIMESTAMPTZ)) {
            all.add(
                    of(moment, moment)
                            .returns(SqlType.INTERVAL_MICROS)
                            .as(ScalarFunction.TIMESTAMP_MINUS_TIMESTAMP));
        }
        withInterval(all, ScalarFunction.MINUS_INTERVAL);
        for (Parameter interval : List.of(MONTHS, MICROS)) {
            all.add(
                    of(interval, interval)
                            .returns(TypeRule.argument(0))
                            .as(call -> compute(call, SqlStdOperatorTable.MINUS)));
        }
        return all;
    }

    private static RexNode negated(Signature.Call call, RexNode operand) {
        return call.builder().makeCall(SqlStdOperatorTable.UNARY_MINUS, operand);
    }

    private static void withInterval(List<Signature> all, ScalarFunction function) {
        for (Parameter moment : List.of(TIMESTAMP, TIMESTAMPTZ)) {
            all.add(of(moment, MONTHS).returns(TypeRule.argument(0)).as(function));
            all.add(of(moment, MICROS).returns(TypeRule.argument(0)).as(function));
        }
        all.add(of(TIME, MICROS).returns(TypeRule.argument(0)).as(function));
    }

    static List<Signature> times() {
        return List.of(
                numbers(
                        SqlStdOperatorTable.MULTIPLY,
                        (left, right) ->
                                ColonnadeTypeSystem.INSTANCE.deriveDecimalMultiplyType(
                                        TypeMapping.FACTORY, left, right)),
                of(MONTHS, INTEGER).returns(TypeRule.argument(0)).as(call -> scaled(call, 0, 1)),
                of(INTEGER, MONTHS).returns(TypeRule.argument(1)).as(call -> scaled(call, 1, 0)),
                of(MICROS, BIGINT).returns(TypeRule.argument(0)).as(call -> scaled(call, 0, 1)),
                of(BIGINT, MICROS).returns(TypeRule.argument(1)).as(call -> scaled(call, 1, 0)),
                of(MONTHS, DOUBLE).returns(TypeRule.argument(0)).as(call -> scaled(call, 0, 1)),
                of(DOUBLE, MONTHS).returns(TypeRule.argument(1)).as(call -> scaled(call, 1, 0)),
                of(MICROS, DOUBLE).returns(TypeRule.argument(0)).as(call -> scaled(call, 0, 1)),
                of(DOUBLE, MICROS).returns(TypeRule.argument(1)).as(call -> scaled(call, 1, 0)));
    }

    private static RexNode scaled(Signature.Call call, int interval, int factor) {
        return call.builder()
                .makeCall(
                        call.type(),
                        SqlStdOperatorTable.MULTIPLY,
                        List.of(call.operand(interval), call.operand(factor)));
    }

    /** An interval of months stays one: PostgreSQL would turn parts of a month into days. */
    static List<Signature> divide() {
        return List.of(
                of(MONTHS, DOUBLE).returns(TypeRule.argument(0)).as(Arithmetic::divided),
                of(MICROS, DOUBLE).returns(TypeRule.argument(0)).as(Arithmetic::divided),
                numbers(
                        SqlStdOperatorTable.DIVIDE,
                        (left, right) ->
                                ColonnadeTypeSystem.INSTANCE.deriveDecimalDivideType(
                                        TypeMapping.FACTORY, left, right)));
    }

    private static RexNode divided(Signature.Call call) {
        return call.builder().makeCall(call.type(), SqlStdOperatorTable.DIVIDE, call.operands());
    }

    static List<Signature> modulo() {
        return List.of(
                numbers(
                        SqlStdOperatorTable.MOD,
                        (left, right) ->
                                ColonnadeTypeSystem.INSTANCE.deriveDecimalModType(
                                        TypeMapping.FACTORY, left, right)));
    }

    static List<Signature> negate() {
        List<Signature> all = new ArrayList<>();
        for (Parameter parameter : List.of(NUMBER, MONTHS, MICROS)) {
            all.add(
                    of(parameter)
                            .returns(TypeRule.argument(0))
                            .as(
                                    call ->
                                            call.builder()
                                                    .makeCall(
                                                            call.type(),
                                                            SqlStdOperatorTable.UNARY_MINUS,
                                                            call.operands())));
        }
        return all;
    }

    static List<Signature> positive() {
        List<Signature> all = new ArrayList<>();
        for (Parameter parameter : List.of(NUMBER, MONTHS, MICROS)) {
            all.add(of(parameter).returns(TypeRule.argument(0)).as(call -> call.operand(0)));
        }
        return all;
    }

    /** Bit operators over two integers of any types. */
    static List<Signature> bits(ScalarFunction function) {
        return List.of(
                // Items of arrays are text.
                of(TEXT, INTEGER)
                        .returns(SqlType.INTEGER)
                        .as(
                                call ->
                                        call.to(
                                                function,
                                                List.of(
                                                        call.builder()
                                                                .ensureType(
                                                                        call.type(),
                                                                        call.operand(0),
                                                                        true),
                                                        call.operand(1)))),
                of(INTEGRAL, INTEGRAL)
                        .returns(
                                (types, constants) ->
                                        TypeRule.withNulls(CommonType.of(types), types))
                        .as(
                                call ->
                                        call.to(
                                                function,
                                                call.operands().stream()
                                                        .map(
                                                                operand ->
                                                                        call.builder()
                                                                                .ensureType(
                                                                                        call.type(),
                                                                                        operand,
                                                                                        true))
                                                        .toList())));
    }

    static List<Signature> shift(ScalarFunction function) {
        return List.of(of(INTEGRAL, INTEGER).returns(TypeRule.argument(0)).as(function));
    }
}
