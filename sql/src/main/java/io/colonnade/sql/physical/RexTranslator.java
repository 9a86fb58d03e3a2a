package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.sql.bind.ScalarOperator;
import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.type.SqlType;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Row expressions of Calcite as expressions of the plan. Families of functions have their own
 * classes: {@link Comparisons}, {@link Arithmetic}, {@link Casts}, {@link RexLiterals}, {@link
 * TextPredicates}. One per node being translated; used by one thread.
 */
final class RexTranslator {
    private final IntFunction<Expression> fields;

    /**
     * @param fields the expression of each field of the input
     */
    RexTranslator(IntFunction<Expression> fields) {
        this.fields = fields;
    }

    Expression translate(RexNode node) {
        return switch (node) {
            case RexInputRef field -> fields.apply(field.getIndex());
            case RexLiteral literal -> RexLiterals.translate(literal);
            case RexOver over ->
                    throw ColonnadeException.notSupported("a window function here: " + over);
            case RexCall call -> call(call);
            case RexDynamicParam parameter ->
                    Expression.newBuilder()
                            .setType(TypeMapping.toSqlType(parameter.getType()).toProto(true))
                            .setParameter(parameter.getIndex())
                            .build();
            default -> throw ColonnadeException.notSupported("expression " + node);
        };
    }

    /** A condition as its conjuncts. */
    List<Expression> conjuncts(RexNode condition) {
        return Expressions.conjuncts(translate(condition));
    }

    /** The expression in exactly the type that Calcite says. */
    Expression translateAs(RexNode node, SqlType type) {
        return Casts.to(translate(node), type);
    }

    private List<Expression> operands(RexCall call) {
        List<Expression> operands = new ArrayList<>(call.getOperands().size());
        for (RexNode operand : call.getOperands()) {
            operands.add(translate(operand));
        }
        return operands;
    }

    private Expression call(RexCall call) {
        if (call.getOperator() instanceof ScalarOperator operator) {
            return function(operator.function(), call);
        }
        return switch (call.getKind()) {
            case AND -> logic(ScalarFunction.AND, call);
            case OR -> logic(ScalarFunction.OR, call);
            case NOT -> logic(ScalarFunction.NOT, call);
            case IS_NULL -> test(ScalarFunction.IS_NULL, call);
            case IS_NOT_NULL -> test(ScalarFunction.IS_NOT_NULL, call);
            case IS_TRUE -> test(ScalarFunction.IS_TRUE, call);
            case IS_FALSE -> test(ScalarFunction.IS_FALSE, call);
            case IS_NOT_TRUE -> test(ScalarFunction.IS_NOT_TRUE, call);
            case IS_NOT_FALSE -> test(ScalarFunction.IS_NOT_FALSE, call);
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM ->
                    Comparisons.compare(
                            comparison(call.getKind()),
                            translate(call.getOperands().get(0)),
                            translate(call.getOperands().get(1)));
            case SEARCH ->
                    Searches.translate(
                            translate(call.getOperands().get(0)),
                            (RexLiteral) call.getOperands().get(1));
            case LIKE, SIMILAR, RLIKE, POSIX_REGEX_CASE_SENSITIVE, POSIX_REGEX_CASE_INSENSITIVE ->
                    TextPredicates.translate(call, operands(call));
            case CASE -> caseWhen(call);
            case COALESCE -> function(ScalarFunction.COALESCE, call);
            case CAST, REINTERPRET, SAFE_CAST ->
                    Casts.to(
                            translate(call.getOperands().get(0)),
                            TypeMapping.toSqlType(call.getType()));
            default -> arithmetic(call);
        };
    }

    private Expression arithmetic(RexCall call) {
        SqlType type = TypeMapping.toSqlType(call.getType());
        return switch (call.getKind()) {
            case PLUS -> binary(ScalarFunction.ADD, call, type);
            case MINUS -> binary(ScalarFunction.SUBTRACT, call, type);
            case TIMES -> binary(ScalarFunction.MULTIPLY, call, type);
            case DIVIDE -> binary(ScalarFunction.DIVIDE, call, type);
            case MOD -> binary(ScalarFunction.MODULO, call, type);
            case MINUS_PREFIX -> {
                Expression value = Casts.toForm(translate(call.getOperands().get(0)), type);
                yield Arithmetic.negate(value);
            }
            case PLUS_PREFIX -> translate(call.getOperands().get(0));
            default -> named(call, type);
        };
    }

    private Expression binary(ScalarFunction function, RexCall call, SqlType type) {
        if (call.getOperands().size() != 2) {
            throw ColonnadeException.notSupported("expression " + call);
        }
        return Arithmetic.binary(
                function,
                translate(call.getOperands().get(0)),
                translate(call.getOperands().get(1)),
                type);
    }

    private Expression named(RexCall call, SqlType type) {
        if (call.getOperator().getName().equals("||")) {
            return Expressions.call(
                    ScalarFunction.CONCAT, type, call.getType().isNullable(), operands(call));
        }
        throw ColonnadeException.notSupported("function " + call.getOperator().getName());
    }

    private Expression function(ScalarFunction function, RexCall call) {
        SqlType type = TypeMapping.toSqlType(call.getType());
        List<Expression> arguments = operands(call);
        switch (function) {
            case GREATEST, LEAST, COALESCE, NULLIF ->
                    arguments.replaceAll(argument -> Casts.toForm(argument, type));
            default -> {}
        }
        return Expressions.call(function, type, call.getType().isNullable(), arguments);
    }

    private Expression logic(ScalarFunction function, RexCall call) {
        return Expressions.call(
                function, SqlType.BOOLEAN, call.getType().isNullable(), operands(call));
    }

    private Expression test(ScalarFunction function, RexCall call) {
        return Expressions.call(function, SqlType.BOOLEAN, false, operands(call));
    }

    static ScalarFunction comparison(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> ScalarFunction.EQUAL;
            case NOT_EQUALS -> ScalarFunction.NOT_EQUAL;
            case LESS_THAN -> ScalarFunction.LESS;
            case LESS_THAN_OR_EQUAL -> ScalarFunction.LESS_OR_EQUAL;
            case GREATER_THAN -> ScalarFunction.GREATER;
            case GREATER_THAN_OR_EQUAL -> ScalarFunction.GREATER_OR_EQUAL;
            case IS_DISTINCT_FROM -> ScalarFunction.DISTINCT_FROM;
            case IS_NOT_DISTINCT_FROM -> ScalarFunction.NOT_DISTINCT_FROM;
            default -> throw ColonnadeException.internal("no comparison: " + kind);
        };
    }

    private Expression caseWhen(RexCall call) {
        SqlType type = TypeMapping.toSqlType(call.getType());
        List<RexNode> operands = call.getOperands();
        Expressions.CaseBuilder branches = Expressions.caseOf(type);
        int last = operands.size() - 1;
        for (int i = 0; i < last; i += 2) {
            branches.when(
                    translate(operands.get(i)), Casts.to(translate(operands.get(i + 1)), type));
        }
        return branches.otherwise(Casts.to(translate(operands.get(last)), type));
    }
}
