package io.colonnade.sql.bind;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Util;

import java.util.ArrayList;
import java.util.List;

/**
 * IN and NOT IN over lists of values, as comparisons. Calcite treats such lists as sub-queries, and
 * loses them in a GROUP BY expression. The rewrite finds the lists again.
 *
 * <pre>
 * x IN (a, b)         x = a OR x = b
 * x NOT IN (a, b)     x &lt;&gt; a AND x &lt;&gt; b
 * </pre>
 *
 * Stateless.
 */
final class ValueLists {
    private ValueLists() {}

    static SqlNode rewrite(SqlCall call) {
        if (!(call.operand(1) instanceof SqlNodeList list) || !isRepeatable(call.operand(0))) {
            return call;
        }
        boolean in = call.getKind() == SqlKind.IN;
        SqlOperator comparison = in ? SqlStdOperatorTable.EQUALS : SqlStdOperatorTable.NOT_EQUALS;
        List<SqlNode> terms = new ArrayList<>(list.size());
        for (SqlNode item : list) {
            SqlNode value = terms.isEmpty() ? call.operand(0) : copy(call.operand(0));
            terms.add(
                    RowComparison.rewrite(
                            (SqlCall)
                                    comparison.createCall(call.getParserPosition(), value, item)));
        }
        return balanced(terms, in ? SqlStdOperatorTable.OR : SqlStdOperatorTable.AND);
    }

    /** Long lists do not become deep trees. */
    private static SqlNode balanced(List<SqlNode> terms, SqlOperator operator) {
        if (terms.size() == 1) {
            return terms.getFirst();
        }
        int middle = terms.size() / 2;
        SqlNode left = balanced(terms.subList(0, middle), operator);
        SqlNode right = balanced(terms.subList(middle, terms.size()), operator);
        return operator.createCall(left.getParserPosition(), left, right);
    }

    /** May the value be written once per item? Not a query, not a random number. */
    private static boolean isRepeatable(SqlNode value) {
        try {
            value.accept(
                    new SqlBasicVisitor<Void>() {
                        @Override
                        public Void visit(SqlCall call) {
                            boolean volatileCall =
                                    call.getOperator() instanceof SqlFunction function
                                            && function.getName().startsWith("rand");
                            if (call.isA(SqlKind.QUERY) || volatileCall) {
                                throw new Util.FoundOne(call);
                            }
                            return super.visit(call);
                        }
                    });
            return true;
        } catch (Util.FoundOne found) {
            return false;
        }
    }

    private static SqlNode copy(SqlNode node) {
        return node.accept(
                new SqlShuttle() {
                    @Override
                    public SqlNode visit(SqlCall call) {
                        CallCopyingArgHandler copier = new CallCopyingArgHandler(call, true);
                        call.getOperator().acceptCall(this, call, false, copier);
                        return copier.result();
                    }

                    @Override
                    public SqlNode visit(SqlIdentifier name) {
                        return name.clone(name.getParserPosition());
                    }
                });
    }
}
