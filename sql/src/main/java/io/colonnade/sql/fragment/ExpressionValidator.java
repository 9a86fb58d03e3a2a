package io.colonnade.sql.fragment;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Call;
import io.colonnade.plan.CaseWhen;
import io.colonnade.plan.DataType;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.List;

/** Checks one expression against the columns that it reads. Stateless. */
final class ExpressionValidator {
    private ExpressionValidator() {}

    static void validate(Expression expression, List<DataType> input, String name) {
        switch (expression.getKindCase()) {
            case COLUMN -> {
                int column = expression.getColumn();
                check(column >= 0 && column < input.size(), name, "column " + column);
                sameForm(expression.getType(), input.get(column), name);
            }
            case LITERAL -> literal(expression, name);
            case CALL -> call(expression, input, name);
            case CASE_WHEN -> caseWhen(expression, input, name);
            case CAST -> validate(expression.getCast(), input, name);
            case IN_LIST -> validate(expression.getInList().getValue(), input, name);
            case PARAMETER -> {}
            case KIND_NOT_SET -> check(false, name, "an expression is nothing");
        }
    }

    private static void check(boolean holds, String name, String message) {
        if (!holds) {
            throw ColonnadeException.internal("broken plan: " + name + ": " + message);
        }
    }

    private static void literal(Expression expression, String name) {
        Literal literal = expression.getLiteral();
        if (literal.getNullValue()) {
            return;
        }
        PhysicalType physical = SqlType.fromProto(expression.getType()).physical();
        boolean fits =
                switch (literal.getValueCase()) {
                    case BOOLEAN_VALUE -> physical == PhysicalType.BOOLEAN;
                    case LONG_VALUE ->
                            physical == PhysicalType.INT || physical == PhysicalType.LONG;
                    case DOUBLE_VALUE -> physical == PhysicalType.DOUBLE;
                    case BYTES_VALUE -> physical == PhysicalType.BYTES;
                    case INT128_VALUE -> physical == PhysicalType.INT128;
                    case NULL_VALUE, VALUE_NOT_SET -> false;
                };
        check(fits, name, "literal " + literal.getValueCase() + " as " + physical);
    }

    private static void call(Expression expression, List<DataType> input, String name) {
        Call call = expression.getCall();
        call.getArgumentsList().forEach(argument -> validate(argument, input, name));
        switch (call.getFunction()) {
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    DISTINCT_FROM,
                    NOT_DISTINCT_FROM ->
                    sameForm(
                            call.getArguments(0).getType(),
                            call.getArguments(1).getType(),
                            name + " " + call.getFunction());
            case ADD, SUBTRACT -> {
                if (SqlType.fromProto(expression.getType()).kind() == TypeKind.DECIMAL) {
                    for (Expression argument : call.getArgumentsList()) {
                        sameForm(
                                argument.getType(),
                                expression.getType(),
                                name + " " + call.getFunction());
                    }
                }
            }
            default -> {}
        }
    }

    private static void caseWhen(Expression expression, List<DataType> input, String name) {
        CaseWhen branches = expression.getCaseWhen();
        branches.getWhenList().forEach(when -> validate(when, input, name));
        for (Expression then : branches.getThenList()) {
            validate(then, input, name);
            sameForm(then.getType(), expression.getType(), name + " CASE");
        }
        validate(branches.getOtherwise(), input, name);
        sameForm(branches.getOtherwise().getType(), expression.getType(), name + " CASE");
    }

    private static void sameForm(DataType a, DataType b, String name) {
        SqlType left = SqlType.fromProto(a);
        SqlType right = SqlType.fromProto(b);
        check(
                left.physical() == right.physical() && left.scale() == right.scale(),
                name,
                left + " and " + right);
    }
}
