package io.colonnade.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers lines and cuts them into statements at semicolons outside quotes, dollar quotes and
 * comments (which may be nested). One thread owns it.
 */
final class StatementBuffer {
    /** A statement without its semicolon, and the line of the input where it begins, from 1. */
    record Entry(String sql, int line) {}

    private enum State {
        PLAIN,
        STRING,
        ESCAPE_STRING,
        IDENTIFIER,
        DOLLAR_STRING,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    private final StringBuilder text = new StringBuilder();
    private State state = State.PLAIN;
    private String dollarTag = "";
    private int commentDepth;
    private int scanned;
    private int linesBefore;
    private boolean hasContent;

    /** True if nothing but space and comments was added since the last statement. */
    boolean isEmpty() {
        return !hasContent && state == State.PLAIN;
    }

    /** Whether the text so far ends inside a quote or comment, for the prompt. */
    boolean isInsideQuote() {
        return state != State.PLAIN;
    }

    void clear() {
        linesBefore += (int) text.chars().filter(c -> c == '\n').count();
        text.setLength(0);
        scanned = 0;
        state = State.PLAIN;
        hasContent = false;
    }

    /** Adds a line and returns the statements that it completes. */
    List<Entry> add(String line) {
        text.append(line).append('\n');
        List<Entry> complete = new ArrayList<>();
        while (scanned < text.length()) {
            char c = text.charAt(scanned);
            if (state == State.PLAIN && c == ';') {
                if (hasContent) {
                    complete.add(entry(scanned));
                }
                linesBefore += newLines(scanned + 1);
                text.delete(0, scanned + 1);
                scanned = 0;
                hasContent = false;
            } else {
                scanned += step(c);
            }
        }
        return complete;
    }

    /** What is left when the input ends without a semicolon. */
    Optional<Entry> rest() {
        return hasContent ? Optional.of(entry(text.length())) : Optional.empty();
    }

    private Entry entry(int end) {
        String sql = text.substring(0, end);
        int lead = sql.length() - sql.stripLeading().length();
        return new Entry(sql.strip(), linesBefore + newLines(lead) + 1);
    }

    private int newLines(int end) {
        return (int) text.chars().limit(end).filter(c -> c == '\n').count();
    }

    /** Looks at the character at the scan position and says how many are done with. */
    private int step(char c) {
        return switch (state) {
            case PLAIN -> plain(c);
            case STRING -> closes(c == '\'');
            case IDENTIFIER -> closes(c == '"');
            case ESCAPE_STRING -> c == '\\' ? 2 : closes(c == '\'');
            case LINE_COMMENT -> closes(c == '\n');
            case DOLLAR_STRING -> {
                if (!follows(dollarTag)) {
                    yield 1;
                }
                state = State.PLAIN;
                yield dollarTag.length();
            }
            case BLOCK_COMMENT -> blockComment();
        };
    }

    private int closes(boolean end) {
        if (end) {
            state = State.PLAIN;
        }
        return 1;
    }

    private int blockComment() {
        if (follows("*/")) {
            commentDepth--;
            if (commentDepth == 0) {
                state = State.PLAIN;
            }
            return 2;
        }
        if (follows("/*")) {
            commentDepth++;
            return 2;
        }
        return 1;
    }

    private int plain(char c) {
        if (follows("--")) {
            state = State.LINE_COMMENT;
            return 2;
        }
        if (follows("/*")) {
            state = State.BLOCK_COMMENT;
            commentDepth = 1;
            return 2;
        }
        hasContent |= !Character.isWhitespace(c);
        if (c == '\'') {
            boolean escapes =
                    scanned > 0
                            && "eE".indexOf(text.charAt(scanned - 1)) >= 0
                            && !(scanned > 1 && isWord(text.charAt(scanned - 2)));
            state = escapes ? State.ESCAPE_STRING : State.STRING;
        } else if (c == '"') {
            state = State.IDENTIFIER;
        } else if (c == '$' && !(scanned > 0 && isWord(text.charAt(scanned - 1)))) {
            return dollar();
        }
        return 1;
    }

    /** A dollar quote opens with $word$ or $$; a parameter such as $1 is plain text. */
    private int dollar() {
        int end = scanned + 1;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        boolean opens =
                end < text.length()
                        && text.charAt(end) == '$'
                        && !Character.isDigit(text.charAt(scanned + 1));
        if (!opens) {
            return 1;
        }
        dollarTag = text.substring(scanned, end + 1);
        state = State.DOLLAR_STRING;
        return dollarTag.length();
    }

    private boolean follows(String mark) {
        if (text.length() - scanned < mark.length()) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if (text.charAt(scanned + i) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
