package io.colonnade.sql.bind;

import static io.colonnade.sql.bind.Parameter.BIGINT;
import static io.colonnade.sql.bind.Parameter.DATE;
import static io.colonnade.sql.bind.Parameter.DOUBLE;
import static io.colonnade.sql.bind.Parameter.INTEGER;
import static io.colonnade.sql.bind.Parameter.MICROS;
import static io.colonnade.sql.bind.Parameter.MONTHS;
import static io.colonnade.sql.bind.Parameter.NUMBER;
import static io.colonnade.sql.bind.Parameter.TEXT;
import static io.colonnade.sql.bind.Parameter.TIME;
import static io.colonnade.sql.bind.Parameter.TIMESTAMP;
import static io.colonnade.sql.bind.Parameter.TIMESTAMPTZ;
import static io.colonnade.sql.bind.Signature.of;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Functions of dates and times. Parts come as text constants and leave under their canonical names.
 * An instant (TIMESTAMPTZ) is looked at in the session's zone. Stateless.
 */
final class DateFunctions {
    private static final List<Parameter> SOURCES =
            List.of(DATE, TIMESTAMP, TIMESTAMPTZ, TIME, MICROS, MONTHS);

    private DateFunctions() {}

    static void register(FunctionRegistry registry) {
        for (Parameter source : SOURCES) {
            registry.add(
                    "extract",
                    of(TEXT, source).returns(SqlType.INTEGER).as(DateFunctions::extract));
            registry.add(
                    "date_part datepart pgdate_part",
                    of(TEXT, source).returns(SqlType.DOUBLE).as(DateFunctions::extract));
        }
        registry.add(
                "extract_epoch", epoch(DATE), epoch(TIMESTAMP), epoch(TIMESTAMPTZ), epoch(MICROS));
        registry.add(
                "date_trunc",
                of(TEXT, TIMESTAMP)
                        .returns(SqlType.TIMESTAMP)
                        .as(call -> call.to(ScalarFunction.DATE_TRUNC, withPart(call))),
                of(TEXT, TIMESTAMPTZ).returns(SqlType.TIMESTAMPTZ).as(DateFunctions::truncInstant));
        for (Parameter moment : List.of(TIMESTAMP, TIMESTAMPTZ, TIME)) {
            registry.add(
                    "dateadd date_add",
                    of(TEXT, BIGINT, moment)
                            .returns(TypeRule.argument(2))
                            .as(call -> call.to(ScalarFunction.DATE_ADD, withPart(call))));
        }
        for (Parameter moment : List.of(DATE, TIMESTAMP, TIMESTAMPTZ, TIME)) {
            registry.add(
                    "datediff date_diff",
                    of(TEXT, moment, moment)
                            .returns(SqlType.BIGINT)
                            .as(call -> call.to(ScalarFunction.DATE_DIFF, withPart(call))));
        }
        calendar(registry);
        formats(registry);
        zones(registry);
    }

    private static Signature epoch(Parameter source) {
        return of(source)
                .returns(SqlType.BIGINT)
                .as(
                        call ->
                                call.to(
                                        ScalarFunction.EXTRACT,
                                        List.of(
                                                call.builder().makeLiteral("epoch"),
                                                call.operand(0))));
    }

    /** The operands with the part, a constant, under its canonical name. */
    private static List<RexNode> withPart(Signature.Call call) {
        List<RexNode> operands = new ArrayList<>(call.operands());
        operands.set(0, call.builder().makeLiteral(part(call.operand(0))));
        return operands;
    }

    private static String part(RexNode operand) {
        String word = operand instanceof RexLiteral text ? text.getValueAs(String.class) : null;
        if (word == null) {
            throw ColonnadeException.notSupported("a date part that is not a constant");
        }
        String part = DateParts.canonical(word);
        if (part == null) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT, "date part \"" + word + "\" not recognized")
                    .hint("Parts are year, quarter, month, week, day, hour, minute, second, ...");
        }
        return part;
    }

    private static RexNode extract(Signature.Call call) {
        String part = part(call.operand(0));
        RexNode source = call.operand(1);
        if (isInstant(source.getType()) && !part.equals("epoch")) {
            source = atZone(call, source, SqlType.TIMESTAMP);
        }
        return call.to(ScalarFunction.EXTRACT, List.of(call.builder().makeLiteral(part), source));
    }

    private static boolean isInstant(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    }

    private static RexNode atZone(Signature.Call call, RexNode moment, SqlType type) {
        return call.builder()
                .makeCall(
                        TypeMapping.toRel(type, moment.getType().isNullable()),
                        ScalarOperators.of(ScalarFunction.AT_TIME_ZONE),
                        List.of(moment, call.builder().makeLiteral(call.context().zone().getId())));
    }

    private static RexNode truncInstant(Signature.Call call) {
        RexNode local = atZone(call, call.operand(1), SqlType.TIMESTAMP);
        RexNode truncated =
                call.builder()
                        .makeCall(
                                local.getType(),
                                ScalarOperators.of(ScalarFunction.DATE_TRUNC),
                                List.of(call.builder().makeLiteral(part(call.operand(0))), local));
        return atZone(call, truncated, SqlType.TIMESTAMPTZ);
    }

    private static void calendar(FunctionRegistry registry) {
        registry.add(
                "last_day",
                of(DATE).returns(SqlType.DATE).as(ScalarFunction.LAST_DAY),
                of(TIMESTAMP).returns(SqlType.DATE).as(ScalarFunction.LAST_DAY));
        registry.add(
                "add_months",
                of(TIMESTAMP, INTEGER).returns(SqlType.TIMESTAMP).as(ScalarFunction.ADD_MONTHS),
                of(TIMESTAMPTZ, INTEGER)
                        .returns(SqlType.TIMESTAMPTZ)
                        .as(ScalarFunction.ADD_MONTHS));
        registry.add(
                "months_between",
                of(DATE, DATE).returns(SqlType.DOUBLE).as(ScalarFunction.MONTHS_BETWEEN),
                of(TIMESTAMP, TIMESTAMP).returns(SqlType.DOUBLE).as(ScalarFunction.MONTHS_BETWEEN));
        registry.add(
                "make_date",
                of(INTEGER, INTEGER, INTEGER).returns(SqlType.DATE).as(ScalarFunction.MAKE_DATE));
        registry.add(
                "age",
                of(TIMESTAMP, TIMESTAMP).returns(SqlType.INTERVAL_MICROS).as(ScalarFunction.AGE),
                of(TIMESTAMPTZ, TIMESTAMPTZ)
                        .returns(SqlType.INTERVAL_MICROS)
                        .as(ScalarFunction.AGE));
        registry.add(
                "date",
                of(TIMESTAMP).returns(SqlType.DATE).as(DateFunctions::cast),
                of(TEXT).returns(SqlType.DATE).as(DateFunctions::cast));
    }

    private static RexNode cast(Signature.Call call) {
        return call.builder().makeCast(call.type(), call.operand(0));
    }

    private static void formats(FunctionRegistry registry) {
        registry.add(
                "to_char",
                of(TIMESTAMP, TEXT).as(ScalarFunction.TO_CHAR),
                of(TIMESTAMPTZ, TEXT)
                        .as(
                                call ->
                                        call.to(
                                                ScalarFunction.TO_CHAR,
                                                List.of(
                                                        atZone(
                                                                call,
                                                                call.operand(0),
                                                                SqlType.TIMESTAMP),
                                                        call.operand(1)))),
                of(NUMBER, TEXT).as(ScalarFunction.TO_CHAR),
                of(MICROS, TEXT).as(ScalarFunction.TO_CHAR));
        registry.add("to_date", of(TEXT, TEXT).returns(SqlType.DATE).as(ScalarFunction.TO_DATE));
        registry.add(
                "to_timestamp",
                of(TEXT, TEXT).returns(SqlType.TIMESTAMPTZ).as(ScalarFunction.TO_TIMESTAMP),
                of(DOUBLE).returns(SqlType.TIMESTAMPTZ).as(DateFunctions::fromEpoch));
        registry.add(
                "to_number",
                of(TEXT, TEXT).returns(SqlType.decimal(38, 10)).as(ScalarFunction.TO_NUMBER));
    }

    /** timestamptz 'epoch' + seconds as an interval. */
    private static RexNode fromEpoch(Signature.Call call) {
        RexNode micros =
                call.builder()
                        .makeCall(
                                SqlStdOperatorTable.MULTIPLY,
                                call.operand(0),
                                call.builder().makeApproxLiteral(BigDecimal.valueOf(1_000_000)));
        RexNode count =
                call.builder()
                        .makeCast(
                                TypeMapping.toRel(SqlType.BIGINT, micros.getType().isNullable()),
                                micros);
        return call.to(
                ScalarFunction.DATE_ADD,
                List.of(
                        call.builder().makeLiteral("microsecond"),
                        count,
                        Constants.instant(call.builder(), 0)));
    }

    private static void zones(FunctionRegistry registry) {
        Signature.Expansion reversed =
                call -> call.to(ScalarFunction.AT_TIME_ZONE, call.operands().reversed());
        registry.add(
                "timezone",
                of(TEXT, TIMESTAMP).returns(SqlType.TIMESTAMPTZ).as(reversed),
                of(TEXT, TIMESTAMPTZ).returns(SqlType.TIMESTAMP).as(reversed));
        registry.add(
                "convert_timezone",
                of(TEXT, TIMESTAMP)
                        .returns(SqlType.TIMESTAMP)
                        .as(
                                call ->
                                        converted(
                                                call,
                                                call.builder().makeLiteral("UTC"),
                                                call.operand(0),
                                                call.operand(1))),
                of(TEXT, TEXT, TIMESTAMP)
                        .returns(SqlType.TIMESTAMP)
                        .as(
                                call ->
                                        converted(
                                                call,
                                                call.operand(0),
                                                call.operand(1),
                                                call.operand(2))));
    }

    private static RexNode converted(
            Signature.Call call, RexNode from, RexNode to, RexNode moment) {
        RexNode instant =
                call.builder()
                        .makeCall(
                                TypeMapping.toRel(SqlType.TIMESTAMPTZ, call.type().isNullable()),
                                ScalarOperators.of(ScalarFunction.AT_TIME_ZONE),
                                List.of(moment, from));
        return call.to(ScalarFunction.AT_TIME_ZONE, List.of(instant, to));
    }
}
