package io.colonnade.sql.parser;

import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.Arrays;

/**
 * Offsets of a text and Calcite's line and column positions, both ways. Lines end with a line feed;
 * lines and columns count chars from 1, and the end column is the last char's.
 */
public final class Positions {
    private final int[] lineStarts;

    Positions(String sql) {
        int[] starts = new int[16];
        int count = 1;
        for (int at = sql.indexOf('\n'); at >= 0; at = sql.indexOf('\n', at + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at + 1;
        }
        lineStarts = Arrays.copyOf(starts, count);
    }

    /** The position of the chars from start (inclusive) to end (exclusive). */
    SqlParserPos of(int start, int end) {
        int last = Math.max(start, end - 1);
        int line = line(start);
        int endLine = line(last);
        return new SqlParserPos(
                line + 1,
                start - lineStarts[line] + 1,
                endLine + 1,
                last - lineStarts[endLine] + 1);
    }

    private int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }

    /** Index of the position's first char in the text, or -1 when the position is unknown. */
    public static int offset(String sql, SqlParserPos position) {
        return position == null ? -1 : offset(sql, position.getLineNum(), position.getColumnNum());
    }

    /** Index behind the position's last char in the text, or -1 when the position is unknown. */
    public static int end(String sql, SqlParserPos position) {
        int last = offset(sql, position.getEndLineNum(), position.getEndColumnNum());
        return last < 0 ? -1 : Math.min(sql.length(), last + 1);
    }

    private static int offset(String sql, int lineNumber, int column) {
        if (lineNumber <= 0) {
            return -1;
        }
        int at = 0;
        for (int line = 1; line < lineNumber; line++) {
            at = sql.indexOf('\n', at) + 1;
            if (at == 0) {
                return -1;
            }
        }
        return Math.min(sql.length(), at + column - 1);
    }

    /**
     * The position as PostgreSQL's error messages count it, in characters (code points) from 1; 0
     * when it is unknown.
     */
    public static int characterPosition(String sql, SqlParserPos position) {
        int offset = offset(sql, position);
        return offset < 0 ? 0 : characterPosition(sql, offset);
    }

    /** As above for an index into the text. */
    static int characterPosition(String sql, int offset) {
        return sql.codePointCount(0, Math.min(offset, sql.length())) + 1;
    }
}
