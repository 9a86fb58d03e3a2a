package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the tokens of a script one after another and makes the syntax errors. In its second, {@code
 * explaining} run over a script with an error it also notes which words were looked for at the
 * place of the error. Shared by all parsers of one script.
 */
final class TokenCursor {
    /**
     * Nesting limit of expressions and queries; a subquery counts as both. Keeps our recursion
     * within a stack of 1 MB.
     */
    static final int DEPTH_LIMIT = 500;

    /** More alternatives than this tell a reader nothing. */
    private static final int SHOWN_EXPECTATIONS = 12;

    private final String sql;
    private final List<Token> tokens;
    private final Positions positions;
    private final boolean explaining;
    private final Set<String> expected = new LinkedHashSet<>();
    private final Set<String> expectedBefore = new LinkedHashSet<>();
    private int expectedIndex = -1;
    private int index;
    private int depth;

    TokenCursor(String sql, List<Token> tokens, Positions positions, boolean explaining) {
        this.sql = sql;
        this.tokens = tokens;
        this.positions = positions;
        this.explaining = explaining;
    }

    String sql() {
        return sql;
    }

    Token peek() {
        return tokens.get(index);
    }

    /** The token this many places ahead; END beyond the end. */
    Token peek(int ahead) {
        return tokens.get(Math.min(index + ahead, tokens.size() - 1));
    }

    /** The token before the current one; only after at least one was read. */
    Token previous() {
        return tokens.get(index - 1);
    }

    Token next() {
        Token token = tokens.get(index);
        if (index < tokens.size() - 1) {
            index++;
        }
        return token;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    int mark() {
        return index;
    }

    void reset(int mark) {
        index = mark;
    }

    // Looking, without noting an expectation.

    boolean at(String word) {
        return peek().is(word);
    }

    boolean at(String first, String second) {
        return peek().is(first) && peek(1).is(second);
    }

    boolean atSymbol(String symbol) {
        return peek().isSymbol(symbol);
    }

    boolean atAny(String... words) {
        for (String word : words) {
            if (at(word)) {
                return true;
            }
        }
        return false;
    }

    boolean atEndOfStatement() {
        return peek().kind() == Kind.END || atSymbol(";");
    }

    // Taking what is wanted, noting the expectation where it is not there.

    boolean accept(String word) {
        if (peek().is(word)) {
            next();
            return true;
        }
        note(word.toUpperCase(Locale.ROOT));
        return false;
    }

    boolean accept(String first, String second) {
        if (at(first, second)) {
            skip(2);
            return true;
        }
        note(first.toUpperCase(Locale.ROOT));
        return false;
    }

    boolean acceptSymbol(String symbol) {
        if (peek().isSymbol(symbol)) {
            next();
            return true;
        }
        note("\"" + symbol + "\"");
        return false;
    }

    /** Takes one of the words and returns it, or null. */
    String acceptAny(String... words) {
        for (String word : words) {
            if (accept(word)) {
                return word;
            }
        }
        return null;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw syntaxError();
        }
    }

    void expect(String first, String second) {
        expect(first);
        expect(second);
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw syntaxError();
        }
    }

    String expectAny(String... words) {
        String found = acceptAny(words);
        if (found == null) {
            throw syntaxError();
        }
        return found;
    }

    /** The text of the string token that must stand here. */
    String expectString(String what) {
        if (peek().kind() != Kind.STRING) {
            throw expected(what);
        }
        return next().text();
    }

    /** The integer that must stand here, with an optional sign. */
    long expectLong(String what) {
        boolean negative = peek().isSymbol("-") && peek(1).kind() == Kind.INTEGER;
        if (negative || (peek().isSymbol("+") && peek(1).kind() == Kind.INTEGER)) {
            next();
        }
        if (peek().kind() != Kind.INTEGER) {
            throw expected(what);
        }
        Token token = next();
        try {
            return Long.parseLong((negative ? "-" : "") + token.text());
        } catch (NumberFormatException tooLarge) {
            throw error(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "value \"" + token.text() + "\" is out of range for " + what,
                    token);
        }
    }

    int expectInt(String what) {
        Token token = peek();
        long value = expectLong(what);
        if (value != (int) value) {
            throw error(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "value \"" + value + "\" is out of range for " + what,
                    token);
        }
        return (int) value;
    }

    // Positions and nesting.

    SqlParserPos position(Token token) {
        return positions.of(token.start(), token.end());
    }

    /** From the begin of the first token to the end of the token before the current one. */
    SqlParserPos span(Token first) {
        return positions.of(first.start(), index == 0 ? first.end() : previous().end());
    }

    void enter() {
        if (++depth > DEPTH_LIMIT) {
            throw error(
                            ErrorCode.STATEMENT_TOO_COMPLEX,
                            "statement is nested more than " + DEPTH_LIMIT + " levels deep",
                            peek())
                    .hint("Split the statement, or replace nested operators by a list.");
        }
    }

    void leave() {
        depth--;
    }

    // Errors.

    private void note(String what) {
        if (!explaining || index < expectedIndex) {
            return;
        }
        if (index > expectedIndex) {
            expectedBefore.clear();
            if (index == expectedIndex + 1) {
                expectedBefore.addAll(expected);
            }
            expected.clear();
            expectedIndex = index;
        }
        expected.add(what);
    }

    /** A syntax error at the current token, which should have been this. */
    ColonnadeException expected(String what) {
        note(what);
        return syntaxError();
    }

    /** A syntax error at the current token. */
    ColonnadeException syntaxError() {
        Token token = peek();
        String message =
                token.kind() == Kind.END
                        ? "syntax error at end of input"
                        : "syntax error at or near \"" + shown(token) + "\"";
        ColonnadeException error = error(ErrorCode.SYNTAX_ERROR, message, token);
        if (expectedIndex != index || expected.isEmpty()) {
            return error;
        }
        error = error.detail("Expected " + listed() + ".");
        String hint = hint(token);
        return hint == null ? error : error.hint(hint);
    }

    private String shown(Token token) {
        String raw = sql.substring(token.start(), token.end());
        return raw.length() <= 60 ? raw : raw.substring(0, 57) + "...";
    }

    private String listed() {
        List<String> list = new ArrayList<>(expected);
        int shown = Math.min(list.size(), SHOWN_EXPECTATIONS);
        String text = String.join(", ", list.subList(0, shown));
        if (list.size() > shown) {
            return text + " or others";
        }
        int comma = text.lastIndexOf(", ");
        return comma < 0 ? text : text.substring(0, comma) + " or" + text.substring(comma + 1);
    }

    /** The keyword that this word, or the name just before it, may be a misspelling of. */
    private String hint(Token token) {
        String meant = token.kind() == Kind.WORD ? nearest(token, expected) : null;
        Token suspect = token;
        if (meant == null && index > 0 && previous().kind() == Kind.WORD) {
            suspect = previous();
            Set<String> candidates = new LinkedHashSet<>(expectedBefore);
            candidates.addAll(expected);
            meant = nearest(suspect, candidates);
        }
        return meant == null ? null : perhaps(meant, suspect);
    }

    /** The hint that a word was meant where this token stands. */
    String perhaps(String word, Token token) {
        return "Perhaps you meant "
                + word.toUpperCase(Locale.ROOT)
                + " instead of \""
                + shown(token)
                + "\".";
    }

    private static String nearest(Token token, Set<String> candidates) {
        List<String> words = new ArrayList<>();
        for (String candidate : candidates) {
            if (candidate.length() > 1
                    && Character.isUpperCase(candidate.charAt(0))
                    && candidate.equals(candidate.toUpperCase(Locale.ROOT))
                    && !candidate.equalsIgnoreCase(token.text())) {
                words.add(candidate);
            }
        }
        return token.text().length() < 3
                ? null
                : Suggestions.nearest(token.text(), words).orElse(null);
    }

    /** An error at a token. */
    ColonnadeException error(ErrorCode code, String message, Token token) {
        return new ColonnadeException(code, message)
                .position(Positions.characterPosition(sql, token.start()));
    }

    /** 0A000 at a token: "what is not supported yet". */
    ColonnadeException notSupported(String what, Token token) {
        return ColonnadeException.notSupported(what)
                .position(Positions.characterPosition(sql, token.start()));
    }
}
