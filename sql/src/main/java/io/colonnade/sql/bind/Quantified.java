package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

import java.util.ArrayList;
import java.util.List;

/**
 * ANY and ALL over arrays. Arrays are text like '{a,b}' here, so that x = ANY (array) is a search
 * in that text. Stateless.
 */
final class Quantified {
    private Quantified() {}

    /** x op ANY | ALL (list): lists of constants become IN; one array-valued item a search. */
    static SqlNode rewrite(SqlCall call) {
        if (!(call.operand(1) instanceof SqlNodeList list)) {
            return call;
        }
        SqlQuantifyOperator operator = (SqlQuantifyOperator) call.getOperator();
        SqlKind comparison = operator.comparisonKind;
        boolean any = call.getKind() == SqlKind.SOME;
        SqlNode value = call.operand(0);
        if (list.size() == 1) {
            List<SqlNode> items = items(list.get(0));
            if (items == null) {
                return search(call, value, list.get(0), comparison, any);
            }
            return combined(call, value, items, comparison, any);
        }
        return combined(call, value, List.copyOf(list.getList()), comparison, any);
    }

    /** The items of an array constant, or null when the node is another expression. */
    private static List<SqlNode> items(SqlNode node) {
        SqlNode inner = node;
        while (inner.getKind() == SqlKind.CAST) {
            inner = ((SqlCall) inner).operand(0);
        }
        if (!(inner instanceof SqlLiteral literal) || literal.getTypeName() != SqlTypeName.CHAR) {
            return null;
        }
        String text = literal.getValueAs(String.class).strip();
        if (!text.startsWith("{") || !text.endsWith("}") || text.contains("\"")) {
            return null;
        }
        List<SqlNode> items = new ArrayList<>();
        String body = text.substring(1, text.length() - 1);
        if (!body.isBlank()) {
            for (String item : body.split(",")) {
                items.add(SqlLiteral.createCharString(item.strip(), literal.getParserPosition()));
            }
        }
        return items;
    }

    private static SqlNode combined(
            SqlCall call, SqlNode value, List<SqlNode> items, SqlKind comparison, boolean any) {
        if (items.isEmpty()) {
            return SqlLiteral.createBoolean(!any, call.getParserPosition());
        }
        if (any && comparison == SqlKind.EQUALS) {
            return SqlStdOperatorTable.IN.createCall(
                    call.getParserPosition(),
                    value,
                    new SqlNodeList(items, call.getParserPosition()));
        }
        SqlOperator single = operator(comparison);
        SqlNode all = null;
        for (SqlNode item : items) {
            SqlNode one = single.createCall(call.getParserPosition(), value, item);
            all =
                    all == null
                            ? one
                            : (any ? SqlStdOperatorTable.OR : SqlStdOperatorTable.AND)
                                    .createCall(call.getParserPosition(), all, one);
        }
        return all;
    }

    private static SqlOperator operator(SqlKind comparison) {
        return switch (comparison) {
            case EQUALS -> SqlStdOperatorTable.EQUALS;
            case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
            case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
            case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
            case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
            default -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
        };
    }

    private static SqlNode search(
            SqlCall call, SqlNode value, SqlNode array, SqlKind comparison, boolean any) {
        SqlNode found =
                Normalizer.function(
                        "array_contains", call.getParserPosition(), List.of(array, value));
        if (any && comparison == SqlKind.EQUALS) {
            return found;
        }
        if (!any && comparison == SqlKind.NOT_EQUALS) {
            return SqlStdOperatorTable.NOT.createCall(call.getParserPosition(), found);
        }
        throw ColonnadeException.notSupported("this comparison with the items of an array");
    }
}
