package io.colonnade.sql.bind;

import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How calls of the syntax tree become row expressions. One per process, immutable. */
final class Convertlets implements SqlRexConvertletTable {
    static final Convertlets INSTANCE = new Convertlets();

    private final Map<SqlOperator, SqlRexConvertlet> special = new HashMap<>();

    private Convertlets() {
        matching(SqlLibraryOperators.ILIKE, ScalarFunction.ILIKE, false);
        matching(SqlLibraryOperators.NOT_ILIKE, ScalarFunction.ILIKE, true);
        matching(SqlStdOperatorTable.SIMILAR_TO, ScalarFunction.SIMILAR_TO, false);
        matching(SqlStdOperatorTable.NOT_SIMILAR_TO, ScalarFunction.SIMILAR_TO, true);
        matching(
                SqlStdOperatorTable.POSIX_REGEX_CASE_SENSITIVE, ScalarFunction.REGEXP_MATCH, false);
        matching(
                SqlStdOperatorTable.POSIX_REGEX_CASE_INSENSITIVE,
                ScalarFunction.REGEXP_IMATCH,
                false);
        matching(
                SqlStdOperatorTable.NEGATED_POSIX_REGEX_CASE_SENSITIVE,
                ScalarFunction.REGEXP_MATCH,
                true);
        matching(
                SqlStdOperatorTable.NEGATED_POSIX_REGEX_CASE_INSENSITIVE,
                ScalarFunction.REGEXP_IMATCH,
                true);
        special.put(
                SqlStdOperatorTable.IS_DISTINCT_FROM,
                (context, call) ->
                        context.getRexBuilder()
                                .makeCall(
                                        SqlStdOperatorTable.IS_DISTINCT_FROM,
                                        operands(context, call)));
        special.put(
                SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                (context, call) ->
                        context.getRexBuilder()
                                .makeCall(
                                        SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                                        operands(context, call)));
    }

    private void matching(SqlOperator operator, ScalarFunction function, boolean negated) {
        special.put(
                operator,
                (context, call) -> {
                    RexBuilder builder = context.getRexBuilder();
                    List<RexNode> operands = operands(context, call);
                    RexNode match =
                            builder.makeCall(
                                    TypeMapping.toRel(
                                            SqlType.BOOLEAN,
                                            operands.stream()
                                                    .anyMatch(o -> o.getType().isNullable())),
                                    ScalarOperators.of(function),
                                    operands);
                    return negated ? builder.makeCall(SqlStdOperatorTable.NOT, match) : match;
                });
    }

    private static List<RexNode> operands(SqlRexContext context, SqlCall call) {
        return call.getOperandList().stream().map(context::convertExpression).toList();
    }

    @Override
    public SqlRexConvertlet get(SqlCall call) {
        if (call.getOperator() instanceof Builtin builtin) {
            return (context, node) -> builtin.overloads().convert(context, node);
        }
        SqlRexConvertlet own = special.get(call.getOperator());
        return own == null ? StandardConvertletTable.INSTANCE.get(call) : own;
    }
}
