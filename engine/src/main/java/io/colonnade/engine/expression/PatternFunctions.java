package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.LikePattern;
import io.colonnade.engine.kernel.TextSearch;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.type.SqlType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Builds LIKE and its relatives, for constant patterns and for others. Stateless. */
final class PatternFunctions {
    private PatternFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type) {
        VectorExpression[] args = arguments.toArray(new VectorExpression[0]);
        if (function == ScalarFunction.STARTS_WITH) {
            return new LongFunction(type, PatternFunctions::startsWith, args);
        }
        boolean isConstant = true;
        for (int i = 1; i < args.length; i++) {
            isConstant &= args[i] instanceof LiteralExpression literal && !literal.isNull();
        }
        if (isConstant) {
            byte[] pattern = bytes(args[1]);
            byte[] escape = args.length > 2 ? bytes(args[2]) : null;
            return new TextPredicateExpression(
                    args[0], predicate(function, pattern, escape), false);
        }
        PatternCache cache = new PatternCache(function);
        return new LongFunction(type, cache::test, args);
    }

    private static byte[] bytes(VectorExpression literal) {
        BytesVector v = (BytesVector) ((LiteralExpression) literal).value();
        return Arrays.copyOfRange(v.heapAt(), v.startAt(0), v.startAt(0) + v.lengthAt(0));
    }

    /** Compiles a pattern; no escape given means backslash. */
    static TextPredicate predicate(ScalarFunction function, byte[] pattern, byte[] escape) {
        return switch (function) {
            case LIKE -> {
                LikePattern like =
                        LikePattern.compile(pattern, 0, pattern.length, escapeByte(escape));
                yield like::test;
            }
            case ILIKE -> new FoldedLike(pattern, escapeByte(escape));
            case SIMILAR_TO -> RegexPredicate.similarTo(text(pattern), escapeByte(escape));
            case REGEXP_MATCH -> RegexPredicate.find(text(pattern), false);
            case REGEXP_IMATCH -> RegexPredicate.find(text(pattern), true);
            default -> throw ColonnadeException.internal("no pattern: " + function);
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int escapeByte(byte[] escape) {
        if (escape == null) {
            return '\\';
        }
        if (escape.length > 1) {
            throw new ColonnadeException(ErrorCode.INVALID_ESCAPE, "invalid escape string")
                    .hint("Escape string must be empty or one character.");
        }
        return escape.length == 0 ? -1 : escape[0] & 0x7F;
    }

    private static long startsWith(Inputs in, int i) {
        int length = in.length(1, i);
        int start = in.start(0, i);
        return in.length(0, i) >= length
                        && TextSearch.indexOf(
                                        in.heap(0),
                                        start,
                                        start + length,
                                        in.heap(1),
                                        in.start(1, i),
                                        length)
                                == start
                ? 1
                : 0;
    }

    /** Patterns that differ by row: keeps the last one compiled. One worker's. */
    private static final class PatternCache {
        private final ScalarFunction function;
        private byte[] pattern;
        private byte[] escape;
        private TextPredicate compiled;
        private final int[] start = new int[1];
        private final int[] length = new int[1];
        private final byte[] out = new byte[1];

        private PatternCache(ScalarFunction function) {
            this.function = function;
        }

        private long test(Inputs in, int i) {
            boolean hasEscape = in.count() > 2;
            boolean isSame =
                    compiled != null
                            && equal(in, 1, i, pattern)
                            && (!hasEscape || equal(in, 2, i, escape));
            if (!isSame) {
                byte[] newPattern = copy(in, 1, i);
                byte[] newEscape = hasEscape ? copy(in, 2, i) : null;
                compiled = predicate(function, newPattern, newEscape);
                pattern = newPattern;
                escape = newEscape;
            }
            start[0] = in.start(0, i);
            length[0] = in.length(0, i);
            compiled.test(in.heap(0), start, length, null, 1, 0, out);
            return out[0];
        }

        private static boolean equal(Inputs in, int argument, int i, byte[] value) {
            int from = in.start(argument, i);
            int to = from + in.length(argument, i);
            return Arrays.equals(in.heap(argument), from, to, value, 0, value.length);
        }

        private static byte[] copy(Inputs in, int argument, int i) {
            int from = in.start(argument, i);
            return Arrays.copyOfRange(in.heap(argument), from, from + in.length(argument, i));
        }
    }
}
