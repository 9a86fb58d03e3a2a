package io.colonnade.sql.bind;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The names that PostgreSQL gives to columns of a result that have no alias. Stateless. */
final class OutputNames {
    /** What a column is called that nothing names. */
    static final String UNKNOWN = "?column?";

    /** Begin of the names that Calcite gives. */
    private static final String GENERATED = "EXPR$";

    /** Between a name and what tells it from an equal one; no name that is written has it. */
    private static final char SEPARATOR = '\u0001';

    private OutputNames() {}

    /**
     * Gives every item without a name of its own the one that PostgreSQL would show, and tells
     * equal names apart: a star over this select then finds each column.
     */
    static void name(SqlNodeList items) {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = items.get(i);
            String name = of(item);
            if (name == null) {
                continue;
            }
            boolean first = taken.add(name);
            boolean named =
                    item.getKind() == SqlKind.AS
                            || (item instanceof SqlIdentifier column
                                    && !SessionFunctions.isCall(column));
            if (first && named) {
                continue;
            }
            SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
            SqlParserPos position = item.getParserPosition();
            items.set(
                    i,
                    SqlStdOperatorTable.AS.createCall(
                            position,
                            value,
                            new SqlIdentifier(
                                    first ? name : name + SEPARATOR + i,
                                    position.withQuoting(true))));
        }
    }

    /** The name to show for a validated one. */
    static String shown(String name) {
        int separator = name.indexOf(SEPARATOR);
        String plain = separator < 0 ? name : name.substring(0, separator);
        return plain.startsWith(GENERATED) ? UNKNOWN : plain;
    }

    /** The name of an expression, or null when it has none. */
    private static String of(SqlNode node) {
        if (node instanceof SqlIdentifier name) {
            String last = name.names.getLast();
            return last.isEmpty() ? null : last;
        }
        if (!(node instanceof SqlCall call)) {
            return null;
        }
        if (call.getOperator() instanceof SqlUnresolvedFunction function) {
            return function.getName().toLowerCase(Locale.ROOT);
        }
        return switch (call.getKind()) {
            case CAST -> cast(call);
            case CASE -> caseName((SqlCase) call);
            case OVER, FILTER, WITHIN_GROUP, IGNORE_NULLS, RESPECT_NULLS -> of(call.operand(0));
            case EXISTS -> "exists";
            case ROW -> "row";
            case ARRAY_VALUE_CONSTRUCTOR, ARRAY_QUERY_CONSTRUCTOR -> "array";
            case EXTRACT -> "date_part";
            case POSITION -> "position";
            case TRIM -> "btrim";
            case FLOOR -> "floor";
            case CEIL -> "ceil";
            case AS -> of(call.operand(1));
            case SELECT -> {
                SqlNodeList items = ((SqlSelect) call).getSelectList();
                yield items.size() == 1 ? of(items.get(0)) : null;
            }
            default ->
                    call.getOperator() instanceof SqlFunction function
                            ? function.getName().toLowerCase(Locale.ROOT)
                            : null;
        };
    }

    private static String cast(SqlCall call) {
        String inner = of(call.operand(0));
        return inner != null ? inner : typeName(call.operand(1));
    }

    private static String typeName(SqlNode type) {
        String name = type.toString().toLowerCase(Locale.ROOT).replaceAll("[( ].*", "");
        return switch (name) {
            case "integer" -> "int4";
            case "bigint" -> "int8";
            case "smallint" -> "int2";
            case "boolean" -> "bool";
            case "decimal" -> "numeric";
            case "real" -> "float4";
            case "double" -> "float8";
            case "character", "char" -> "bpchar";
            default -> name;
        };
    }

    private static String caseName(SqlCase node) {
        SqlNode otherwise = node.getElseOperand();
        String name = otherwise == null ? null : of(otherwise);
        return name == null ? "case" : name;
    }
}
