package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the options of COPY and UNLOAD, word by word as Redshift writes them, against a table of
 * the allowed ones. Made for one statement.
 */
final class OptionReader {
    /** What stands behind an option's word. */
    enum Argument {
        NONE,
        STRING,
        /** A string that may be missing. */
        OPTIONAL_STRING,
        /** A string or a bare word. */
        WORD,
        INTEGER,
        /** ON, OFF, TRUE, FALSE, PRESET or nothing, which is ON. */
        SWITCH,
        /** The option is known and not supported. */
        UNSUPPORTED
    }

    private final TokenCursor cursor;
    private final String statement;
    private final Map<String, Argument> allowed;
    private final Map<String, Token> tokens = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    OptionReader(TokenCursor cursor, String statement, Map<String, Argument> allowed) {
        this.cursor = cursor;
        this.statement = statement;
        this.allowed = allowed;
    }

    /** Options and their arguments, in the order in which they were written. */
    Map<String, String> values() {
        return values;
    }

    boolean has(String option) {
        return values.containsKey(option);
    }

    /** The option's argument, or null when it was not written. */
    String get(String option) {
        return values.get(option);
    }

    Long getLong(String option) {
        return has(option) ? Long.valueOf(values.get(option)) : null;
    }

    /** Reads the option whose word stands here, with its argument. */
    void read() {
        Token token = cursor.peek();
        if (token.kind() != Token.Kind.WORD) {
            throw cursor.expected("an option of " + statement);
        }
        Argument argument = allowed.get(token.text());
        if (argument == null) {
            throw unknown(token);
        }
        cursor.next();
        cursor.accept("as");
        put(token.text(), argument(token, argument), token);
    }

    private String argument(Token token, Argument argument) {
        String name = token.text().toUpperCase(Locale.ROOT);
        Token next = cursor.peek();
        boolean string = next.kind() == Token.Kind.STRING;
        return switch (argument) {
            case NONE -> "";
            case STRING -> cursor.expectString("a string for " + name);
            case OPTIONAL_STRING -> string ? cursor.next().text() : "";
            case WORD -> {
                if (!string && !NameParser.isLabel(next)) {
                    throw cursor.expected("a value for " + name);
                }
                yield cursor.next().text();
            }
            case INTEGER -> {
                if (string) {
                    cursor.next();
                    yield wholeNumber(next, name);
                }
                yield Long.toString(cursor.expectLong(name));
            }
            case SWITCH -> {
                String word = cursor.acceptAny("on", "off", "true", "false", "preset", "match");
                yield word == null ? "on" : word;
            }
            case UNSUPPORTED -> throw cursor.notSupported(statement + " option " + name, token);
        };
    }

    private String wholeNumber(Token token, String name) {
        if (!token.text().strip().matches("\\d{1,18}")) {
            throw invalid(name + " must be a whole number", token);
        }
        return token.text().strip();
    }

    /** Adds an option that was read in another way. */
    void put(String option, String value, Token token) {
        if (values.putIfAbsent(option, value) != null) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR,
                    "option "
                            + option.toUpperCase(Locale.ROOT)
                            + " of "
                            + statement
                            + " is given twice",
                    token);
        }
        tokens.put(option, token);
    }

    ColonnadeException unknown(Token token) {
        ColonnadeException error =
                cursor.error(
                        ErrorCode.SYNTAX_ERROR,
                        "option \"" + token.text() + "\" of " + statement + " is not known",
                        token);
        return Suggestions.nearest(token.text(), allowed.keySet())
                .map(name -> error.hint("Perhaps you meant " + name.toUpperCase(Locale.ROOT) + "."))
                .orElse(error);
    }

    /** An error of an option that was read. */
    ColonnadeException invalid(String option, String message) {
        return invalid(message, tokens.get(option));
    }

    private ColonnadeException invalid(String message, Token token) {
        return cursor.error(ErrorCode.INVALID_ARGUMENT, message, token);
    }

    /** The number of an option, which must lie in this range; null when it was not written. */
    Long inRange(String option, long min, long max) {
        Long value = getLong(option);
        if (value != null && (value < min || value > max)) {
            throw invalid(
                    option, option.toUpperCase(Locale.ROOT) + " must be " + min + " to " + max);
        }
        return value;
    }

    /** The one character of an option; \t and octal or hexadecimal escapes are resolved. */
    String character(String option) {
        String text = get(option);
        if (text == null) {
            return null;
        }
        String resolved = resolved(text);
        if (resolved.length() != 1) {
            throw invalid(option, option.toUpperCase(Locale.ROOT) + " must be a single character");
        }
        return resolved;
    }

    private static String resolved(String text) {
        if (text.equals("\\t")) {
            return "\t";
        }
        if (text.matches("\\\\[0-7]{1,3}")) {
            return String.valueOf((char) Integer.parseInt(text.substring(1), 8));
        }
        if (text.matches("\\\\x[0-9a-fA-F]{1,2}")) {
            return String.valueOf((char) Integer.parseInt(text.substring(2), 16));
        }
        return text;
    }

    /** ON or TRUE; null when the option was not written. */
    Boolean isOn(String option) {
        String value = get(option);
        return value == null ? null : value.equals("on") || value.equals("true");
    }
}
