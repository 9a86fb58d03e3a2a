package io.colonnade.sql.bind;

import io.colonnade.sql.parser.Positions;

import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text whose positions errors refer to; null for the text of a view. Immutable. */
record StatementText(String script) {
    private static final Pattern NAME = Pattern.compile("[\\w$\"#]+(?:\\.[\\w$\"#]+)+");

    /** The qualified name that is written at the position, without quotes; or null. */
    String qualifiedName(SqlParserPos position) {
        int offset = script == null ? -1 : Positions.offset(script, position);
        if (offset < 0) {
            return null;
        }
        Matcher matcher = NAME.matcher(script).region(offset, script.length());
        return matcher.lookingAt() ? matcher.group().replace("\"", "") : null;
    }

    /** The position in characters from 1; 0 when unknown. */
    int position(SqlParserPos position) {
        return script == null ? 0 : Positions.characterPosition(script, position);
    }
}
