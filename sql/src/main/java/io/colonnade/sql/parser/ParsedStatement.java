package io.colonnade.sql.parser;

/**
 * A statement of a script together with where it stood. Positions inside the statement's nodes
 * count from the begin of the script, as PostgreSQL's error positions do.
 *
 * @param text the statement without the semicolon and without blanks around it
 * @param startOffset index of the text's first char in the script
 */
public record ParsedStatement(String text, int startOffset, Statement statement) {

    /** The text fit for logs and system tables: passwords and keys replaced by three stars. */
    public String redactedText() {
        return Redaction.redact(text);
    }
}
