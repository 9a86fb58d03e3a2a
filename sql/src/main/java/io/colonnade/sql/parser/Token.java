package io.colonnade.sql.parser;

/**
 * One token.
 *
 * @param text the folded word, the unescaped string or identifier, the digits, or the symbol
 *     itself; empty for END
 * @param start index of the first char in the text
 * @param end index after the last char
 */
record Token(Kind kind, String text, int start, int end) {

    /** What a token is. */
    enum Kind {
        /** An unquoted identifier or keyword, folded to lower case. */
        WORD,
        QUOTED_IDENTIFIER,
        STRING,
        /** B'0101'. */
        BIT_STRING,
        /** X'1F'. */
        HEX_STRING,
        INTEGER,
        DECIMAL,
        /** With an exponent. */
        APPROXIMATE,
        /** $1; the text is the number. */
        PARAMETER,
        /** Punctuation and operators. */
        SYMBOL,
        END
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isNumber() {
        return kind == Kind.INTEGER || kind == Kind.DECIMAL || kind == Kind.APPROXIMATE;
    }
}
