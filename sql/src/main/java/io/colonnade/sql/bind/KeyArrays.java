package io.colonnade.sql.bind;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * information_schema._pg_expandarray in a select list, by which drivers list the columns of keys:
 * one row per item of an array, with fields x (the item) and n (its position). The rows come from a
 * join, the composite value is the text 'x,n'.
 *
 * <pre>
 * SELECT f(a), (f(a)).n FROM t
 * SELECT a[k] || ',' || k, k FROM t CROSS JOIN LATERAL generate_series(1, array_upper(a, 1)) k
 * </pre>
 *
 * Stateless.
 */
final class KeyArrays {
    private static final String FUNCTION = "_pg_expandarray";
    private static final String POSITION = "$position";

    /** Fields of the composite value, and their place in its text. */
    private static final Map<String, String> FIELDS = Map.of("x", "1", "n", "2");

    private KeyArrays() {}

    /** Rewrites the select list and FROM when the function is in the list. */
    static void expand(SqlSelect select) {
        SqlNode[] array = new SqlNode[1];
        SqlNodeList items = select.getSelectList();
        if (items == null || select.getFrom() == null) {
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            items.set(i, items.get(i).accept(new Items(array)));
        }
        if (array[0] != null) {
            select.setFrom(joined(select.getFrom(), array[0]));
        }
    }

    private static boolean isExpansion(SqlNode node) {
        return node instanceof SqlCall call
                && call.operandCount() == 1
                && call.getOperator().getName().toLowerCase(Locale.ROOT).endsWith(FUNCTION);
    }

    /** Replaces calls of the function and remembers their argument. */
    private static final class Items extends SqlShuttle {
        private final SqlNode[] array;

        Items(SqlNode[] array) {
            this.array = array;
        }

        @Override
        public SqlNode visit(SqlCall call) {
            if (call.getKind() == SqlKind.SELECT) {
                return call;
            }
            if (call.getKind() == SqlKind.DOT && isExpansion(call.operand(0))) {
                String name = call.operand(1).toString();
                SqlCall expansion = call.operand(0);
                array[0] = expansion.operand(0);
                return name.equals("n") ? position(call) : item(expansion);
            }
            if (isExpansion(call)) {
                array[0] = call.operand(0);
                SqlParserPos at = call.getParserPosition();
                SqlNode comma = SqlLiteral.createCharString(",", at);
                return concat(
                        concat(Normalizer.cast(item(call), SqlTypeName.VARCHAR), comma),
                        Normalizer.cast(position(call), SqlTypeName.VARCHAR));
            }
            return super.visit(call);
        }
    }

    private static SqlNode concat(SqlNode left, SqlNode right) {
        return SqlStdOperatorTable.CONCAT.createCall(left.getParserPosition(), left, right);
    }

    private static SqlNode position(SqlCall call) {
        return Normalizer.cast(
                new SqlIdentifier(List.of(POSITION, POSITION), call.getParserPosition()),
                SqlTypeName.INTEGER);
    }

    private static SqlNode item(SqlCall expansion) {
        SqlParserPos at = expansion.getParserPosition();
        SqlNode array = expansion.operand(0);
        return Normalizer.cast(
                Normalizer.function(
                        "array_element", at, List.of(array.clone(at), position(expansion))),
                SqlTypeName.INTEGER);
    }

    private static SqlNode joined(SqlNode from, SqlNode array) {
        SqlParserPos at = array.getParserPosition();
        SqlNode one = SqlLiteral.createExactNumeric("1", at);
        SqlNode series =
                Normalizer.function(
                        "generate_series",
                        at,
                        List.of(
                                one,
                                Normalizer.function(
                                        "array_upper", at, List.of(array.clone(at), one))));
        SqlNode table =
                SqlStdOperatorTable.LATERAL.createCall(
                        at, SqlStdOperatorTable.COLLECTION_TABLE.createCall(at, series));
        SqlIdentifier alias = new SqlIdentifier(POSITION, at);
        return new SqlJoin(
                at,
                from,
                SqlLiteral.createBoolean(false, at),
                JoinType.CROSS.symbol(at),
                SqlStdOperatorTable.AS.createCall(at, table, alias, alias),
                JoinConditionType.NONE.symbol(at),
                null);
    }

    /** (value).x and (value).n of such a text; null for another field. */
    static SqlNode field(SqlCall dot) {
        String place = FIELDS.get(dot.operand(1).toString());
        if (place == null) {
            return null;
        }
        SqlParserPos at = dot.getParserPosition();
        return Normalizer.cast(
                Normalizer.function(
                        "split_part",
                        at,
                        List.of(
                                Normalizer.cast(dot.operand(0), SqlTypeName.VARCHAR),
                                SqlLiteral.createCharString(",", at),
                                SqlLiteral.createExactNumeric(place, at))),
                SqlTypeName.INTEGER);
    }
}
