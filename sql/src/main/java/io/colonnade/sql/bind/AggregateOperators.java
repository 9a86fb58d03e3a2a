package io.colonnade.sql.bind;

import io.colonnade.plan.AggregateFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.util.Optionality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The aggregates and window functions by the names they are called by. Static and immutable. */
public final class AggregateOperators {
    private static final SqlReturnTypeInference DOUBLE =
            binding -> TypeMapping.toRel(SqlType.DOUBLE, true);

    private static final SqlReturnTypeInference BOOLEAN =
            binding -> TypeMapping.toRel(SqlType.BOOLEAN, true);

    private static final SqlReturnTypeInference TEXT =
            binding -> TypeMapping.toRel(SqlType.VARCHAR, true);

    private static final SqlReturnTypeInference COUNT =
            binding -> TypeMapping.toRel(SqlType.BIGINT, false);

    private static final SqlReturnTypeInference ARGUMENT =
            binding ->
                    TypeMapping.FACTORY.createTypeWithNullability(binding.getOperandType(0), true);

    public static final AggregateOperator BOOL_AND =
            plain("bool_and", AggregateFunction.BOOL_AND, BOOLEAN, OperandTypes.BOOLEAN);

    public static final AggregateOperator BOOL_OR =
            plain("bool_or", AggregateFunction.BOOL_OR, BOOLEAN, OperandTypes.BOOLEAN);

    public static final AggregateOperator LISTAGG =
            new AggregateOperator(
                    "listagg",
                    AggregateFunction.LISTAGG,
                    TEXT,
                    OperandTypes.or(OperandTypes.ANY, OperandTypes.ANY_ANY),
                    Optionality.OPTIONAL);

    public static final AggregateOperator ARRAY_AGG =
            new AggregateOperator(
                    "array_agg",
                    AggregateFunction.ARRAY_AGG,
                    TEXT,
                    OperandTypes.ANY,
                    Optionality.OPTIONAL);

    public static final AggregateOperator APPROXIMATE_COUNT_DISTINCT =
            plain(
                    "approx_count_distinct",
                    AggregateFunction.APPROXIMATE_COUNT_DISTINCT,
                    COUNT,
                    OperandTypes.ANY);

    private static final Map<String, SqlFunction> BY_NAME = create();

    private AggregateOperators() {}

    private static AggregateOperator plain(
            String name,
            AggregateFunction function,
            SqlReturnTypeInference type,
            SqlOperandTypeChecker operands) {
        return new AggregateOperator(name, function, type, operands, Optionality.FORBIDDEN);
    }

    private static Map<String, SqlFunction> create() {
        Map<String, SqlFunction> map = new LinkedHashMap<>();
        map.put("count", SqlStdOperatorTable.COUNT);
        map.put("sum", SqlStdOperatorTable.SUM);
        map.put("avg", SqlStdOperatorTable.AVG);
        map.put("min", SqlStdOperatorTable.MIN);
        map.put("max", SqlStdOperatorTable.MAX);
        map.put("any_value", SqlStdOperatorTable.ANY_VALUE);
        map.put("bool_and", BOOL_AND);
        map.put("every", BOOL_AND);
        map.put("bool_or", BOOL_OR);
        map.put("listagg", LISTAGG);
        map.put("string_agg", LISTAGG);
        map.put("array_agg", ARRAY_AGG);
        map.put("approx_count_distinct", APPROXIMATE_COUNT_DISTINCT);
        map.put("grouping", SqlStdOperatorTable.GROUPING);
        map.put("percentile_cont", SqlStdOperatorTable.PERCENTILE_CONT);
        map.put("percentile_disc", SqlStdOperatorTable.PERCENTILE_DISC);
        spread(map, "stddev stddev_samp", AggregateFunction.STDDEV_SAMP);
        spread(map, "stddev_pop", AggregateFunction.STDDEV_POP);
        spread(map, "variance var_samp", AggregateFunction.VAR_SAMP);
        spread(map, "var_pop", AggregateFunction.VAR_POP);
        for (AggregateFunction bits :
                List.of(AggregateFunction.BIT_AND_AGG, AggregateFunction.BIT_OR_AGG)) {
            String name = bits == AggregateFunction.BIT_AND_AGG ? "bit_and" : "bit_or";
            map.put(name, plain(name, bits, ARGUMENT, OperandTypes.family(SqlTypeFamily.INTEGER)));
        }
        for (SqlFunction window :
                List.of(
                        SqlStdOperatorTable.ROW_NUMBER,
                        SqlStdOperatorTable.RANK,
                        SqlStdOperatorTable.DENSE_RANK,
                        SqlStdOperatorTable.PERCENT_RANK,
                        SqlStdOperatorTable.CUME_DIST,
                        SqlStdOperatorTable.NTILE,
                        SqlStdOperatorTable.LAG,
                        SqlStdOperatorTable.LEAD,
                        SqlStdOperatorTable.FIRST_VALUE,
                        SqlStdOperatorTable.LAST_VALUE,
                        SqlStdOperatorTable.NTH_VALUE)) {
            map.put(window.getName().toLowerCase(java.util.Locale.ROOT), window);
        }
        return map;
    }

    private static void spread(
            Map<String, SqlFunction> map, String names, AggregateFunction function) {
        for (String name : names.split(" ")) {
            map.put(name, plain(name, function, DOUBLE, OperandTypes.NUMERIC));
        }
    }

    static Map<String, SqlFunction> byName() {
        return BY_NAME;
    }
}
