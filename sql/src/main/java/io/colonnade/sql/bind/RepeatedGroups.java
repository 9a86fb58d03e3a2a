package io.colonnade.sql.bind;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;

import java.util.ArrayList;
import java.util.List;

/**
 * ROLLUP and CUBE that name an item twice, as grouping sets: each set counts as often as it comes
 * up, which Calcite forgets.
 *
 * <pre>
 * ROLLUP (a, a)     GROUPING SETS ((a, a), (a), ())
 * </pre>
 *
 * Stateless.
 */
final class RepeatedGroups {
    /** More items of a CUBE would make more than 4096 sets. */
    private static final int CUBE_LIMIT = 12;

    private RepeatedGroups() {}

    static SqlNode rewrite(SqlCall call) {
        List<SqlNode> items = call.getOperandList();
        if (!hasRepeated(items) || items.size() > CUBE_LIMIT) {
            return call;
        }
        List<SqlNode> sets = new ArrayList<>();
        if (call.getKind() == SqlKind.ROLLUP) {
            for (int length = items.size(); length >= 0; length--) {
                sets.add(set(items.subList(0, length), call.getParserPosition()));
            }
        } else {
            for (int chosen = (1 << items.size()) - 1; chosen >= 0; chosen--) {
                List<SqlNode> subset = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    if ((chosen >> i & 1) == 1) {
                        subset.add(items.get(i));
                    }
                }
                sets.add(set(subset, call.getParserPosition()));
            }
        }
        return SqlStdOperatorTable.GROUPING_SETS.createCall(call.getParserPosition(), sets);
    }

    private static boolean hasRepeated(List<SqlNode> items) {
        for (int i = 0; i < items.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (items.get(i).equalsDeep(items.get(j), Litmus.IGNORE)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static SqlNode set(List<SqlNode> items, SqlParserPos position) {
        List<SqlNode> flat = new ArrayList<>();
        for (SqlNode item : items) {
            if (item.getKind() == SqlKind.ROW) {
                ((SqlCall) item).getOperandList().forEach(part -> flat.add(part.clone(position)));
            } else {
                flat.add(item.clone(item.getParserPosition()));
            }
        }
        return flat.isEmpty()
                ? new SqlNodeList(position)
                : SqlStdOperatorTable.ROW.createCall(position, flat);
    }
}
