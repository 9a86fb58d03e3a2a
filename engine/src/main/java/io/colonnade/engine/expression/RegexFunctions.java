package io.colonnade.engine.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import io.colonnade.engine.kernel.TextBuilder;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * Builds the functions with regular expressions, with Redshift's arguments:
 *
 * <pre>
 * REGEXP_REPLACE (text, pattern [, replacement [, position [, parameters]]])
 * REGEXP_SUBSTR  (text, pattern [, position [, occurrence [, parameters]]])
 * REGEXP_COUNT   (text, pattern [, position [, parameters]])
 * </pre>
 *
 * A text as fourth argument of REGEXP_REPLACE is PostgreSQL's flags, where only g replaces all.
 */
final class RegexFunctions {
    private RegexFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type) {
        VectorExpression[] args = arguments.toArray(new VectorExpression[0]);
        CompiledPattern compiled = new CompiledPattern();
        return switch (function) {
            case REGEXP_REPLACE -> {
                boolean hasFlags =
                        args.length == 4 && args[3].type().physical() == PhysicalType.BYTES;
                yield new TextFunction(
                        type, (in, i, out) -> replace(compiled, hasFlags, in, i, out), args);
            }
            case REGEXP_SUBSTR ->
                    new TextFunction(type, (in, i, out) -> substr(compiled, in, i, out), args);
            case REGEXP_COUNT -> new LongFunction(type, (in, i) -> count(compiled, in, i), args);
            default -> throw ColonnadeException.internal("no regex function: " + function);
        };
    }

    /** Keeps the last pattern compiled. One worker's. */
    private static final class CompiledPattern {
        private String regex;
        private String parameters;
        private Pattern pattern;

        private Pattern of(String newRegex, String newParameters) {
            if (pattern == null || !newRegex.equals(regex) || !newParameters.equals(parameters)) {
                int flags = newParameters.indexOf('i') >= 0 ? Pattern.CASE_INSENSITIVE : 0;
                if (newParameters.indexOf('p') >= 0) {
                    throw ColonnadeException.notSupported(
                            "a Perl compatible regular expression (parameter p)");
                }
                pattern = RegexPredicate.compile(newRegex, flags);
                regex = newRegex;
                parameters = newParameters;
            }
            return pattern;
        }
    }

    private static String parameters(Inputs in, int argument, int i) {
        return in.count() > argument ? in.text(argument, i) : "";
    }

    /** Index in the string of the n-th character, from 1. */
    private static int position(Inputs in, int argument, int i, String text) {
        if (in.count() <= argument) {
            return 0;
        }
        int position = in.clamped(argument, i);
        if (position < 1) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "position of a regular expression must be positive");
        }
        int characters = text.codePointCount(0, text.length());
        return position > characters ? text.length() : text.offsetByCodePoints(0, position - 1);
    }

    private static void replace(
            CompiledPattern compiled, boolean hasFlags, Inputs in, int i, TextBuilder out) {
        String text = in.text(0, i);
        String flags = hasFlags ? in.text(3, i) : parameters(in, 4, i);
        Pattern pattern = compiled.of(in.text(1, i), flags);
        String replacement = in.count() > 2 ? in.text(2, i) : "";
        int start = hasFlags ? 0 : position(in, 3, i, text);
        boolean onlyFirst = hasFlags && flags.indexOf('g') < 0;
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        boolean found = matcher.find(start);
        while (found) {
            out.append(text.substring(from, matcher.start()));
            appendReplacement(replacement, matcher, out);
            from = matcher.end();
            found = !onlyFirst && matcher.find();
        }
        out.append(text.substring(from));
    }

    /** \1 to \9 and $1 to $9 are groups, \& and $0 the whole match. */
    private static void appendReplacement(String replacement, Matcher matcher, TextBuilder out) {
        for (int k = 0; k < replacement.length(); k++) {
            char c = replacement.charAt(k);
            char next = k + 1 < replacement.length() ? replacement.charAt(k + 1) : 0;
            boolean isGroup = next >= '0' && next <= '9';
            if ((c == '\\' || c == '$') && (isGroup || c == '\\' && next == '&')) {
                int group = isGroup ? next - '0' : 0;
                String value = group <= matcher.groupCount() ? matcher.group(group) : null;
                out.append(value == null ? "" : value);
                k++;
            } else if (c == '\\' && next == '\\') {
                out.append('\\');
                k++;
            } else if (Character.isHighSurrogate(c)) {
                out.appendCodePoint(replacement.codePointAt(k++));
            } else {
                out.appendCodePoint(c);
            }
        }
    }

    private static void substr(CompiledPattern compiled, Inputs in, int i, TextBuilder out) {
        String text = in.text(0, i);
        String flags = parameters(in, 4, i);
        Matcher matcher = compiled.of(in.text(1, i), flags).matcher(text);
        int occurrence = in.count() > 3 ? in.clamped(3, i) : 1;
        boolean found = matcher.find(position(in, 2, i, text));
        for (int k = 1; found && k < occurrence; k++) {
            found = matcher.find();
        }
        if (found) {
            boolean wantsGroup = flags.indexOf('e') >= 0 && matcher.groupCount() > 0;
            String value = matcher.group(wantsGroup ? 1 : 0);
            out.append(value == null ? "" : value);
        }
    }

    private static long count(CompiledPattern compiled, Inputs in, int i) {
        String text = in.text(0, i);
        Matcher matcher = compiled.of(in.text(1, i), parameters(in, 3, i)).matcher(text);
        long count = 0;
        boolean found = matcher.find(position(in, 2, i, text));
        while (found) {
            count++;
            found = matcher.find();
        }
        return count;
    }
}
