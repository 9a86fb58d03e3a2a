package io.colonnade.sql.statistics;

import io.colonnade.plan.Call;
import io.colonnade.plan.Expression;
import io.colonnade.plan.InList;
import io.colonnade.plan.Literal;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shares of rows that conditions let through, by the estimates of the input's columns. Conditions
 * on different columns are taken as independent; ranges on one column are intersected first.
 */
public final class Selectivity {
    private static final double DEFAULT_CONDITION = 0.25;
    private static final double DEFAULT_BOOLEAN = 0.5;
    private static final double DEFAULT_COMPARISON = 1.0 / 3;

    private final List<ColumnEstimate> columns;

    public Selectivity(List<ColumnEstimate> columns) {
        this.columns = columns;
    }

    /** Share of rows for which all conditions are true. */
    public double ofAll(List<Expression> conditions) {
        Map<Integer, ColumnBounds> bounds = new LinkedHashMap<>();
        double share = 1;
        for (Expression condition : conditions) {
            Optional<ColumnBounds> bound = ColumnBounds.of(condition);
            if (bound.isPresent()) {
                bounds.merge(bound.get().column(), bound.get(), ColumnBounds::and);
            } else {
                share *= of(condition);
            }
        }
        for (ColumnBounds bound : bounds.values()) {
            share *= ofBounds(bound);
        }
        return share;
    }

    private double ofBounds(ColumnBounds bound) {
        ColumnEstimate column = columns.get(bound.column());
        return (1 - column.nullFraction())
                * ColumnRanges.share(column, bound.type(), bound.lowest(), bound.highest());
    }

    /** Share of rows for which the condition is true. */
    public double of(Expression condition) {
        return switch (condition.getKindCase()) {
            case COLUMN -> DEFAULT_BOOLEAN;
            case LITERAL -> isTrue(condition.getLiteral()) ? 1 : 0;
            case CALL -> clamp(ofCall(condition.getCall(), condition));
            case IN_LIST -> clamp(ofInList(condition.getInList()));
            case CASE_WHEN -> DEFAULT_BOOLEAN;
            case CAST, PARAMETER, KIND_NOT_SET -> DEFAULT_BOOLEAN;
        };
    }

    private static boolean isTrue(Literal literal) {
        return !literal.getNullValue() && literal.getBooleanValue();
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }

    private double ofCall(Call call, Expression condition) {
        return switch (call.getFunction()) {
            case AND -> ofAll(flattened(call));
            case OR -> ofAny(call.getArgumentsList());
            case NOT -> 1 - of(call.getArguments(0));
            case IS_NULL -> nullFraction(call.getArguments(0));
            case IS_NOT_NULL -> 1 - nullFraction(call.getArguments(0));
            case IS_TRUE, IS_NOT_FALSE -> of(call.getArguments(0));
            case IS_FALSE, IS_NOT_TRUE -> 1 - of(call.getArguments(0));
            case EQUAL, NOT_DISTINCT_FROM -> ofEqual(call);
            case NOT_EQUAL, DISTINCT_FROM -> 1 - ofEqual(call);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    ColumnBounds.of(condition).map(this::ofBounds).orElse(DEFAULT_COMPARISON);
            case LIKE, ILIKE, SIMILAR_TO ->
                    ColumnBounds.of(condition).map(this::ofBounds).orElseGet(() -> ofLike(call));
            default -> DEFAULT_CONDITION;
        };
    }

    private static List<Expression> flattened(Call and) {
        List<Expression> conditions = new ArrayList<>();
        for (Expression argument : and.getArgumentsList()) {
            if (argument.hasCall() && argument.getCall().getFunction() == and.getFunction()) {
                conditions.addAll(flattened(argument.getCall()));
            } else {
                conditions.add(argument);
            }
        }
        return conditions;
    }

    private double ofAny(List<Expression> conditions) {
        double none = 1;
        for (Expression condition : conditions) {
            none *= 1 - of(condition);
        }
        return 1 - none;
    }

    private double nullFraction(Expression expression) {
        return switch (expression.getKindCase()) {
            case COLUMN -> columns.get(expression.getColumn()).nullFraction();
            case CAST -> nullFraction(expression.getCast());
            default -> 0;
        };
    }

    private double ofEqual(Call call) {
        Expression left = call.getArguments(0);
        Expression right = call.getArguments(1);
        Expression value = right.hasLiteral() ? right : left;
        Expression other = right.hasLiteral() ? left : right;
        if (value.hasLiteral()) {
            return value.getLiteral().getNullValue() ? 0 : ofPoint(other, value.getLiteral());
        }
        double notNull = (1 - nullFraction(left)) * (1 - nullFraction(right));
        return notNull / Math.max(distinct(left), distinct(right));
    }

    private double ofPoint(Expression expression, Literal literal) {
        double share = (1 - nullFraction(expression)) / distinct(expression);
        if (expression.getKindCase() != Expression.KindCase.COLUMN) {
            return share;
        }
        ColumnEstimate column = columns.get(expression.getColumn());
        long image = Images.of(literal, SqlType.fromProto(expression.getType()));
        boolean outside =
                column.hasRange() && (image < column.minImage() || image > column.maxImage());
        return outside ? 0 : share;
    }

    private double ofInList(InList list) {
        double share = 0;
        for (Literal item : list.getItemsList()) {
            share += item.getNullValue() ? 0 : ofPoint(list.getValue(), item);
        }
        return list.getNegated() ? 1 - clamp(share) : share;
    }

    private double ofLike(Call call) {
        Expression pattern = call.getArguments(1);
        if (!pattern.hasLiteral() || pattern.getLiteral().getNullValue()) {
            return DEFAULT_CONDITION;
        }
        String text = pattern.getLiteral().getBytesValue().toStringUtf8();
        return LikePatterns.share(text, distinct(call.getArguments(0)));
    }

    /** Distinct values of an expression. */
    public double distinct(Expression expression) {
        return estimate(expression).distinct();
    }

    /** What is believed of an expression's value. */
    public ColumnEstimate estimate(Expression expression) {
        double bytes = ColumnWidths.of(SqlType.fromProto(expression.getType()));
        return switch (expression.getKindCase()) {
            case COLUMN -> columns.get(expression.getColumn());
            case LITERAL ->
                    ColumnEstimate.of(1, expression.getLiteral().getNullValue() ? 1 : 0, bytes);
            case CAST -> ofCast(expression, bytes);
            case CALL -> ofComputed(expression.getCall(), expression, bytes);
            case CASE_WHEN -> ofBranches(expression, bytes);
            case IN_LIST -> ColumnEstimate.of(2, 0, bytes);
            case PARAMETER, KIND_NOT_SET -> ColumnEstimate.of(1, 0, bytes);
        };
    }

    private ColumnEstimate ofCast(Expression cast, double bytes) {
        ColumnEstimate argument = estimate(cast.getCast());
        TypeKind to = SqlType.fromProto(cast.getType()).kind();
        TypeKind from = SqlType.fromProto(cast.getCast().getType()).kind();
        if (to == from || (isWhole(to) && isWhole(from))) {
            return argument;
        }
        return new ColumnEstimate(
                argument.distinct(),
                argument.domain(),
                argument.nullFraction(),
                bytes,
                false,
                0,
                0,
                List.of(),
                argument.origin(),
                argument.key());
    }

    private static boolean isWhole(TypeKind kind) {
        return kind == TypeKind.SMALLINT || kind == TypeKind.INTEGER || kind == TypeKind.BIGINT;
    }

    private ColumnEstimate ofComputed(Call call, Expression expression, double bytes) {
        double limit = ComputedValues.limit(call, expression, this);
        double product = 1;
        double notNull = 1;
        for (Expression argument : call.getArgumentsList()) {
            ColumnEstimate estimate = estimate(argument);
            product *= estimate.distinct();
            notNull *= 1 - estimate.nullFraction();
        }
        return ColumnEstimate.of(Math.min(limit, product), 1 - notNull, bytes);
    }

    private ColumnEstimate ofBranches(Expression expression, double bytes) {
        double sum = distinct(expression.getCaseWhen().getOtherwise());
        for (Expression then : expression.getCaseWhen().getThenList()) {
            sum += distinct(then);
        }
        return ColumnEstimate.of(sum, 0, bytes);
    }
}
