package io.colonnade.sql.parser;

/**
 * What the session may change about parsing.
 *
 * @param caseSensitiveIdentifiers quoted identifiers keep their case (PostgreSQL's rule); otherwise
 *     they are folded to lower case as Redshift does
 */
public record ParserOptions(boolean caseSensitiveIdentifiers) {
    /** Redshift's defaults. */
    public static final ParserOptions DEFAULT = new ParserOptions(false);
}
