package io.colonnade.leader.session;

/**
 * A message beside the result.
 *
 * @param severity WARNING, NOTICE, INFO, LOG or DEBUG
 * @param sqlState such as 00000 or 25P01
 * @param detail may be null
 * @param hint may be null
 */
public record Notice(String severity, String sqlState, String message, String detail, String hint) {

    public static Notice notice(String message) {
        return new Notice("NOTICE", "00000", message, null, null);
    }

    public static Notice info(String message) {
        return new Notice("INFO", "00000", message, null, null);
    }

    public static Notice warning(String sqlState, String message) {
        return new Notice("WARNING", sqlState, message, null, null);
    }
}
