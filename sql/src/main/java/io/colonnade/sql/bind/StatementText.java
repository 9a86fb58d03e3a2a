package io.colonnade.sql.bind;

import io.colonnade.sql.parser.Positions;

import org.apache.calcite.sql.parser.SqlParserPos;

/** The text whose positions errors refer to; null for the text of a view. Immutable. */
record StatementText(String script) {
    /** The position in characters from 1; 0 when unknown. */
    int position(SqlParserPos position) {
        return script == null ? 0 : Positions.characterPosition(script, position);
    }
}
