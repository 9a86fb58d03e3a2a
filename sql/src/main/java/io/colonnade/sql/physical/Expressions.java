package io.colonnade.sql.physical;

import io.colonnade.plan.Call;
import io.colonnade.plan.CaseWhen;
import io.colonnade.plan.Expression;
import io.colonnade.plan.InList;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Makes, reads and renumbers expressions of the plan. Stateless. */
public final class Expressions {
    private Expressions() {}

    public static Expression column(int index, OutputColumn column) {
        return Expression.newBuilder().setType(column.toProto()).setColumn(index).build();
    }

    public static Expression literal(Literal literal, SqlType type) {
        return Expression.newBuilder()
                .setType(type.toProto(literal.getNullValue()))
                .setLiteral(literal)
                .build();
    }

    public static Expression literal(long value, SqlType type) {
        return literal(Literals.ofLong(value), type);
    }

    public static Expression text(String value) {
        return literal(Literals.ofText(value), SqlType.VARCHAR);
    }

    public static Expression call(
            ScalarFunction function, SqlType type, boolean nullable, List<Expression> arguments) {
        return Expression.newBuilder()
                .setType(type.toProto(nullable))
                .setCall(Call.newBuilder().setFunction(function).addAllArguments(arguments))
                .build();
    }

    /** A function with a truth value that is NULL if an argument is. */
    public static Expression condition(ScalarFunction function, Expression... arguments) {
        boolean nullable = false;
        for (Expression argument : arguments) {
            nullable |= argument.getType().getNullable();
        }
        return call(function, SqlType.BOOLEAN, nullable, Arrays.asList(arguments));
    }

    /** One condition of many; they are at least one. */
    public static Expression and(List<Expression> conjuncts) {
        return conjuncts.size() == 1
                ? conjuncts.get(0)
                : condition(ScalarFunction.AND, conjuncts.toArray(Expression[]::new));
    }

    /** The parts of nested ANDs; none for literal TRUE. */
    public static List<Expression> conjuncts(Expression condition) {
        List<Expression> parts = new ArrayList<>();
        collect(condition, parts);
        return parts;
    }

    private static void collect(Expression condition, List<Expression> parts) {
        if (condition.hasCall() && condition.getCall().getFunction() == ScalarFunction.AND) {
            condition.getCall().getArgumentsList().forEach(part -> collect(part, parts));
        } else if (!isTrue(condition)) {
            parts.add(condition);
        }
    }

    static boolean isTrue(Expression condition) {
        return condition.hasLiteral()
                && !condition.getLiteral().getNullValue()
                && condition.getLiteral().getBooleanValue();
    }

    public static boolean isColumn(Expression expression) {
        return expression.getKindCase() == Expression.KindCase.COLUMN;
    }

    static boolean isNull(Expression expression) {
        return expression.hasLiteral() && expression.getLiteral().getNullValue();
    }

    public static SqlType type(Expression expression) {
        return SqlType.fromProto(expression.getType());
    }

    static CaseBuilder caseOf(SqlType type) {
        return new CaseBuilder(type);
    }

    /** Collects the branches of a CASE. */
    static final class CaseBuilder {
        private final SqlType type;
        private final CaseWhen.Builder branches = CaseWhen.newBuilder();
        private boolean nullable;

        private CaseBuilder(SqlType type) {
            this.type = type;
        }

        CaseBuilder when(Expression condition, Expression value) {
            branches.addWhen(condition).addThen(value);
            nullable |= value.getType().getNullable();
            return this;
        }

        Expression otherwise(Expression value) {
            nullable |= value.getType().getNullable();
            return Expression.newBuilder()
                    .setType(type.toProto(nullable))
                    .setCaseWhen(branches.setOtherwise(value))
                    .build();
        }
    }

    /** Whether the value may differ from one evaluation to the next. */
    static boolean isVolatile(Expression expression) {
        return switch (expression.getKindCase()) {
            case CALL ->
                    expression.getCall().getFunction() == ScalarFunction.RANDOM
                            || expression.getCall().getArgumentsList().stream()
                                    .anyMatch(Expressions::isVolatile);
            case CASE_WHEN ->
                    expression.getCaseWhen().getThenList().stream()
                                    .anyMatch(Expressions::isVolatile)
                            || expression.getCaseWhen().getWhenList().stream()
                                    .anyMatch(Expressions::isVolatile)
                            || isVolatile(expression.getCaseWhen().getOtherwise());
            case CAST -> isVolatile(expression.getCast());
            case IN_LIST -> isVolatile(expression.getInList().getValue());
            case COLUMN, LITERAL, PARAMETER, KIND_NOT_SET -> false;
        };
    }

    /** The columns that an expression reads. */
    public static ImmutableBitSet columns(Iterable<Expression> expressions) {
        ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
        expressions.forEach(expression -> addColumns(expression, columns));
        return columns.build();
    }

    private static void addColumns(Expression expression, ImmutableBitSet.Builder columns) {
        switch (expression.getKindCase()) {
            case COLUMN -> columns.set(expression.getColumn());
            case CALL ->
                    expression.getCall().getArgumentsList().forEach(a -> addColumns(a, columns));
            case CASE_WHEN -> {
                CaseWhen branches = expression.getCaseWhen();
                branches.getWhenList().forEach(when -> addColumns(when, columns));
                branches.getThenList().forEach(then -> addColumns(then, columns));
                addColumns(branches.getOtherwise(), columns);
            }
            case CAST -> addColumns(expression.getCast(), columns);
            case IN_LIST -> addColumns(expression.getInList().getValue(), columns);
            case LITERAL, PARAMETER, KIND_NOT_SET -> {}
        }
    }

    /** The same expression over renumbered columns. */
    public static Expression mapped(Expression expression, IntUnaryOperator newColumn) {
        return replaced(
                expression,
                leaf ->
                        isColumn(leaf)
                                ? leaf.toBuilder()
                                        .setColumn(newColumn.applyAsInt(leaf.getColumn()))
                                        .build()
                                : leaf);
    }

    /** The same expression with columns, literals and parameters replaced. */
    public static Expression replaced(
            Expression expression, UnaryOperator<Expression> replacement) {
        return switch (expression.getKindCase()) {
            case COLUMN, LITERAL, PARAMETER -> replacement.apply(expression);
            case CALL -> {
                Call.Builder call = expression.getCall().toBuilder().clearArguments();
                for (Expression argument : expression.getCall().getArgumentsList()) {
                    call.addArguments(replaced(argument, replacement));
                }
                yield expression.toBuilder().setCall(call).build();
            }
            case CASE_WHEN ->
                    expression.toBuilder()
                            .setCaseWhen(replaced(expression.getCaseWhen(), replacement))
                            .build();
            case CAST -> {
                Expression value = replaced(expression.getCast(), replacement);
                yield value.hasLiteral()
                        ? Casts.to(value, type(expression))
                        : expression.toBuilder().setCast(value).build();
            }
            case IN_LIST -> {
                InList list = expression.getInList();
                yield expression.toBuilder()
                        .setInList(
                                list.toBuilder().setValue(replaced(list.getValue(), replacement)))
                        .build();
            }
            case KIND_NOT_SET -> expression;
        };
    }

    private static CaseWhen replaced(CaseWhen branches, UnaryOperator<Expression> replacement) {
        CaseWhen.Builder builder = CaseWhen.newBuilder();
        branches.getWhenList().forEach(when -> builder.addWhen(replaced(when, replacement)));
        branches.getThenList().forEach(then -> builder.addThen(replaced(then, replacement)));
        return builder.setOtherwise(replaced(branches.getOtherwise(), replacement)).build();
    }

    static List<Expression> mapped(List<Expression> expressions, IntUnaryOperator newColumn) {
        return expressions.stream().map(expression -> mapped(expression, newColumn)).toList();
    }

    /** The value in a type; at once if it is a literal that allows it. */
    public static Expression cast(Expression value, SqlType type) {
        return Casts.to(value, type);
    }
}
