package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;

/**
 * SELECT DISTINCT ON as a window. Before and after:
 *
 * <pre>
 * SELECT DISTINCT ON (a) a, b FROM t ORDER BY a, c
 * SELECT a, b FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY a ORDER BY a, c) = 1 ORDER BY a, c
 * </pre>
 */
final class DistinctOn {
    private final SqlSelect select;
    private final SqlNode original;
    private final SqlNodeList keys;

    DistinctOn(SqlSelect select, List<SqlNode> keys) {
        this.select = select;
        this.original = select.getQualify();
        this.keys = new SqlNodeList(resolvedAll(keys), select.getParserPosition());
        order(SqlNodeList.EMPTY);
    }

    boolean isOf(SqlNode query) {
        return select == query;
    }

    /** Chooses the first row of each key by this ORDER BY. */
    void order(SqlNodeList order) {
        SqlParserPos position = select.getParserPosition();
        SqlWindow window =
                SqlWindow.create(
                        null,
                        null,
                        keys,
                        new SqlNodeList(resolvedAll(order), position),
                        SqlLiteral.createBoolean(false, SqlParserPos.ZERO),
                        null,
                        null,
                        null,
                        SqlWindow.createExcludeNoOthers(position),
                        position);
        SqlNode number =
                SqlStdOperatorTable.OVER.createCall(
                        position, Nodes.function("row_number", position, List.of()), window);
        SqlNode first =
                SqlStdOperatorTable.EQUALS.createCall(
                        position, number, SqlLiteral.createExactNumeric("1", position));
        select.setQualify(
                original == null
                        ? first
                        : SqlStdOperatorTable.AND.createCall(position, original, first));
    }

    private List<SqlNode> resolvedAll(Iterable<SqlNode> items) {
        List<SqlNode> list = new ArrayList<>();
        for (SqlNode item : items) {
            list.add(resolved(item));
        }
        return list;
    }

    /** The item with output names and ordinals replaced by what they stand for. */
    private SqlNode resolved(SqlNode item) {
        SqlKind kind = item.getKind();
        if (kind == SqlKind.DESCENDING
                || kind == SqlKind.NULLS_FIRST
                || kind == SqlKind.NULLS_LAST) {
            SqlCall call = (SqlCall) item;
            return call.getOperator()
                    .createCall(call.getParserPosition(), resolved(call.<SqlNode>operand(0)));
        }
        if (item instanceof SqlNumericLiteral number && number.isInteger()) {
            int ordinal = number.intValue(true);
            SqlNodeList list = select.getSelectList();
            return ordinal >= 1 && ordinal <= list.size() ? unnamed(list.get(ordinal - 1)) : item;
        }
        if (item instanceof SqlIdentifier name && name.isSimple()) {
            for (SqlNode output : select.getSelectList()) {
                if (output.getKind() == SqlKind.AS
                        && ((SqlCall) output).operand(1).toString().equals(name.getSimple())) {
                    return unnamed(output);
                }
            }
        }
        return item;
    }

    private static SqlNode unnamed(SqlNode output) {
        return output.getKind() == SqlKind.AS ? ((SqlCall) output).operand(0) : output;
    }
}
