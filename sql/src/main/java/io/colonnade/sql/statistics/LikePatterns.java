package io.colonnade.sql.statistics;

/** What can be told of a LIKE pattern without data. Stateless. */
final class LikePatterns {
    /** One sought piece of text: somewhat rare. */
    private static final double PIECE_SHARE = 0.1;

    /** Each further piece makes a match rarer. */
    private static final double FURTHER_PIECE_SHARE = 0.2;

    private LikePatterns() {}

    /** Characters before the first wildcard (or escape). */
    static int prefixLength(String pattern) {
        int end = 0;
        while (end < pattern.length() && !isSpecial(pattern.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isSpecial(char c) {
        return c == '%' || c == '_' || c == '\\';
    }

    /** Whether the pattern is a prefix followed by % alone. */
    static boolean isPrefixOnly(String pattern) {
        return prefixLength(pattern) == pattern.length() - 1 && pattern.endsWith("%");
    }

    /** Share of texts that match. */
    static double share(String pattern, double distinct) {
        if (prefixLength(pattern) == pattern.length()) {
            return 1 / distinct;
        }
        int pieces = 0;
        boolean inPiece = false;
        for (int i = 0; i < pattern.length(); i++) {
            boolean literal = !isSpecial(pattern.charAt(i));
            if (literal && !inPiece) {
                pieces++;
            }
            inPiece = literal;
        }
        return pieces == 0 ? 1 : PIECE_SHARE * Math.pow(FURTHER_PIECE_SHARE, pieces - 1);
    }
}
