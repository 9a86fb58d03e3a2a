package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.SortKey;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.ArrayList;
import java.util.List;

/** Makes the accumulator of an aggregate call. Stateless. */
final class Accumulators {
    private Accumulators() {}

    /** Input columns that the accumulator is given: the arguments, then the sort columns. */
    static int[] inputs(AggregateCall call) {
        List<Integer> columns = new ArrayList<>(call.getArgumentsList());
        call.getOrderList().forEach(key -> columns.add(key.getColumn()));
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    static Accumulator create(AggregateCall call, List<SqlType> types, MemoryReservation memory) {
        SqlType result = SqlType.fromProto(call.getType());
        SqlType argument = call.getArgumentsCount() == 0 ? null : types.get(call.getArguments(0));
        AggregateFunction function = call.getFunction();
        return switch (function) {
            case COUNT_STAR, COUNT -> new CountAccumulator();
            case SUM -> sum(argument, result, false, memory);
            case SUM0 -> sum(argument, result, true, memory);
            case MIN -> extreme(argument, false, memory);
            case MAX -> extreme(argument, true, memory);
            case BOOL_AND -> new ExtremeLongAccumulator(false);
            case BOOL_OR -> new ExtremeLongAccumulator(true);
            case SINGLE_VALUE ->
                    new ExtremeRowAccumulator(
                            ExtremeRowAccumulator.Choice.FAIL, argument.physical(), memory);
            case ANY_VALUE ->
                    new ExtremeRowAccumulator(
                            ExtremeRowAccumulator.Choice.NEVER, argument.physical(), memory);
            case STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP -> variance(function, argument, result);
            case BIT_AND_AGG -> new BitAccumulator(true);
            case BIT_OR_AGG -> new BitAccumulator(false);
            case APPROXIMATE_COUNT_DISTINCT -> new DistinctSketchAccumulator(memory);
            case LISTAGG, ARRAY_AGG -> texts(call, types, memory);
            case PERCENTILE_CONT, PERCENTILE_DISC -> percentile(call, types, result, memory);
            case AGGREGATE_FUNCTION_UNSPECIFIED, UNRECOGNIZED ->
                    throw ColonnadeException.internal("aggregate function is not set");
        };
    }

    private static Accumulator sum(
            SqlType argument, SqlType result, boolean zeroIfEmpty, MemoryReservation memory) {
        return switch (result.physical()) {
            case INT, LONG -> new SumLongAccumulator(result, zeroIfEmpty);
            case INT128 -> new SumWideAccumulator(result, zeroIfEmpty, memory);
            case DOUBLE -> {
                if (argument.physical() != PhysicalType.DOUBLE) {
                    throw ColonnadeException.internal("sum of " + argument + " into " + result);
                }
                yield new SumDoubleAccumulator(result.kind() == TypeKind.REAL, zeroIfEmpty);
            }
            case BOOLEAN, BYTES -> throw ColonnadeException.internal("sum into " + result);
        };
    }

    private static Accumulator extreme(SqlType argument, boolean max, MemoryReservation memory) {
        return switch (argument.physical()) {
            case BOOLEAN, INT, LONG -> new ExtremeLongAccumulator(max);
            case DOUBLE -> new ExtremeDoubleAccumulator(max);
            case INT128, BYTES ->
                    new ExtremeRowAccumulator(
                            max
                                    ? ExtremeRowAccumulator.Choice.GREATER
                                    : ExtremeRowAccumulator.Choice.LESS,
                            argument.physical(),
                            memory);
        };
    }

    private static Accumulator variance(
            AggregateFunction function, SqlType argument, SqlType result) {
        if (result.physical() != PhysicalType.DOUBLE) {
            throw ColonnadeException.notSupported(function + " with a " + result + " result");
        }
        return new VarianceAccumulator(function, argument.scale());
    }

    private static Accumulator texts(
            AggregateCall call, List<SqlType> types, MemoryReservation memory) {
        boolean array = call.getFunction() == AggregateFunction.ARRAY_AGG;
        if (types.get(call.getArguments(0)).physical() != PhysicalType.BYTES) {
            throw ColonnadeException.internal(call.getFunction() + " needs a cast to text");
        }
        TextList result =
                array ? TextList.array() : TextList.list(call.getArgumentsCount() > 1 ? 1 : -1);
        return collecting(call, types, !array, result, memory);
    }

    private static Accumulator percentile(
            AggregateCall call, List<SqlType> types, SqlType result, MemoryReservation memory) {
        boolean continuous = call.getFunction() == AggregateFunction.PERCENTILE_CONT;
        int index = call.getOrderCount() > 0 ? call.getArgumentsCount() : 0;
        SqlType valueType = types.get(inputs(call)[index]);
        Percentile percentile =
                new Percentile(continuous, call.getParameter(), index, valueType, result);
        return collecting(call, types, true, percentile, memory);
    }

    private static Accumulator collecting(
            AggregateCall call,
            List<SqlType> types,
            boolean skipsNulls,
            OrderedResult result,
            MemoryReservation memory) {
        List<PhysicalType> inputTypes = new ArrayList<>();
        for (int column : inputs(call)) {
            inputTypes.add(types.get(column).physical());
        }
        List<SortKey> order = new ArrayList<>();
        for (SortKey key : call.getOrderList()) {
            int column = call.getArgumentsCount() + order.size();
            order.add(key.toBuilder().setColumn(column).build());
        }
        return new CollectingAccumulator(inputTypes, order, skipsNulls, result, memory);
    }
}
