package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlNode;

/** SQL-level cursors. */
public sealed interface CursorStatement extends Statement {

    /** DECLARE name [BINARY] [[NO] SCROLL] CURSOR [WITH | WITHOUT HOLD] FOR query. */
    record Declare(String name, boolean binary, boolean scroll, boolean hold, SqlNode query)
            implements CursorStatement {
        @Override
        public String tag() {
            return "DECLARE CURSOR";
        }
    }

    /** The way FETCH and MOVE go. */
    enum Direction {
        FORWARD,
        BACKWARD,
        ABSOLUTE,
        RELATIVE
    }

    /**
     * FETCH or MOVE [direction] count FROM cursor; NEXT is FORWARD 1, PRIOR BACKWARD 1, FIRST
     * ABSOLUTE 1, LAST ABSOLUTE -1, ALL a count of Long.MAX_VALUE.
     *
     * @param move MOVE: rows are skipped, not sent
     */
    record Fetch(String cursor, Direction direction, long count, boolean move)
            implements CursorStatement {
        @Override
        public String tag() {
            return move ? "MOVE" : "FETCH";
        }
    }

    /**
     * CLOSE {cursor | ALL}.
     *
     * @param cursor null for ALL
     */
    record Close(String cursor) implements CursorStatement {
        @Override
        public String tag() {
            return cursor == null ? "CLOSE CURSOR ALL" : "CLOSE CURSOR";
        }
    }
}
