package io.colonnade.engine.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.nio.charset.StandardCharsets;

/** A regular expression as a test; RE2/J, so that the time is linear in the text. */
final class RegexPredicate implements TextPredicate {
    private final Pattern pattern;
    private final boolean whole;

    private RegexPredicate(Pattern pattern, boolean whole) {
        this.pattern = pattern;
        this.whole = whole;
    }

    /** The pattern occurs somewhere in the text. */
    static RegexPredicate find(String regex, boolean ignoresCase) {
        return new RegexPredicate(
                compile(regex, ignoresCase ? Pattern.CASE_INSENSITIVE : 0), false);
    }

    /** SQL's SIMILAR TO: the whole text; % and _ as in LIKE. */
    static RegexPredicate similarTo(String pattern, int escape) {
        return new RegexPredicate(compile(translate(pattern, escape), Pattern.DOTALL), true);
    }

    static Pattern compile(String regex, int flags) {
        try {
            return Pattern.compile(regex, flags);
        } catch (PatternSyntaxException e) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_REGULAR_EXPRESSION,
                    "invalid regular expression: " + e.getDescription());
        }
    }

    private static String translate(String pattern, int escape) {
        StringBuilder regex = new StringBuilder(pattern.length() + 16);
        boolean inBrackets = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == escape && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
            } else if (inBrackets) {
                regex.append(c == '\\' ? "\\\\" : String.valueOf(c));
                inBrackets = c != ']';
            } else {
                switch (c) {
                    case '%' -> regex.append(".*");
                    case '_' -> regex.append('.');
                    case '(' -> regex.append("(?:");
                    case '.', '^', '$', '\\' -> regex.append('\\').append(c);
                    default -> regex.append(c);
                }
                inBrackets = c == '[';
            }
        }
        return regex.toString();
    }

    @Override
    public void test(
            byte[] heap, int[] starts, int[] lengths, int[] rows, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            String text = new String(heap, starts[p], lengths[p], StandardCharsets.UTF_8);
            boolean match = whole ? pattern.matches(text) : pattern.matcher(text).find();
            out[p] = (byte) ((match ? 1 : 0) ^ flip);
        }
    }
}
