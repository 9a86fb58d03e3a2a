package io.colonnade.engine.expression;

import com.google.protobuf.ByteString;

import io.colonnade.plan.Call;
import io.colonnade.plan.CaseWhen;
import io.colonnade.plan.Expression;
import io.colonnade.plan.InList;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes plan expressions tersely; values are given and shown as text. */
final class Sql {
    private Sql() {}

    /** A value of a type, read from text; null is NULL. */
    record Value(SqlType type, String text) {}

    static Value value(SqlType type, String text) {
        return new Value(type, text);
    }

    static Value integer(String text) {
        return value(SqlType.INTEGER, text);
    }

    static Value bigint(String text) {
        return value(SqlType.BIGINT, text);
    }

    static Value real(String text) {
        return value(SqlType.DOUBLE, text);
    }

    static Value text(String text) {
        return value(SqlType.VARCHAR, text);
    }

    static Value decimal(int precision, int scale, String text) {
        return value(SqlType.decimal(precision, scale), text);
    }

    static Value date(String text) {
        return value(SqlType.DATE, text);
    }

    static Value timestamp(String text) {
        return value(SqlType.TIMESTAMP, text);
    }

    static Value bool(String text) {
        return value(SqlType.BOOLEAN, text);
    }

    private static final Map<Value, Literal> LITERALS = new ConcurrentHashMap<>();

    static Literal literalValue(Value v) {
        return LITERALS.computeIfAbsent(v, Sql::read);
    }

    private static Literal read(Value v) {
        if (v.text == null) {
            return Literal.newBuilder().setNullValue(true).build();
        }
        Expression raw = bytes(v.text);
        return v.type.equals(SqlType.VARCHAR)
                ? raw.getLiteral()
                : ExpressionCompiler.evaluateConstant(cast(raw, v.type));
    }

    private static Expression bytes(String text) {
        return Expression.newBuilder()
                .setType(SqlType.VARCHAR.toProto(true))
                .setLiteral(
                        Literal.newBuilder()
                                .setBytesValue(
                                        ByteString.copyFrom(text.getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    static Expression literal(Value v) {
        return Expression.newBuilder()
                .setType(v.type.toProto(true))
                .setLiteral(literalValue(v))
                .build();
    }

    static Expression column(int index, SqlType type) {
        return Expression.newBuilder().setType(type.toProto(true)).setColumn(index).build();
    }

    static Expression call(ScalarFunction function, SqlType type, Expression... arguments) {
        return Expression.newBuilder()
                .setType(type.toProto(true))
                .setCall(
                        Call.newBuilder().setFunction(function).addAllArguments(List.of(arguments)))
                .build();
    }

    static Expression cast(Expression argument, SqlType type) {
        return Expression.newBuilder().setType(type.toProto(true)).setCast(argument).build();
    }

    static Expression in(Expression value, boolean negated, Value... items) {
        InList.Builder list = InList.newBuilder().setValue(value).setNegated(negated);
        for (Value item : items) {
            list.addItems(literalValue(item));
        }
        return Expression.newBuilder()
                .setType(SqlType.BOOLEAN.toProto(true))
                .setInList(list)
                .build();
    }

    static Expression caseWhen(
            SqlType type, Expression when, Expression then, Expression otherwise) {
        CaseWhen.Builder c = CaseWhen.newBuilder().addWhen(when).addThen(then);
        if (otherwise != null) {
            c.setOtherwise(otherwise);
        }
        return Expression.newBuilder().setType(type.toProto(true)).setCaseWhen(c).build();
    }

    /** An expression on one line, for messages. */
    static String show(Expression e) {
        String type = SqlType.fromProto(e.getType()).toString();
        return switch (e.getKindCase()) {
            case COLUMN -> "$" + e.getColumn();
            case LITERAL -> "[" + e.getLiteral().toString().trim() + "]";
            case CAST -> "cast(" + show(e.getCast()) + " as " + type + ")";
            case IN_LIST -> show(e.getInList().getValue()) + " in ...";
            case CALL ->
                    e.getCall().getFunction()
                            + e.getCall().getArgumentsList().stream()
                                    .map(Sql::show)
                                    .toList()
                                    .toString();
            case CASE_WHEN ->
                    "case "
                            + show(e.getCaseWhen().getWhen(0))
                            + " then "
                            + show(e.getCaseWhen().getThen(0))
                            + " else "
                            + show(e.getCaseWhen().getOtherwise());
            default -> "?";
        };
    }

    /** Text of a value as a cast to text shows it; null for NULL. */
    static String show(Vector vector, int position, SqlType type) {
        if (vector.isNull(position)) {
            return null;
        }
        Expression value =
                Expression.newBuilder()
                        .setType(type.toProto(true))
                        .setLiteral(Literals.literal(vector, position))
                        .build();
        Literal shown = ExpressionCompiler.evaluateConstant(cast(value, SqlType.VARCHAR));
        return shown.getBytesValue().toStringUtf8();
    }
}
