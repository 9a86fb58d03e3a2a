package io.colonnade.engine.operator.window;

import io.colonnade.engine.memory.RowColumn;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.WindowFunction;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/** Functions of a row's place alone: ROW_NUMBER, RANK, NTILE and their like. Stateless. */
final class RankFunctions {
    private RankFunctions() {}

    /** ROW_NUMBER, RANK, DENSE_RANK. */
    static WindowResult rank(WindowRows rows, WindowFunction function) {
        long[] values = new long[rows.count()];
        for (int p = 0; p < rows.partitionCount(); p++) {
            int start = rows.partitionStart(p);
            int end = rows.partitionEnd(p);
            long dense = 0;
            for (int place = start; place < end; place++) {
                int peers = rows.peerStart(place);
                dense += peers == place ? 1 : 0;
                values[place] =
                        switch (function) {
                            case ROW_NUMBER -> place - start + 1L;
                            case RANK -> peers - start + 1L;
                            default -> dense;
                        };
            }
        }
        return integers(values, null);
    }

    /** NTILE: the first partitions of n get one row more when the rows do not divide. */
    static WindowResult ntile(WindowRows rows, RowColumn tiles) {
        long[] values = new long[rows.count()];
        boolean[] nulls = new boolean[rows.count()];
        for (int p = 0; p < rows.partitionCount(); p++) {
            int start = rows.partitionStart(p);
            int end = rows.partitionEnd(p);
            int first = rows.row(start);
            if (tiles.isNull(first)) {
                Arrays.fill(nulls, start, end, true);
                continue;
            }
            long count = ValueFunctions.number(tiles, first);
            if (count <= 0) {
                throw new ColonnadeException(
                        ErrorCode.INVALID_ARGUMENT, "argument of ntile must be greater than zero");
            }
            long size = (end - start) / count;
            long larger = (end - start) % count;
            long inLarger = larger * (size + 1);
            for (int place = start; place < end; place++) {
                long index = (long) place - start;
                values[place] =
                        index < inLarger
                                ? index / (size + 1) + 1
                                : larger + (index - inLarger) / Math.max(1, size) + 1;
            }
        }
        return integers(values, nulls);
    }

    /** PERCENT_RANK, CUME_DIST. */
    static WindowResult distribution(WindowRows rows, WindowFunction function) {
        double[] values = new double[rows.count()];
        for (int p = 0; p < rows.partitionCount(); p++) {
            int start = rows.partitionStart(p);
            int end = rows.partitionEnd(p);
            for (int place = start; place < end; place++) {
                if (function == WindowFunction.CUME_DIST) {
                    values[place] = (double) (rows.peerEnd(place) - start) / (end - start);
                } else if (end - start > 1) {
                    values[place] = (double) (rows.peerStart(place) - start) / (end - start - 1);
                }
            }
        }
        return (first, count, target) ->
                System.arraycopy(values, first, ((DoubleVector) target).values(), 0, count);
    }

    private static WindowResult integers(long[] values, boolean[] nulls) {
        return (first, count, target) -> {
            copy(values, first, count, target);
            for (int i = 0; nulls != null && i < count; i++) {
                if (nulls[first + i]) {
                    target.setNull(i);
                }
            }
        };
    }

    private static void copy(long[] values, int first, int count, Vector target) {
        if (target instanceof IntVector ints) {
            for (int i = 0; i < count; i++) {
                ints.values()[i] = (int) values[first + i];
            }
        } else {
            System.arraycopy(values, first, ((LongVector) target).values(), 0, count);
        }
    }
}
