package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.List;

/**
 * Comparisons of rows by their columns, the first that differ decide:
 *
 * <pre>
 * (a, b) = (c, d)     a = c AND b = d
 * (a, b) &lt; (c, d)     a &lt; c OR (a = c AND b &lt; d)
 * </pre>
 *
 * Stateless.
 */
final class RowComparison {
    private RowComparison() {}

    static SqlNode rewrite(SqlCall call) {
        SqlNode left = call.operand(0);
        SqlNode right = call.operand(1);
        if (left.getKind() != SqlKind.ROW || right.getKind() != SqlKind.ROW) {
            return call;
        }
        List<SqlNode> lefts = ((SqlCall) left).getOperandList();
        List<SqlNode> rights = ((SqlCall) right).getOperandList();
        if (lefts.size() != rights.size()) {
            throw new ColonnadeException(
                    ErrorCode.SYNTAX_ERROR, "unequal number of entries in row expressions");
        }
        return switch (call.getKind()) {
            case EQUALS -> all(call, lefts, rights, SqlStdOperatorTable.AND);
            case NOT_EQUALS -> all(call, lefts, rights, SqlStdOperatorTable.OR);
            default -> ordered(call, lefts, rights);
        };
    }

    private static SqlNode all(
            SqlCall call, List<SqlNode> lefts, List<SqlNode> rights, SqlOperator connective) {
        SqlNode result = null;
        for (int i = 0; i < lefts.size(); i++) {
            SqlNode one = compared(call.getOperator(), lefts.get(i), rights.get(i));
            result = result == null ? one : call(connective, result, one);
        }
        return result;
    }

    private static SqlNode ordered(SqlCall call, List<SqlNode> lefts, List<SqlNode> rights) {
        SqlOperator strict =
                call.getKind() == SqlKind.LESS_THAN || call.getKind() == SqlKind.LESS_THAN_OR_EQUAL
                        ? SqlStdOperatorTable.LESS_THAN
                        : SqlStdOperatorTable.GREATER_THAN;
        int last = lefts.size() - 1;
        SqlNode result = compared(call.getOperator(), lefts.get(last), rights.get(last));
        for (int i = last - 1; i >= 0; i--) {
            SqlNode decided = compared(strict, lefts.get(i), rights.get(i));
            SqlNode tied = compared(SqlStdOperatorTable.EQUALS, lefts.get(i), rights.get(i));
            result =
                    call(
                            SqlStdOperatorTable.OR,
                            decided,
                            call(SqlStdOperatorTable.AND, tied, result));
        }
        return result;
    }

    private static SqlNode compared(SqlOperator operator, SqlNode left, SqlNode right) {
        return call(
                operator,
                left.clone(left.getParserPosition()),
                right.clone(right.getParserPosition()));
    }

    private static SqlNode call(SqlOperator operator, SqlNode left, SqlNode right) {
        return operator.createCall(SqlParserPos.sum(new SqlNode[] {left, right}), left, right);
    }
}
