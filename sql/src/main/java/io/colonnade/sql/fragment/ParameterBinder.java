package io.colonnade.sql.fragment;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.Limit;
import io.colonnade.plan.Literal;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Sort;
import io.colonnade.sql.physical.Expressions;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the values of $1, $2, ... into a plan, so that zone maps prune by them. One per execution;
 * the plan itself stays as it is.
 */
public final class ParameterBinder {
    private final List<Expression> values;

    private ParameterBinder(List<Expression> values) {
        this.values = values;
    }

    /**
     * The fragments with literals in place of parameters.
     *
     * @param types one per parameter
     * @param values one per parameter, in the physical form of its type
     */
    public static List<Fragment> bind(
            List<Fragment> fragments, List<SqlType> types, List<Literal> values) {
        if (values.isEmpty()) {
            return fragments;
        }
        List<Expression> literals = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            literals.add(Expressions.literal(values.get(i), types.get(i)));
        }
        ParameterBinder binder = new ParameterBinder(literals);
        return fragments.stream()
                .map(
                        fragment ->
                                fragment.toBuilder()
                                        .setRoot(binder.node(fragment.getRoot()))
                                        .build())
                .toList();
    }

    private PlanNode node(PlanNode node) {
        PlanNode.Builder builder = node.toBuilder().clearInputs();
        node.getInputsList().forEach(input -> builder.addInputs(node(input)));
        switch (node.getNodeCase()) {
            case SCAN ->
                    builder.setScan(
                            node.getScan().toBuilder()
                                    .clearConjuncts()
                                    .addAllConjuncts(all(node.getScan().getConjunctsList())));
            case FILTER ->
                    builder.setFilter(
                            node.getFilter().toBuilder()
                                    .setCondition(value(node.getFilter().getCondition())));
            case PROJECT ->
                    builder.setProject(
                            node.getProject().toBuilder()
                                    .clearExpressions()
                                    .addAllExpressions(
                                            all(node.getProject().getExpressionsList())));
            case HASH_JOIN -> {
                if (node.getHashJoin().hasResidual()) {
                    builder.setHashJoin(
                            node.getHashJoin().toBuilder()
                                    .setResidual(value(node.getHashJoin().getResidual())));
                }
            }
            case NESTED_LOOP_JOIN ->
                    builder.setNestedLoopJoin(
                            node.getNestedLoopJoin().toBuilder()
                                    .setCondition(value(node.getNestedLoopJoin().getCondition())));
            case SORT -> builder.setSort(sort(node.getSort()));
            case LIMIT -> builder.setLimit(limit(node.getLimit()));
            default -> {}
        }
        return builder.build();
    }

    private Sort sort(Sort sort) {
        Sort.Builder builder =
                sort.toBuilder()
                        .setOffset(count(sort.getOffsetParameter(), sort.getOffset()))
                        .clearLimitParameter()
                        .clearOffsetParameter();
        if (isUnlimited(sort.getLimitParameter())) {
            return builder.setHasLimit(false).build();
        }
        return builder.setLimit(count(sort.getLimitParameter(), sort.getLimit())).build();
    }

    private Limit limit(Limit limit) {
        Limit.Builder builder =
                limit.toBuilder()
                        .setOffset(count(limit.getOffsetParameter(), limit.getOffset()))
                        .clearLimitParameter()
                        .clearOffsetParameter();
        if (isUnlimited(limit.getLimitParameter())) {
            return builder.setHasLimit(false).build();
        }
        return builder.setLimit(count(limit.getLimitParameter(), limit.getLimit())).build();
    }

    /** LIMIT NULL is no limit. */
    private boolean isUnlimited(int number) {
        return number > 0 && given(number - 1).getLiteral().getNullValue();
    }

    private long count(int number, long otherwise) {
        if (number == 0) {
            return otherwise;
        }
        Expression value = Expressions.cast(given(number - 1), SqlType.BIGINT);
        if (value.getLiteral().getNullValue()) {
            return 0;
        }
        long count = value.getLiteral().getLongValue();
        if (count < 0) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "LIMIT and OFFSET must not be negative");
        }
        return count;
    }

    private Expression given(int index) {
        if (index >= values.size()) {
            throw new ColonnadeException(
                    ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $" + (index + 1));
        }
        return values.get(index);
    }

    private List<Expression> all(List<Expression> expressions) {
        return expressions.stream().map(this::value).toList();
    }

    private Expression value(Expression expression) {
        return Expressions.replaced(expression, this::parameter);
    }

    private Expression parameter(Expression expression) {
        if (expression.getKindCase() != Expression.KindCase.PARAMETER) {
            return expression;
        }
        Expression value = given(expression.getParameter());
        return Expressions.cast(value, SqlType.fromProto(expression.getType()));
    }
}
