package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.TextSearch;
import io.colonnade.engine.kernel.Utf8;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import java.util.List;

/** Functions from text to a number. Stateless. */
final class TextMeasures {
    private TextMeasures() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type) {
        LongFunction.Body body =
                switch (function) {
                    case CHAR_LENGTH ->
                            (in, i) -> Utf8.count(in.heap(0), in.start(0, i), in.length(0, i));
                    case OCTET_LENGTH -> (in, i) -> in.length(0, i);
                    case POSITION -> TextMeasures::position;
                    case ASCII -> TextMeasures::firstCodePoint;
                    default -> throw ColonnadeException.internal("no measure: " + function);
                };
        return new LongFunction(type, body, arguments.toArray(new VectorExpression[0]));
    }

    private static long position(Inputs in, int i) {
        byte[] b = in.heap(0);
        int start = in.start(0, i);
        int at =
                TextSearch.indexOf(
                        b,
                        start,
                        start + in.length(0, i),
                        in.heap(1),
                        in.start(1, i),
                        in.length(1, i));
        return at < 0 ? 0 : Utf8.count(b, start, at - start) + 1L;
    }

    private static long firstCodePoint(Inputs in, int i) {
        int start = in.start(0, i);
        int end = start + in.length(0, i);
        return start == end
                ? 0
                : Utf8.codePoint(in.heap(0), start, Utf8.next(in.heap(0), start, end));
    }
}
