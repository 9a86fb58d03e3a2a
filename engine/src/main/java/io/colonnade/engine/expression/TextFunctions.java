package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.TextBuilder;
import io.colonnade.engine.kernel.TextCase;
import io.colonnade.engine.kernel.TextSearch;
import io.colonnade.engine.kernel.Utf8;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Builds the functions that write a new text. Stateless. */
final class TextFunctions {
    /** Longest text that a function makes: a row must fit a batch and a message many times over. */
    private static final int MAX_BYTES = 16 << 20;

    private static final byte[] BLANK = {' '};

    private TextFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type, ZoneId zone) {
        VectorExpression[] args = arguments.toArray(new VectorExpression[0]);
        if (function == ScalarFunction.CONCAT || function == ScalarFunction.CONCAT_SKIP_NULLS) {
            for (int k = 0; k < args.length; k++) {
                if (args[k].type().physical() != PhysicalType.BYTES) {
                    args[k] = Casts.build(args[k], SqlType.VARCHAR, zone);
                }
            }
            return function == ScalarFunction.CONCAT
                    ? new TextFunction(type, TextFunctions::concat, args)
                    : new ConcatExpression(args, type);
        }
        return new TextFunction(type, body(function, args), args);
    }

    private static TextFunction.Body body(ScalarFunction function, VectorExpression[] args) {
        boolean isShort = args.length == 2;
        return switch (function) {
            case UPPER ->
                    (in, i, out) ->
                            TextCase.upper(in.heap(0), in.start(0, i), in.length(0, i), out);
            case LOWER ->
                    (in, i, out) ->
                            TextCase.lower(in.heap(0), in.start(0, i), in.length(0, i), out);
            case INITCAP ->
                    (in, i, out) ->
                            TextCase.initcap(in.heap(0), in.start(0, i), in.length(0, i), out);
            case REPLACE -> TextFunctions::replace;
            case TRANSLATE -> TextFunctions::translate;
            case LPAD -> (in, i, out) -> pad(in, i, out, true, isShort);
            case RPAD -> (in, i, out) -> pad(in, i, out, false, isShort);
            case REPEAT -> TextFunctions::repeat;
            case REVERSE -> TextFunctions::reverse;
            case CHR -> TextFunctions::chr;
            case MD5 -> md5();
            case QUOTE_LITERAL -> TextFunctions::quoteLiteral;
            case QUOTE_IDENT -> (in, i, out) -> QuotedIdentifier.append(in.text(0, i), out);
            case TO_HEX -> {
                boolean isInt = args[0].type().physical() == PhysicalType.INT;
                yield (in, i, out) ->
                        out.append(
                                isInt
                                        ? Integer.toHexString((int) in.integer(0, i))
                                        : Long.toHexString(in.integer(0, i)));
            }
            case OVERLAY -> TextFunctions::overlay;
            default -> throw ColonnadeException.internal("no text function: " + function);
        };
    }

    private static void append(Inputs in, int argument, int i, TextBuilder out) {
        out.append(in.heap(argument), in.start(argument, i), in.length(argument, i));
    }

    private static void concat(Inputs in, int i, TextBuilder out) {
        for (int k = 0; k < in.count(); k++) {
            append(in, k, i, out);
        }
    }

    private static void replace(Inputs in, int i, TextBuilder out) {
        byte[] b = in.heap(0);
        int from = in.start(0, i);
        int end = from + in.length(0, i);
        int soughtLength = in.length(1, i);
        while (soughtLength > 0) {
            int at = TextSearch.indexOf(b, from, end, in.heap(1), in.start(1, i), soughtLength);
            if (at < 0) {
                break;
            }
            out.append(b, from, at - from);
            append(in, 2, i, out);
            checkLength(out.length());
            from = at + soughtLength;
        }
        out.append(b, from, end - from);
    }

    /** Each character that occurs in the second argument becomes its counterpart in the third. */
    private static void translate(Inputs in, int i, TextBuilder out) {
        byte[] b = in.heap(0);
        int end = in.start(0, i) + in.length(0, i);
        for (int p = in.start(0, i); p < end; ) {
            int next = Utf8.next(b, p, end);
            int at = characterIndex(in, 1, i, b, p, next);
            if (at < 0) {
                out.append(b, p, next - p);
            } else {
                byte[] to = in.heap(2);
                int toEnd = in.start(2, i) + in.length(2, i);
                int from = Utf8.skip(to, in.start(2, i), toEnd, at);
                if (from < toEnd) {
                    out.append(to, from, Utf8.next(to, from, toEnd) - from);
                }
            }
            p = next;
        }
    }

    private static int characterIndex(Inputs in, int argument, int i, byte[] b, int p, int next) {
        byte[] set = in.heap(argument);
        int end = in.start(argument, i) + in.length(argument, i);
        int index = 0;
        for (int q = in.start(argument, i); q < end; index++) {
            int after = Utf8.next(set, q, end);
            if (after - q == next - p && Arrays.equals(set, q, after, b, p, next)) {
                return index;
            }
            q = after;
        }
        return -1;
    }

    private static void pad(Inputs in, int i, TextBuilder out, boolean left, boolean isShort) {
        byte[] b = in.heap(0);
        int start = in.start(0, i);
        int length = in.length(0, i);
        int wanted = Math.max(in.clamped(1, i), 0);
        int characters = Utf8.count(b, start, length);
        if (characters >= wanted) {
            out.append(b, start, Utf8.skip(b, start, start + length, wanted) - start);
            return;
        }
        checkLength(wanted);
        if (!left) {
            out.append(b, start, length);
        }
        if (isShort) {
            fill(out, BLANK, 0, 1, wanted - characters);
        } else {
            fill(out, in.heap(2), in.start(2, i), in.length(2, i), wanted - characters);
        }
        if (left) {
            out.append(b, start, length);
        }
    }

    /** Repeats a text until it has that many characters. */
    private static void fill(TextBuilder out, byte[] b, int start, int length, int characters) {
        int end = start + length;
        int p = start;
        for (int i = 0; i < characters && length > 0; i++) {
            int next = Utf8.next(b, p, end);
            out.append(b, p, next - p);
            p = next == end ? start : next;
        }
    }

    private static void repeat(Inputs in, int i, TextBuilder out) {
        long times = Math.max(in.integer(1, i), 0);
        checkLength(Math.min(times, MAX_BYTES + 1L) * in.length(0, i));
        for (long k = 0; k < times && in.length(0, i) > 0; k++) {
            append(in, 0, i, out);
        }
    }

    private static void checkLength(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new ColonnadeException(
                    ErrorCode.STRING_TOO_LONG,
                    "requested length too large: more than " + MAX_BYTES + " bytes");
        }
    }

    private static void reverse(Inputs in, int i, TextBuilder out) {
        byte[] b = in.heap(0);
        int start = in.start(0, i);
        int end = start + in.length(0, i);
        while (end > start) {
            int p = Utf8.skipBack(b, start, end, 1);
            out.append(b, p, end - p);
            end = p;
        }
    }

    private static void chr(Inputs in, int i, TextBuilder out) {
        long code = in.integer(0, i);
        if (code == 0) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "null character not permitted");
        }
        if (code < 0 || code > Character.MAX_CODE_POINT || code >= 0xD800 && code <= 0xDFFF) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "requested character not valid for encoding: " + code);
        }
        out.appendCodePoint((int) code);
    }

    private static TextFunction.Body md5() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new ColonnadeException(ErrorCode.INTERNAL_ERROR, "MD5 is missing", e);
        }
        return (in, i, out) -> {
            digest.reset();
            digest.update(in.heap(0), in.start(0, i), in.length(0, i));
            out.append(HexFormat.of().formatHex(digest.digest()));
        };
    }

    private static void quoteLiteral(Inputs in, int i, TextBuilder out) {
        String text = in.text(0, i);
        boolean hasBackslash = text.indexOf('\\') >= 0;
        String escaped = text.replace("'", "''");
        out.append(hasBackslash ? "E'" + escaped.replace("\\", "\\\\") : "'" + escaped);
        out.append('\'');
    }

    /** (text, replacement, start [, length]): replaces characters. */
    private static void overlay(Inputs in, int i, TextBuilder out) {
        byte[] b = in.heap(0);
        int start = in.start(0, i);
        int end = start + in.length(0, i);
        int first = in.clamped(2, i);
        if (first <= 0) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "negative substring length not allowed");
        }
        int replaced =
                in.count() > 3
                        ? in.clamped(3, i)
                        : Utf8.count(in.heap(1), in.start(1, i), in.length(1, i));
        int from = Utf8.skip(b, start, end, first - 1);
        int to = Utf8.skip(b, start, end, Math.clamp(first - 1L + replaced, 0, Integer.MAX_VALUE));
        out.append(b, start, from - start);
        append(in, 1, i, out);
        out.append(b, to, end - to);
    }
}
