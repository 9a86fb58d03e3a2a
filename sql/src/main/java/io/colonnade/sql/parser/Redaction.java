package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;

import java.util.Set;

/**
 * Hides secrets in SQL text for logs and system tables. Works on tokens, so that a statement with a
 * syntax error is redacted too.
 */
public final class Redaction {
    private static final String STARS = "'***'";

    /** Words whose next string is a secret. */
    private static final Set<String> SECRETS =
            Set.of(
                    "credentials",
                    "access_key_id",
                    "secret_access_key",
                    "session_token",
                    "password",
                    "master_symmetric_key",
                    "secret_arn");

    private Redaction() {}

    /** The text with every secret replaced by three stars; a text that cannot be cut is cut off. */
    public static String redact(String sql) {
        StringBuilder text = new StringBuilder();
        Lexer lexer = new Lexer(sql, ParserOptions.DEFAULT);
        int copied = 0;
        boolean secret = false;
        try {
            for (Token token = lexer.next(); token.kind() != Token.Kind.END; token = lexer.next()) {
                if (token.kind() == Token.Kind.STRING) {
                    if (secret || mayHoldSecret(token.text())) {
                        text.append(sql, copied, token.start()).append(STARS);
                        copied = token.end();
                    }
                    secret = false;
                } else if (token.kind() == Token.Kind.WORD) {
                    boolean between = secret && (token.is("as") || token.is("to"));
                    secret = between || SECRETS.contains(token.text());
                } else {
                    secret &= token.isSymbol("=");
                }
            }
        } catch (ColonnadeException unreadable) {
            return text.append(sql, copied, Math.max(copied, lexer.position()))
                    .append("***")
                    .toString();
        }
        return text.append(sql, copied, sql.length()).toString();
    }

    /** Code in a string, or the keys of a credentials string, wherever they stand. */
    private static boolean mayHoldSecret(String string) {
        String folded = Lexer.fold(string);
        return folded.contains("aws_secret_access_key=")
                || folded.contains("secret_access_key '")
                || folded.contains("credentials '")
                || folded.contains("password '");
    }
}
