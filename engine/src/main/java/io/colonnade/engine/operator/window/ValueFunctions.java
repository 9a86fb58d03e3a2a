package io.colonnade.engine.operator.window;

import io.colonnade.engine.memory.IntColumn;
import io.colonnade.engine.memory.LongColumn;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.WindowCall;
import io.colonnade.plan.WindowFunction;
import io.colonnade.storage.vector.Vector;

/**
 * Functions whose value is that of another row: LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE. For
 * each place the result is a row of the value column, or NULL, or the row's own default. Stateless.
 */
final class ValueFunctions {
    private static final int NULL = -1;
    private static final int DEFAULT = -2;

    private ValueFunctions() {}

    /** LAG and LEAD: (value [, offset [, default]]). */
    static WindowResult shifted(WindowRows rows, WindowCall call) {
        RowColumn values = rows.column(call.getArguments(0));
        RowColumn offsets = call.getArgumentsCount() > 1 ? rows.column(call.getArguments(1)) : null;
        RowColumn defaults =
                call.getArgumentsCount() > 2 ? rows.column(call.getArguments(2)) : null;
        int direction = call.getFunction() == WindowFunction.LAG ? -1 : 1;
        int[] from = new int[rows.count()];
        for (int p = 0; p < rows.partitionCount(); p++) {
            int start = rows.partitionStart(p);
            int end = rows.partitionEnd(p);
            for (int place = start; place < end; place++) {
                int row = rows.row(place);
                if (offsets != null && offsets.isNull(row)) {
                    from[place] = NULL;
                    continue;
                }
                long offset = offsets == null ? 1 : number(offsets, row);
                long found =
                        call.getIgnoreNulls() && offset > 0
                                ? skip(rows, values, place, direction, offset, start, end)
                                : place + direction * offset;
                from[place] = found >= start && found < end ? rows.row((int) found) : DEFAULT;
            }
        }
        return new Reference(rows, values, defaults, from);
    }

    /** Place of the offset-th value that is not NULL, or one outside of the partition. */
    private static long skip(
            WindowRows rows,
            RowColumn values,
            int place,
            int direction,
            long offset,
            int start,
            int end) {
        int at = place;
        long left = offset;
        while (left > 0) {
            at += direction;
            if (at < start || at >= end) {
                return -1;
            }
            left -= values.isNull(rows.row(at)) ? 0 : 1;
        }
        return at;
    }

    /** FIRST_VALUE, LAST_VALUE and NTH_VALUE: (value [, n]) of the frame. */
    static WindowResult ofFrame(WindowRows rows, WindowCall call) {
        RowColumn values = rows.column(call.getArguments(0));
        RowColumn counts =
                call.getFunction() == WindowFunction.NTH_VALUE
                        ? rows.column(call.getArguments(1))
                        : null;
        Frame frame = new Frame(call, rows);
        boolean last = call.getFunction() == WindowFunction.LAST_VALUE;
        int[] from = new int[rows.count()];
        for (int p = 0; p < rows.partitionCount(); p++) {
            int start = rows.partitionStart(p);
            int end = rows.partitionEnd(p);
            for (int place = start; place < end; place++) {
                long n = nth(counts, rows.row(place));
                int first = frame.start(place, start, end);
                int behind = frame.end(place, start, end);
                from[place] =
                        n == 0
                                ? NULL
                                : find(rows, values, first, behind, n, last, call.getIgnoreNulls());
            }
        }
        return new Reference(rows, values, null, from);
    }

    /** 0 = NULL. */
    private static long nth(RowColumn counts, int row) {
        if (counts == null) {
            return 1;
        }
        if (counts.isNull(row)) {
            return 0;
        }
        long n = number(counts, row);
        if (n <= 0) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "argument of nth_value must be greater than zero");
        }
        return n;
    }

    private static int find(
            WindowRows rows,
            RowColumn values,
            int first,
            int behind,
            long n,
            boolean fromEnd,
            boolean ignoreNulls) {
        if (!ignoreNulls) {
            long place = fromEnd ? behind - n : first + n - 1;
            return place >= first && place < behind ? rows.row((int) place) : NULL;
        }
        long left = n;
        int step = fromEnd ? -1 : 1;
        for (int at = fromEnd ? behind - 1 : first; at >= first && at < behind; at += step) {
            if (!values.isNull(rows.row(at)) && --left == 0) {
                return rows.row(at);
            }
        }
        return NULL;
    }

    /** A value of an INT or LONG column. */
    static long number(RowColumn column, int row) {
        return column instanceof IntColumn ints
                ? ints.values()[row]
                : ((LongColumn) column).values()[row];
    }

    /** Values of other rows by place. */
    private record Reference(WindowRows rows, RowColumn values, RowColumn defaults, int[] from)
            implements WindowResult {
        @Override
        public void fill(int first, int count, Vector target) {
            int[] chosen = new int[count];
            boolean anyDefault = false;
            for (int i = 0; i < count; i++) {
                chosen[i] = Math.max(0, from[first + i]);
                anyDefault |= from[first + i] == DEFAULT;
            }
            values.gather(chosen, count, target);
            if (defaults != null && anyDefault) {
                mix(first, count, target);
                return;
            }
            for (int i = 0; i < count; i++) {
                if (from[first + i] < 0) {
                    target.setNull(i);
                }
            }
        }

        private void mix(int first, int count, Vector target) {
            Vector single = Vector.create(target.type(), 1);
            target.reset();
            for (int i = 0; i < count; i++) {
                int row = from[first + i];
                if (row == NULL) {
                    single.reset();
                    single.setNull(0);
                } else {
                    RowColumn source = row == DEFAULT ? defaults : values;
                    source.gather(
                            new int[] {row == DEFAULT ? rows.row(first + i) : row}, 1, single);
                }
                target.gather(single, null, 1, i);
            }
        }
    }
}
