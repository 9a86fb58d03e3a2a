package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.Token.Kind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a script into tokens by PostgreSQL's lexical rules: nested comments, dollar quotes, E,
 * U&amp;, B, X and N strings, continued strings, operators of any length. One use per text.
 */
final class Lexer {
    /** Redshift's and our limit of a name; longer ones are cut, as PostgreSQL does. */
    static final int IDENTIFIER_LIMIT_BYTES = 127;

    private static final String OPERATOR_CHARS = "+-*/<>=~!@#%^&|`?";
    private static final String PUNCTUATION = "()[],;.:{}";

    /** An operator of several chars may end in + or - only if it has one of these. */
    private static final String UNUSUAL_CHARS = "~!@#%^&|`?";

    private final String sql;
    private final ParserOptions options;
    private final StringLexer strings;
    private int at;

    Lexer(String sql, ParserOptions options) {
        this.sql = sql;
        this.options = options;
        this.strings = new StringLexer(sql);
    }

    /** All tokens; the last one is END. */
    List<Token> tokens() {
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = next();
            tokens.add(token);
        } while (token.kind() != Kind.END);
        return tokens;
    }

    /** The index up to which the text was read; after an error, where the bad token begins. */
    int position() {
        return at;
    }

    /** The next token; after the end, END again. */
    Token next() {
        at = skipBlanks(at);
        if (at >= sql.length()) {
            return new Token(Kind.END, "", sql.length(), sql.length());
        }
        char c = sql.charAt(at);
        if (isWordStart(c)) {
            return wordOrPrefixedString(c);
        }
        if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
            return number();
        }
        return switch (c) {
            case '\'' -> string(Kind.STRING, strings.plain(at));
            case '"' -> quotedIdentifier(strings.identifier(at), at);
            case '$' -> dollar();
            default -> symbol(c);
        };
    }

    private Token wordOrPrefixedString(char c) {
        char quote = charAt(at + 1);
        if (quote == '\'') {
            switch (c) {
                case 'e', 'E' -> {
                    return string(Kind.STRING, strings.escaped(at + 1));
                }
                case 'b', 'B' -> {
                    return string(Kind.BIT_STRING, strings.plain(at + 1));
                }
                case 'x', 'X' -> {
                    return string(Kind.HEX_STRING, strings.plain(at + 1));
                }
                case 'n', 'N' -> {
                    return string(Kind.STRING, strings.plain(at + 1));
                }
                default -> {}
            }
        }
        if ((c == 'u' || c == 'U') && quote == '&') {
            if (charAt(at + 2) == '\'') {
                return string(Kind.STRING, strings.unicode(at + 2));
            }
            if (charAt(at + 2) == '"') {
                return quotedIdentifier(strings.unicode(at + 2), at);
            }
        }
        return word();
    }

    private Token word() {
        int start = at;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        return new Token(Kind.WORD, cut(fold(sql.substring(start, at))), start, at);
    }

    private Token string(Kind kind, String text) {
        int start = at;
        at = strings.end();
        return new Token(kind, text, start, at);
    }

    private Token quotedIdentifier(String text, int start) {
        at = strings.end();
        if (text.isEmpty()) {
            throw error("zero-length delimited identifier", start);
        }
        String name = options.caseSensitiveIdentifiers() ? text : text.toLowerCase(Locale.ROOT);
        return new Token(Kind.QUOTED_IDENTIFIER, cut(name), start, at);
    }

    private Token dollar() {
        int start = at;
        if (isDigit(charAt(at + 1))) {
            at++;
            while (isDigit(charAt(at))) {
                at++;
            }
            return new Token(Kind.PARAMETER, sql.substring(start + 1, at), start, at);
        }
        String text = strings.dollarQuoted(at);
        if (text == null) {
            throw error("syntax error at or near \"$\"", start);
        }
        return string(Kind.STRING, text);
    }

    private Token number() {
        int start = at;
        Kind kind = Kind.INTEGER;
        skipDigits();
        if (charAt(at) == '.' && charAt(at + 1) != '.') {
            kind = Kind.DECIMAL;
            at++;
            skipDigits();
        }
        char exponent = charAt(at);
        if (exponent == 'e' || exponent == 'E') {
            int digits = at + 1;
            if (charAt(digits) == '+' || charAt(digits) == '-') {
                digits++;
            }
            if (isDigit(charAt(digits))) {
                kind = Kind.APPROXIMATE;
                at = digits;
                skipDigits();
            }
        }
        if (at < sql.length() && isWordStart(sql.charAt(at))) {
            int end = at;
            while (end < sql.length() && isWordPart(sql.charAt(end))) {
                end++;
            }
            throw error(
                    "trailing junk after numeric literal at or near \""
                            + sql.substring(start, end)
                            + "\"",
                    start);
        }
        return new Token(kind, sql.substring(start, at), start, at);
    }

    private void skipDigits() {
        while (isDigit(charAt(at))) {
            at++;
        }
    }

    private Token symbol(char c) {
        int start = at;
        if (PUNCTUATION.indexOf(c) >= 0) {
            at += (c == ':' && (charAt(at + 1) == ':' || charAt(at + 1) == '=')) ? 2 : 1;
        } else if (OPERATOR_CHARS.indexOf(c) >= 0) {
            at = operatorEnd();
        } else {
            String shown = new String(Character.toChars(sql.codePointAt(at)));
            throw error("syntax error at or near \"" + shown + "\"", start);
        }
        return new Token(Kind.SYMBOL, sql.substring(start, at).intern(), start, at);
    }

    private int operatorEnd() {
        int end = at;
        boolean unusual = false;
        while (end < sql.length() && OPERATOR_CHARS.indexOf(sql.charAt(end)) >= 0) {
            if (end > at && (sql.startsWith("--", end) || sql.startsWith("/*", end))) {
                break;
            }
            unusual |= UNUSUAL_CHARS.indexOf(sql.charAt(end)) >= 0;
            end++;
        }
        while (!unusual && end - at > 1 && "+-".indexOf(sql.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** The index after blanks and comments. */
    private int skipBlanks(int from) {
        int i = from;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == ' ' || (c >= '\t' && c <= '\r') || c == '\u00a0' || c == '\ufeff') {
                i++;
            } else if (c == '-' && sql.startsWith("--", i)) {
                int newline = sql.indexOf('\n', i);
                i = newline < 0 ? sql.length() : newline + 1;
            } else if (c == '/' && sql.startsWith("/*", i)) {
                i = commentEnd(i);
            } else {
                return i;
            }
        }
        return i;
    }

    private int commentEnd(int start) {
        int depth = 1;
        int i = start + 2;
        while (depth > 0) {
            if (i >= sql.length()) {
                throw error(
                        "unterminated /* comment at or near \"" + excerpt(sql, start) + "\"",
                        start);
            }
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
            } else {
                i++;
            }
        }
        return i;
    }

    private ColonnadeException error(String message, int offset) {
        return error(sql, message, offset);
    }

    static ColonnadeException error(String sql, String message, int offset) {
        return new ColonnadeException(ErrorCode.SYNTAX_ERROR, message)
                .position(Positions.characterPosition(sql, offset));
    }

    /** The first chars of the text from here on, for a message. */
    static String excerpt(String sql, int start) {
        int end = Math.min(sql.length(), start + 20);
        int newline = sql.indexOf('\n', start);
        return sql.substring(start, newline >= 0 ? Math.min(end, newline) : end);
    }

    private char charAt(int index) {
        return index < sql.length() ? sql.charAt(index) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (c >= 0x80 && c != '\u00a0' && c != '\ufeff');
    }

    /** A hash sign begins Redshift's temporary tables and may also stand inside a word there. */
    private static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }

    /** Folds as PostgreSQL does: ASCII letters only. */
    static String fold(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return foldFrom(word, i);
            }
        }
        return word;
    }

    private static String foldFrom(String word, int first) {
        char[] chars = word.toCharArray();
        for (int i = first; i < chars.length; i++) {
            if (chars[i] >= 'A' && chars[i] <= 'Z') {
                chars[i] = (char) (chars[i] + ('a' - 'A'));
            }
        }
        return new String(chars);
    }

    private static String cut(String name) {
        if (name.length() * 3 <= IDENTIFIER_LIMIT_BYTES) {
            return name;
        }
        String kept = name;
        while (kept.getBytes(StandardCharsets.UTF_8).length > IDENTIFIER_LIMIT_BYTES) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }
}
