package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

import java.util.ArrayList;
import java.util.List;

/**
 * ROLLUP and CUBE as the grouping sets that they stand for. Calcite would drop sets that are equal
 * because a key is repeated; each of them gives rows.
 *
 * <pre>
 * ROLLUP (a, b)     GROUPING SETS ((a, b), (a), ())
 * CUBE (a, b)       GROUPING SETS ((a, b), (a), (b), ())
 * </pre>
 *
 * Stateless.
 */
final class GroupingElements {
    /** As in PostgreSQL: 4,096 sets. */
    private static final int MOST_CUBE_KEYS = 12;

    private GroupingElements() {}

    static SqlNode expand(SqlCall call) {
        if (hasQuery(call)) {
            return call;
        }
        List<SqlNode> operands = call.getOperandList();
        List<SqlNode> sets =
                switch (call.getKind()) {
                    case ROLLUP -> rollup(operands);
                    case CUBE -> cube(operands);
                    default -> spliced(operands);
                };
        return SqlStdOperatorTable.GROUPING_SETS.createCall(call.getParserPosition(), sets);
    }

    /** A query can be converted at one place only, so keys with one are not repeated. */
    private static boolean hasQuery(SqlCall call) {
        boolean[] found = new boolean[1];
        call.accept(
                new SqlBasicVisitor<Void>() {
                    @Override
                    public Void visit(SqlCall inner) {
                        found[0] |= inner.isA(SqlKind.QUERY);
                        return super.visit(inner);
                    }
                });
        return found[0];
    }

    private static List<SqlNode> rollup(List<SqlNode> elements) {
        List<SqlNode> sets = new ArrayList<>();
        for (int count = elements.size(); count >= 0; count--) {
            sets.add(set(elements.subList(0, count)));
        }
        return sets;
    }

    private static List<SqlNode> cube(List<SqlNode> elements) {
        int count = elements.size();
        if (count > MOST_CUBE_KEYS) {
            throw new ColonnadeException(
                    ErrorCode.STATEMENT_TOO_COMPLEX,
                    "CUBE is limited to " + MOST_CUBE_KEYS + " elements");
        }
        List<SqlNode> sets = new ArrayList<>();
        for (int members = (1 << count) - 1; members >= 0; members--) {
            List<SqlNode> chosen = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                if ((members >> (count - 1 - i) & 1) == 1) {
                    chosen.add(elements.get(i));
                }
            }
            sets.add(set(chosen));
        }
        return sets;
    }

    /** Grouping sets among grouping sets stand for their own sets. */
    private static List<SqlNode> spliced(List<SqlNode> elements) {
        List<SqlNode> sets = new ArrayList<>();
        for (SqlNode element : elements) {
            if (element.getKind() == SqlKind.GROUPING_SETS) {
                sets.addAll(((SqlCall) element).getOperandList());
            } else {
                sets.add(element);
            }
        }
        return sets;
    }

    /** The keys of the elements, each of which is one key or several in parentheses. */
    private static SqlNode set(List<SqlNode> elements) {
        List<SqlNode> keys = new ArrayList<>();
        for (SqlNode element : elements) {
            if (element.getKind() == SqlKind.ROW) {
                ((SqlCall) element).getOperandList().forEach(key -> keys.add(copy(key)));
            } else {
                keys.add(copy(element));
            }
        }
        return switch (keys.size()) {
            case 0 -> new SqlNodeList(SqlParserPos.ZERO);
            case 1 -> keys.getFirst();
            default -> SqlStdOperatorTable.ROW.createCall(SqlParserPos.ZERO, keys);
        };
    }

    /** A key stands in several sets; the validator changes each of its nodes in place. */
    static SqlNode copy(SqlNode key) {
        return key.accept(
                new SqlShuttle() {
                    @Override
                    public SqlNode visit(SqlCall call) {
                        CallCopyingArgHandler copies = new CallCopyingArgHandler(call, true);
                        call.getOperator().acceptCall(this, call, false, copies);
                        return copies.result();
                    }
                });
    }
}
