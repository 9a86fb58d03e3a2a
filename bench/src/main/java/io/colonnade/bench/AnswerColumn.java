package io.colonnade.bench;

/**
 * A column of an answer and how its values are compared.
 *
 * @param name as the engine that gave the answer calls it; not compared
 */
public record AnswerColumn(String name, Rule rule) {
    /** When two values count as equal. NULL equals only NULL. */
    public enum Rule {
        /** Same characters; trailing blanks do not count, since CHAR may or may not be padded. */
        TEXT,
        /** Same number, however many zeros are written: integers and exact decimals. */
        EXACT,
        /**
         * Floating point, or an average or quotient that one engine gives in floating point and the
         * other as a decimal of at least six digits: see {@link AnswerChecker}.
         */
        APPROXIMATE
    }
}
