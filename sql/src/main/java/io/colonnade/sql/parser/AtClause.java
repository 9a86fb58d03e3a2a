package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.Locale;

/**
 * AT (kind => value) behind the name of a table: the state of the past that is meant. In a query's
 * tree it is a call of {@link #OPERATOR} with the name, the kind and the value. Immutable.
 *
 * @param value digits with an optional sign, or the text of the string
 */
public record AtClause(Kind kind, String value, SqlParserPos position) {
    /** What the value is. */
    public enum Kind {
        /** A number of a commit. */
        VERSION,
        /** A time. */
        TIMESTAMP,
        /** Seconds from now; not positive. */
        OFFSET,
        /** The name of a saved snapshot. */
        SNAPSHOT
    }

    /** Stands for a table of the past until the binder finds it. */
    public static final SqlOperator OPERATOR = new SqlSpecialOperator("AT", SqlKind.OTHER);

    SqlCall of(SqlIdentifier table) {
        return OPERATOR.createCall(
                table.getParserPosition(),
                table,
                SqlLiteral.createCharString(kind.name(), position),
                SqlLiteral.createCharString(value, position));
    }

    /** Whether the node is a table with this clause. */
    public static boolean isPast(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator() == OPERATOR;
    }

    /** The table's name in such a call. */
    public static SqlIdentifier table(SqlCall past) {
        return past.operand(0);
    }

    /** The clause of such a call. */
    public static AtClause of(SqlCall past) {
        return new AtClause(
                Kind.valueOf(text(past, 1).toUpperCase(Locale.ROOT)),
                text(past, 2),
                past.operand(2).getParserPosition());
    }

    private static String text(SqlCall past, int operand) {
        return ((SqlLiteral) past.operand(operand)).getValueAs(String.class);
    }
}
