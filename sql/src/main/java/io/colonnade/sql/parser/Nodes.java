package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

import java.util.List;

/** Makes the Calcite nodes that several parsers need. Stateless. */
final class Nodes {
    private Nodes() {}

    /** A call of a function by name; the validator looks it up in its operator table. */
    static SqlCall function(String name, SqlParserPos position, List<SqlNode> arguments) {
        return function(
                new SqlIdentifier(name, position),
                position,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                null,
                arguments);
    }

    static SqlCall function(
            SqlIdentifier name,
            SqlParserPos position,
            SqlFunctionCategory category,
            SqlLiteral quantifier,
            List<SqlNode> arguments) {
        return new SqlUnresolvedFunction(name, null, null, null, null, category)
                .createCall(quantifier, position, arguments.toArray(SqlNode[]::new));
    }

    /** A binary operator over two operands; the position spans both. */
    static SqlCall binary(SqlOperator operator, SqlNode left, SqlNode right) {
        return operator.createCall(SqlParserPos.sum(new SqlNode[] {left, right}), left, right);
    }

    static boolean isQuery(SqlNode node) {
        return node.isA(SqlKind.QUERY);
    }

    /** The string of a character literal, or null for every other node. */
    static String stringValue(SqlNode node) {
        return node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR
                ? literal.getValueAs(String.class)
                : null;
    }
}
