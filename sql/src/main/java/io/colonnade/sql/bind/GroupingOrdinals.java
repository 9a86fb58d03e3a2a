package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlInternalOperators;

/**
 * Ordinals inside grouping sets as the select items that they stand for: Calcite knows them as
 * direct elements only and takes others for constants.
 *
 * <pre>
 * SELECT a, b ... GROUP BY DISTINCT ROLLUP (1, b)     GROUP BY DISTINCT ROLLUP (a, b)
 * </pre>
 *
 * Stateless.
 */
final class GroupingOrdinals {
    private GroupingOrdinals() {}

    /** Rewrites GROUP BY; its direct elements stay, unless it is GROUP BY DISTINCT. */
    static void replace(SqlSelect select) {
        SqlNodeList groups = select.getGroup();
        if (groups == null) {
            return;
        }
        for (SqlNode group : groups) {
            if (isSets(group)) {
                within((SqlCall) group, select.getSelectList());
            }
        }
    }

    private static boolean isSets(SqlNode element) {
        return switch (element.getKind()) {
            case ROLLUP, CUBE, GROUPING_SETS -> true;
            default ->
                    element instanceof SqlCall call
                            && call.getOperator() == SqlInternalOperators.GROUP_BY_DISTINCT;
        };
    }

    private static void within(SqlCall sets, SqlNodeList items) {
        for (int i = 0; i < sets.operandCount(); i++) {
            SqlNode element = sets.operand(i);
            if (isSets(element) || element.getKind() == SqlKind.ROW) {
                within((SqlCall) element, items);
            } else if (element instanceof SqlNumericLiteral number && number.isInteger()) {
                sets.setOperand(i, item(number, items));
            }
        }
    }

    private static SqlNode item(SqlNumericLiteral ordinal, SqlNodeList items) {
        int position = ordinal.bigDecimalValue().intValue();
        for (int i = 0; i < Math.min(position, items.size()); i++) {
            if (items.get(i) instanceof SqlIdentifier name && name.isStar()) {
                throw ColonnadeException.notSupported(
                        "the position of a column of * inside grouping sets");
            }
        }
        if (position < 1 || position > items.size()) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    "GROUP BY position " + position + " is not in select list");
        }
        SqlNode item = items.get(position - 1);
        return GroupingElements.copy(
                item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item);
    }
}
