package io.colonnade.sql.bind;

import static io.colonnade.sql.bind.Parameter.ANY;
import static io.colonnade.sql.bind.Parameter.SAME;
import static io.colonnade.sql.bind.Signature.of;

import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

import java.util.ArrayList;
import java.util.List;

/** COALESCE, NVL2, DECODE and their kin: the results are converted to one type. Stateless. */
final class ConditionalFunctions {
    private ConditionalFunctions() {}

    static void register(FunctionRegistry registry) {
        registry.add(
                "coalesce nvl ifnull isnull",
                of(SAME).repeating()
                        .returns(ConditionalFunctions::coalesced)
                        .as(ConditionalFunctions::coalesce));
        registry.add(
                "greatest",
                of(SAME).repeating()
                        .returns(TypeRule.common())
                        .as(call -> call.to(ScalarFunction.GREATEST, converted(call))));
        registry.add(
                "least",
                of(SAME).repeating()
                        .returns(TypeRule.common())
                        .as(call -> call.to(ScalarFunction.LEAST, converted(call))));
        registry.add(
                "nullif",
                of(SAME, SAME)
                        .returns((types, constants) -> nullable(CommonType.of(types)))
                        .as(call -> call.to(ScalarFunction.NULLIF, converted(call))));
        registry.add(
                "nvl2",
                of(ANY, SAME, SAME)
                        .returns((types, constants) -> CommonType.of(types.subList(1, 3)))
                        .as(ConditionalFunctions::nvl2));
        registry.add(
                "decode",
                of(ANY, ANY, ANY, ANY)
                        .optional(1)
                        .repeating()
                        .returns(ConditionalFunctions::decoded)
                        .as(ConditionalFunctions::decode));
    }

    private static RelDataType nullable(RelDataType type) {
        return TypeMapping.FACTORY.createTypeWithNullability(type, true);
    }

    /** Not NULL if one argument never is. */
    private static RelDataType coalesced(List<RelDataType> types, Integer[] constants) {
        boolean nullable = types.stream().allMatch(RelDataType::isNullable);
        return TypeMapping.FACTORY.createTypeWithNullability(CommonType.of(types), nullable);
    }

    private static RexNode coalesce(Signature.Call call) {
        List<RexNode> operands = converted(call);
        return operands.size() == 1
                ? operands.getFirst()
                : call.to(ScalarFunction.COALESCE, operands);
    }

    private static List<RexNode> converted(Signature.Call call) {
        List<RexNode> operands = new ArrayList<>(call.operands().size());
        for (RexNode operand : call.operands()) {
            operands.add(to(call, operand, call.type()));
        }
        return operands;
    }

    /** The operand in this type, with its own nullability. */
    private static RexNode to(Signature.Call call, RexNode operand, RelDataType type) {
        RelDataType target =
                TypeMapping.FACTORY.createTypeWithNullability(type, operand.getType().isNullable());
        return call.builder().ensureType(target, operand, true);
    }

    private static RexNode nvl2(Signature.Call call) {
        return call.builder()
                .makeCall(
                        call.type(),
                        SqlStdOperatorTable.CASE,
                        List.of(
                                call.builder()
                                        .makeCall(SqlStdOperatorTable.IS_NOT_NULL, call.operand(0)),
                                to(call, call.operand(1), call.type()),
                                to(call, call.operand(2), call.type())));
    }

    /** DECODE(value, search, result, ... [, default]): the results have one type. */
    private static RelDataType decoded(List<RelDataType> types, Integer[] constants) {
        List<RelDataType> results = new ArrayList<>();
        for (int i = 2; i < types.size(); i += 2) {
            results.add(types.get(i));
        }
        boolean hasDefault = types.size() % 2 == 0;
        if (hasDefault) {
            results.add(types.getLast());
        }
        RelDataType type = CommonType.of(results);
        if (type.getSqlTypeName() == SqlTypeName.NULL) {
            return TypeMapping.toRel(SqlType.VARCHAR, true);
        }
        return hasDefault ? type : nullable(type);
    }

    /** A CASE in which NULL equals NULL. */
    private static RexNode decode(Signature.Call call) {
        List<RexNode> operands = call.operands();
        List<RexNode> branches = new ArrayList<>();
        int i = 1;
        for (; i + 1 < operands.size(); i += 2) {
            branches.add(isSame(call, operands.getFirst(), operands.get(i)));
            branches.add(to(call, operands.get(i + 1), call.type()));
        }
        branches.add(
                i < operands.size()
                        ? to(call, operands.get(i), call.type())
                        : call.builder().makeNullLiteral(call.type()));
        return call.builder().makeCall(call.type(), SqlStdOperatorTable.CASE, branches);
    }

    private static RexNode isSame(Signature.Call call, RexNode value, RexNode search) {
        if (RexLiteral.isNullLiteral(search)) {
            return call.builder().makeCall(SqlStdOperatorTable.IS_NULL, value);
        }
        if (RexLiteral.isNullLiteral(value)) {
            return call.builder().makeCall(SqlStdOperatorTable.IS_NULL, search);
        }
        RelDataType common = Coercion.meeting(value.getType(), search.getType());
        if (common == null) {
            common = CommonType.of(List.of(value.getType(), search.getType()));
        }
        return call.builder()
                .makeCall(
                        search.getType().isNullable()
                                ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM
                                : SqlStdOperatorTable.EQUALS,
                        to(call, value, common),
                        to(call, search, common));
    }
}
