package io.colonnade.sql.fragment;

import io.colonnade.plan.Call;
import io.colonnade.plan.CaseWhen;
import io.colonnade.plan.Expression;
import io.colonnade.plan.InList;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.sql.physical.Literals;
import io.colonnade.type.SqlType;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Expressions as PostgreSQL's EXPLAIN writes them. Stateless but for the names of the columns. */
final class ExpressionText {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final Map<ScalarFunction, String> INFIX =
            Map.ofEntries(
                    Map.entry(ScalarFunction.AND, "AND"),
                    Map.entry(ScalarFunction.OR, "OR"),
                    Map.entry(ScalarFunction.EQUAL, "="),
                    Map.entry(ScalarFunction.NOT_EQUAL, "<>"),
                    Map.entry(ScalarFunction.LESS, "<"),
                    Map.entry(ScalarFunction.LESS_OR_EQUAL, "<="),
                    Map.entry(ScalarFunction.GREATER, ">"),
                    Map.entry(ScalarFunction.GREATER_OR_EQUAL, ">="),
                    Map.entry(ScalarFunction.DISTINCT_FROM, "IS DISTINCT FROM"),
                    Map.entry(ScalarFunction.NOT_DISTINCT_FROM, "IS NOT DISTINCT FROM"),
                    Map.entry(ScalarFunction.ADD, "+"),
                    Map.entry(ScalarFunction.SUBTRACT, "-"),
                    Map.entry(ScalarFunction.MULTIPLY, "*"),
                    Map.entry(ScalarFunction.DIVIDE, "/"),
                    Map.entry(ScalarFunction.MODULO, "%"),
                    Map.entry(ScalarFunction.LIKE, "~~"),
                    Map.entry(ScalarFunction.ILIKE, "~~*"),
                    Map.entry(ScalarFunction.SIMILAR_TO, "SIMILAR TO"),
                    Map.entry(ScalarFunction.REGEXP_MATCH, "~"),
                    Map.entry(ScalarFunction.REGEXP_IMATCH, "~*"),
                    Map.entry(ScalarFunction.CONCAT, "||"),
                    Map.entry(ScalarFunction.PLUS_INTERVAL, "+"),
                    Map.entry(ScalarFunction.MINUS_INTERVAL, "-"),
                    Map.entry(ScalarFunction.DATE_PLUS_DAYS, "+"),
                    Map.entry(ScalarFunction.DATE_MINUS_DATE, "-"),
                    Map.entry(ScalarFunction.TIMESTAMP_MINUS_TIMESTAMP, "-"));

    private final List<String> columns;

    ExpressionText(List<String> columns) {
        this.columns = columns;
    }

    String of(Expression expression) {
        return switch (expression.getKindCase()) {
            case COLUMN -> columns.get(expression.getColumn());
            case LITERAL -> literal(expression.getLiteral(), type(expression));
            case CALL -> call(expression.getCall());
            case CASE_WHEN -> caseWhen(expression.getCaseWhen());
            case CAST -> "(" + of(expression.getCast()) + ")::" + type(expression);
            case IN_LIST -> inList(expression.getInList());
            case PARAMETER -> "$" + (expression.getParameter() + 1);
            case KIND_NOT_SET -> "?";
        };
    }

    private static SqlType type(Expression expression) {
        return SqlType.fromProto(expression.getType());
    }

    /** Conditions joined by AND, in parentheses. */
    String all(List<Expression> conditions) {
        String text = conditions.stream().map(this::of).collect(Collectors.joining(" AND "));
        return conditions.size() == 1 && text.startsWith("(") ? text : "(" + text + ")";
    }

    private String call(Call call) {
        List<String> arguments = call.getArgumentsList().stream().map(this::of).toList();
        String infix = INFIX.get(call.getFunction());
        if (infix != null && arguments.size() >= 2) {
            return "(" + String.join(" " + infix + " ", arguments) + ")";
        }
        return switch (call.getFunction()) {
            case NOT -> "(NOT " + arguments.get(0) + ")";
            case IS_NULL -> "(" + arguments.get(0) + " IS NULL)";
            case IS_NOT_NULL -> "(" + arguments.get(0) + " IS NOT NULL)";
            case IS_TRUE -> "(" + arguments.get(0) + " IS TRUE)";
            case IS_FALSE -> "(" + arguments.get(0) + " IS FALSE)";
            case IS_NOT_TRUE -> "(" + arguments.get(0) + " IS NOT TRUE)";
            case IS_NOT_FALSE -> "(" + arguments.get(0) + " IS NOT FALSE)";
            case NEGATE -> "(-" + arguments.get(0) + ")";
            default ->
                    call.getFunction().name().toLowerCase(Locale.ROOT)
                            + "("
                            + String.join(", ", arguments)
                            + ")";
        };
    }

    private String caseWhen(CaseWhen branches) {
        StringBuilder text = new StringBuilder("CASE");
        for (int i = 0; i < branches.getWhenCount(); i++) {
            text.append(" WHEN ").append(of(branches.getWhen(i)));
            text.append(" THEN ").append(of(branches.getThen(i)));
        }
        return text.append(" ELSE ").append(of(branches.getOtherwise())).append(" END").toString();
    }

    private String inList(InList list) {
        SqlType type = type(list.getValue());
        String items =
                list.getItemsList().stream()
                        .map(item -> literal(item, type))
                        .collect(Collectors.joining(", "));
        return "("
                + of(list.getValue())
                + (list.getNegated() ? " NOT IN (" : " IN (")
                + items
                + "))";
    }

    static String literal(Literal literal, SqlType type) {
        if (literal.getNullValue()) {
            return "NULL";
        }
        long value = literal.getLongValue();
        return switch (type.kind()) {
            case BOOLEAN -> literal.getBooleanValue() ? "true" : "false";
            case SMALLINT, INTEGER, BIGINT -> Long.toString(value);
            case DECIMAL -> Literals.number(literal, type).toPlainString();
            case REAL, DOUBLE -> Double.toString(literal.getDoubleValue());
            case DATE -> "'" + LocalDate.ofEpochDay(value) + "'::date";
            case TIME -> "'" + LocalTime.ofNanoOfDay(value * 1000) + "'::" + type.kind().sqlName();
            case TIMESTAMP, TIMESTAMPTZ -> "'" + timestamp(value) + "'::" + type.kind().sqlName();
            case CHAR, VARCHAR ->
                    "'" + literal.getBytesValue().toStringUtf8().replace("'", "''") + "'";
            case INTERVAL_MONTH -> "'" + value + " mons'::interval";
            case INTERVAL_MICROS -> "'" + Duration.ofNanos(value * 1000).toString() + "'::interval";
        };
    }

    private static String timestamp(long micros) {
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(micros, MICROS_PER_SECOND),
                        Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
        String text = TIMESTAMP.format(instant);
        return text.endsWith(".000000") ? text.substring(0, text.length() - 7) : text;
    }
}
