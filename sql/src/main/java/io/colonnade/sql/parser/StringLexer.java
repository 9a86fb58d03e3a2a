package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;

/**
 * Reads the quoted tokens of a text. Each method takes the index of the opening quote and gives the
 * unescaped text; {@link #end} is then the index after the token. Owned by a {@link Lexer}.
 */
final class StringLexer {
    private final String sql;
    private int end;

    StringLexer(String sql) {
        this.sql = sql;
    }

    int end() {
        return end;
    }

    /** A standard string: only the doubled quote is special; continues over a line break. */
    String plain(int quote) {
        StringBuilder text = new StringBuilder();
        int from = quote;
        while (true) {
            int close = quotedPart(from, '\'', text, "quoted string");
            int next = continuation(close);
            if (next < 0) {
                end = close;
                return text.toString();
            }
            from = next;
        }
    }

    /** A quoted identifier. */
    String identifier(int quote) {
        StringBuilder text = new StringBuilder();
        end = quotedPart(quote, '"', text, "quoted identifier");
        return text.toString();
    }

    private int quotedPart(int quote, char mark, StringBuilder text, String what) {
        int i = quote + 1;
        while (true) {
            int close = sql.indexOf(mark, i);
            if (close < 0) {
                throw unterminated(what, quote);
            }
            text.append(sql, i, close);
            if (close + 1 < sql.length() && sql.charAt(close + 1) == mark) {
                text.append(mark);
                i = close + 2;
            } else {
                return close + 1;
            }
        }
    }

    /** The index of a quote that continues the string after blanks with a line break, or -1. */
    private int continuation(int from) {
        int i = from;
        boolean newline = false;
        while (i < sql.length() && Character.isWhitespace(sql.charAt(i))) {
            newline |= sql.charAt(i) == '\n' || sql.charAt(i) == '\r';
            i++;
        }
        return newline && i < sql.length() && sql.charAt(i) == '\'' ? i : -1;
    }

    /** An E string with backslash escapes. */
    String escaped(int quote) {
        StringBuilder text = new StringBuilder();
        int i = quote + 1;
        while (true) {
            if (i >= sql.length()) {
                throw unterminated("quoted string", quote);
            }
            char c = sql.charAt(i);
            if (c == '\\') {
                i = escape(i, quote, text);
            } else if (c != '\'') {
                text.append(c);
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == '\'') {
                text.append('\'');
                i += 2;
            } else {
                int next = continuation(i + 1);
                if (next < 0) {
                    end = i + 1;
                    return text.toString();
                }
                i = next + 1;
            }
        }
    }

    /** Appends what the escape at this backslash means; the index after it. */
    private int escape(int backslash, int quote, StringBuilder text) {
        if (backslash + 1 >= sql.length()) {
            throw unterminated("quoted string", quote);
        }
        char c = sql.charAt(backslash + 1);
        switch (c) {
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'x' -> {
                return numericEscape(backslash, 16, 1, 2, text);
            }
            case 'u' -> {
                return numericEscape(backslash, 16, 4, 4, text);
            }
            case 'U' -> {
                return numericEscape(backslash, 16, 8, 8, text);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return numericEscape(backslash - 1, 8, 1, 3, text);
            }
            default -> text.append(c);
        }
        return backslash + 2;
    }

    /** Digits from two chars after the given index on; the index after them. */
    private int numericEscape(int before, int radix, int min, int max, StringBuilder text) {
        int i = before + 2;
        int value = 0;
        int count = 0;
        while (count < max && i < sql.length() && Character.digit(sql.charAt(i), radix) >= 0) {
            value = value * radix + Character.digit(sql.charAt(i), radix);
            i++;
            count++;
        }
        if (count < min || value == 0 || !Character.isValidCodePoint(value)) {
            throw Lexer.error(sql, "invalid escape value in string", before);
        }
        text.appendCodePoint(value);
        return i;
    }

    /** A U&amp; string or identifier with backslash or UESCAPE escapes. */
    String unicode(int quote) {
        StringBuilder raw = new StringBuilder();
        char mark = sql.charAt(quote);
        int close =
                quotedPart(quote, mark, raw, mark == '"' ? "quoted identifier" : "quoted string");
        end = close;
        char escape = uescape(close);
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c != escape) {
                text.append(c);
                i++;
            } else if (i + 1 < raw.length() && raw.charAt(i + 1) == escape) {
                text.append(escape);
                i += 2;
            } else {
                i = unicodeEscape(raw, i, quote, text);
            }
        }
        return text.toString();
    }

    private int unicodeEscape(StringBuilder raw, int at, int quote, StringBuilder text) {
        boolean wide = at + 1 < raw.length() && raw.charAt(at + 1) == '+';
        int from = wide ? at + 2 : at + 1;
        int to = from + (wide ? 6 : 4);
        try {
            int codePoint = Integer.parseInt(raw, from, Math.min(to, raw.length()), 16);
            if (to > raw.length() || codePoint == 0 || !Character.isValidCodePoint(codePoint)) {
                throw new NumberFormatException();
            }
            text.appendCodePoint(codePoint);
            return to;
        } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
            throw Lexer.error(sql, "invalid Unicode escape value", quote)
                    .hint("Unicode escapes must be \\XXXX or \\+XXXXXX.");
        }
    }

    /** The escape character of a UESCAPE clause after this index, consumed; else a backslash. */
    private char uescape(int from) {
        int i = from;
        while (i < sql.length() && Character.isWhitespace(sql.charAt(i))) {
            i++;
        }
        if (!sql.regionMatches(true, i, "uescape", 0, 7)) {
            return '\\';
        }
        i += 7;
        while (i < sql.length() && Character.isWhitespace(sql.charAt(i))) {
            i++;
        }
        if (i + 2 >= sql.length() || sql.charAt(i) != '\'' || sql.charAt(i + 2) != '\'') {
            throw Lexer.error(sql, "UESCAPE must be followed by a simple string literal", from);
        }
        end = i + 3;
        return sql.charAt(i + 1);
    }

    /** A dollar-quoted string, or null when no dollar quote begins here. */
    String dollarQuoted(int dollar) {
        int i = dollar + 1;
        while (i < sql.length() && isTagChar(sql.charAt(i))) {
            i++;
        }
        if (i >= sql.length() || sql.charAt(i) != '$') {
            return null;
        }
        String tag = sql.substring(dollar, i + 1);
        int close = sql.indexOf(tag, i + 1);
        if (close < 0) {
            throw unterminated("dollar-quoted string", dollar);
        }
        end = close + tag.length();
        return sql.substring(i + 1, close);
    }

    private static boolean isTagChar(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private ColonnadeException unterminated(String what, int start) {
        return Lexer.error(
                sql,
                "unterminated " + what + " at or near \"" + Lexer.excerpt(sql, start) + "\"",
                start);
    }
}
