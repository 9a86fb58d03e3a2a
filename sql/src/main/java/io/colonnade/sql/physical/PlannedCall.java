package io.colonnade.sql.physical;

import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.SortKey;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * An aggregate call while it is planned: arguments are columns of the input; may still be DISTINCT,
 * which the engine does not know. Immutable.
 *
 * @param filter column that must be true; -1 = none
 */
record PlannedCall(
        AggregateFunction function,
        List<Integer> arguments,
        boolean distinct,
        int filter,
        SqlType type,
        boolean nullable,
        List<SortKey> order,
        double parameter) {
    static final int NO_FILTER = -1;

    static PlannedCall of(
            AggregateFunction function, List<Integer> arguments, SqlType type, boolean nullable) {
        return new PlannedCall(function, arguments, false, NO_FILTER, type, nullable, List.of(), 0);
    }

    PlannedCall withArguments(List<Integer> newArguments) {
        return new PlannedCall(
                function, newArguments, distinct, filter, type, nullable, order, parameter);
    }

    PlannedCall withFilter(int newFilter) {
        return new PlannedCall(
                function, arguments, distinct, newFilter, type, nullable, order, parameter);
    }

    PlannedCall notDistinct() {
        return new PlannedCall(
                function, arguments, false, filter, type, nullable, order, parameter);
    }

    /** Whether duplicates change the result. */
    boolean countsDuplicates() {
        return switch (function) {
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, BIT_AND_AGG, BIT_OR_AGG -> false;
            default -> true;
        };
    }

    /** Whether the result can be made of the results over parts. */
    boolean isDecomposable() {
        return !distinct
                && switch (function) {
                    case COUNT_STAR,
                            COUNT,
                            SUM,
                            SUM0,
                            MIN,
                            MAX,
                            ANY_VALUE,
                            BOOL_AND,
                            BOOL_OR,
                            BIT_AND_AGG,
                            BIT_OR_AGG ->
                            true;
                    default -> false;
                };
    }

    /** The call that makes the result of partial results in this column. */
    PlannedCall merge(int column) {
        AggregateFunction merging =
                switch (function) {
                    case COUNT_STAR, COUNT, SUM0 -> AggregateFunction.SUM0;
                    default -> function;
                };
        return of(merging, List.of(column), type, nullable);
    }

    AggregateCall toProto() {
        return AggregateCall.newBuilder()
                .setFunction(function)
                .addAllArguments(arguments)
                .setFilter(filter)
                .setType(type.toProto(nullable))
                .addAllOrder(order)
                .setParameter(parameter)
                .build();
    }
}
