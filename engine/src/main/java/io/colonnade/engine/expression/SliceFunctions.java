package io.colonnade.engine.expression;

import static io.colonnade.engine.expression.SliceFunction.slice;

import io.colonnade.engine.kernel.Ascii;
import io.colonnade.engine.kernel.TextSearch;
import io.colonnade.engine.kernel.Utf8;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import java.util.List;

/** Functions whose result is a part of the text they are given. Stateless. */
final class SliceFunctions {
    private SliceFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type) {
        VectorExpression[] args = arguments.toArray(new VectorExpression[0]);
        boolean two = args.length == 2;
        SliceFunction.Body body =
                switch (function) {
                    case SUBSTRING -> two ? SliceFunctions::from : SliceFunctions::fromFor;
                    case LEFT -> SliceFunctions::left;
                    case RIGHT -> SliceFunctions::right;
                    case TRIM_BOTH -> two ? (in, i) -> trim(in, i, true, true) : blanks(true, true);
                    case TRIM_LEADING ->
                            two ? (in, i) -> trim(in, i, true, false) : blanks(true, false);
                    case TRIM_TRAILING ->
                            two ? (in, i) -> trim(in, i, false, true) : blanks(false, true);
                    case SPLIT_PART -> SliceFunctions::splitPart;
                    default -> throw ColonnadeException.internal("no slice: " + function);
                };
        return new SliceFunction(type, body, args);
    }

    private static long from(Inputs in, int i) {
        long first = in.integer(1, i);
        return substring(in, i, first, Long.MAX_VALUE);
    }

    private static long fromFor(Inputs in, int i) {
        long first = in.integer(1, i);
        long length = in.integer(2, i);
        if (length < 0) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "negative substring length not allowed");
        }
        long end = first > Long.MAX_VALUE - length ? Long.MAX_VALUE : first + length;
        return substring(in, i, first, end);
    }

    /** Characters from `first` to before `end`, both counted from 1; either may be outside. */
    private static long substring(Inputs in, int i, long first, long end) {
        byte[] b = in.heap(0);
        int start = in.start(0, i);
        int length = in.length(0, i);
        int stop = start + length;
        long skip = Math.min(Math.max(first, 1) - 1, length);
        long take = Math.min(Math.max(end - 1 - skip, 0), length);
        if (Ascii.isAscii(b, start, (int) Math.min(length, skip + take))) {
            int from = start + (int) skip;
            return slice(from, (int) Math.min(take, stop - from));
        }
        int from = Utf8.skip(b, start, stop, (int) skip);
        return slice(from, Utf8.skip(b, from, stop, (int) take) - from);
    }

    /** The first n characters; all but the last -n when n is negative. */
    private static long left(Inputs in, int i) {
        byte[] b = in.heap(0);
        int start = in.start(0, i);
        int end = start + in.length(0, i);
        int n = in.clamped(1, i);
        int stop = n >= 0 ? Utf8.skip(b, start, end, n) : Utf8.skipBack(b, start, end, positive(n));
        return slice(start, stop - start);
    }

    private static long right(Inputs in, int i) {
        byte[] b = in.heap(0);
        int start = in.start(0, i);
        int end = start + in.length(0, i);
        int n = in.clamped(1, i);
        int from = n >= 0 ? Utf8.skipBack(b, start, end, n) : Utf8.skip(b, start, end, positive(n));
        return slice(from, end - from);
    }

    private static int positive(int n) {
        return n == Integer.MIN_VALUE ? Integer.MAX_VALUE : -n;
    }

    private static SliceFunction.Body blanks(boolean leading, boolean trailing) {
        return (in, i) -> {
            byte[] b = in.heap(0);
            int start = in.start(0, i);
            int end = start + in.length(0, i);
            while (leading && start < end && b[start] == ' ') {
                start++;
            }
            while (trailing && start < end && b[end - 1] == ' ') {
                end--;
            }
            return slice(start, end - start);
        };
    }

    private static long trim(Inputs in, int i, boolean leading, boolean trailing) {
        byte[] b = in.heap(0);
        int start = in.start(0, i);
        int end = start + in.length(0, i);
        while (leading && start < end) {
            int next = Utf8.next(b, start, end);
            if (!holds(in, i, b, start, next)) {
                break;
            }
            start = next;
        }
        while (trailing && start < end) {
            int last = Utf8.skipBack(b, start, end, 1);
            if (!holds(in, i, b, last, end)) {
                break;
            }
            end = last;
        }
        return slice(start, end - start);
    }

    /** Whether the second argument holds the character. */
    private static boolean holds(Inputs in, int i, byte[] b, int from, int to) {
        int start = in.start(1, i);
        return TextSearch.indexOf(in.heap(1), start, start + in.length(1, i), b, from, to - from)
                >= 0;
    }

    /** The n-th field between separators, from the end when n is negative; empty when absent. */
    private static long splitPart(Inputs in, int i) {
        byte[] b = in.heap(0);
        int start = in.start(0, i);
        int end = start + in.length(0, i);
        int separatorLength = in.length(1, i);
        long n = in.integer(2, i);
        if (n == 0) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "field position must not be zero");
        }
        if (n < 0) {
            n += fields(in, i) + 1;
            if (n <= 0) {
                return slice(start, 0);
            }
        }
        if (separatorLength == 0) {
            return n == 1 ? slice(start, end - start) : slice(end, 0);
        }
        int from = start;
        for (long field = 1; ; field++) {
            int at = TextSearch.indexOf(b, from, end, in.heap(1), in.start(1, i), separatorLength);
            if (field == n) {
                return slice(from, (at < 0 ? end : at) - from);
            }
            if (at < 0) {
                return slice(end, 0);
            }
            from = at + separatorLength;
        }
    }

    private static long fields(Inputs in, int i) {
        int separatorLength = in.length(1, i);
        int end = in.start(0, i) + in.length(0, i);
        int from = in.start(0, i);
        long fields = 1;
        while (separatorLength > 0) {
            int at =
                    TextSearch.indexOf(
                            in.heap(0), from, end, in.heap(1), in.start(1, i), separatorLength);
            if (at < 0) {
                break;
            }
            fields++;
            from = at + separatorLength;
        }
        return fields;
    }
}
