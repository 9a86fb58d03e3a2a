package io.colonnade.sql.bind;

import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * All signatures of one name. Resolves a call as PostgreSQL does (the nearest signature wins, the
 * first of equals), tells Calcite the types and turns the call into an expression. Immutable.
 */
final class Overloads
        implements SqlOperandTypeChecker, SqlReturnTypeInference, SqlOperandTypeInference {
    /** Larger constants tell nothing about a result type. */
    private static final BigDecimal LIMIT = BigDecimal.valueOf(1_000_000);

    /** Keeps the digits that a text constant may have. */
    private static final SqlType WIDE_DECIMAL = SqlType.decimal(38, 10);

    private final String name;
    private final List<Signature> signatures;

    Overloads(String name, List<Signature> signatures) {
        this.name = name;
        this.signatures = List.copyOf(signatures);
    }

    /** The types of a call's arguments, and which of them are constants without a type. */
    private record Arguments(List<RelDataType> types, boolean[] untyped, Integer[] constants) {
        static Arguments of(SqlOperatorBinding binding) {
            List<RelDataType> types = binding.collectOperandTypes();
            boolean[] untyped = new boolean[types.size()];
            Integer[] constants = new Integer[types.size()];
            for (int i = 0; i < untyped.length; i++) {
                if (binding instanceof SqlCallBinding call) {
                    untyped[i] = isUntyped(call.operand(i), types.get(i));
                    constants[i] = constant(call.operand(i));
                } else {
                    untyped[i] = types.get(i).getSqlTypeName() == SqlTypeName.NULL;
                }
            }
            return new Arguments(types, untyped, constants);
        }
    }

    /** The value of an integer constant, also behind a minus, or null. */
    private static Integer constant(SqlNode node) {
        if (node.getKind() == SqlKind.MINUS_PREFIX) {
            Integer value = constant(((SqlCall) node).operand(0));
            return value == null ? null : -value;
        }
        return node instanceof SqlNumericLiteral literal
                        && literal.isInteger()
                        && literal.getValueAs(BigDecimal.class).abs().compareTo(LIMIT) < 0
                ? (Integer) literal.intValue(true)
                : null;
    }

    static boolean isUntyped(SqlNode node, RelDataType type) {
        if (node instanceof SqlDynamicParam) {
            return type.getSqlTypeName() == SqlTypeName.UNKNOWN;
        }
        return SqlUtil.isNullLiteral(node, false)
                || (node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR)
                || type.getSqlTypeName() == SqlTypeName.NULL;
    }

    /**
     * PostgreSQL's rule: of two operands, a constant without a type is first taken for the other's.
     */
    private Signature resolve(Arguments arguments) {
        if (arguments.types().size() == 2 && arguments.untyped()[0] != arguments.untyped()[1]) {
            RelDataType known = arguments.types().get(arguments.untyped()[0] ? 1 : 0);
            Signature same =
                    nearest(
                            new Arguments(
                                    List.of(known, known), new boolean[2], arguments.constants()));
            if (same != null) {
                return same;
            }
        }
        return nearest(arguments);
    }

    private Signature nearest(Arguments arguments) {
        Signature best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (Signature signature : signatures) {
            int distance = distance(signature, arguments);
            if (distance != Parameter.NO_MATCH && distance < bestDistance) {
                best = signature;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static int distance(Signature signature, Arguments arguments) {
        int count = arguments.types().size();
        if (!signature.accepts(count)) {
            return Parameter.NO_MATCH;
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int distance =
                    signature
                            .parameter(i)
                            .distance(arguments.types().get(i), arguments.untyped()[i]);
            if (distance == Parameter.NO_MATCH) {
                return Parameter.NO_MATCH;
            }
            sum += distance;
        }
        return sum;
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        Arguments arguments = Arguments.of(binding);
        if (resolve(arguments) != null) {
            return true;
        }
        if (throwOnFailure) {
            throw ((ColonnadeValidator) binding.getValidator())
                    .undefinedFunction(binding.getCall(), name, arguments.types());
        }
        return false;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.any();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String operatorName) {
        return operatorName + "(...)";
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        Arguments arguments = Arguments.of(binding);
        Signature signature = resolve(arguments);
        return signature.result().apply(targets(signature, arguments), arguments.constants());
    }

    private static List<RelDataType> targets(Signature signature, Arguments arguments) {
        List<RelDataType> types = new ArrayList<>(arguments.types().size());
        for (int i = 0; i < arguments.types().size(); i++) {
            Parameter parameter = signature.parameter(i);
            RelDataType type = arguments.types().get(i);
            RelDataType neighbour =
                    arguments.untyped()[i] ? neighbour(i, signature, arguments) : null;
            types.add(
                    neighbour == null
                            ? parameter.target(type, arguments.untyped()[i])
                            : TypeMapping.FACTORY.createTypeWithNullability(
                                    neighbour, type.isNullable()));
        }
        return types;
    }

    /**
     * The type that the typed arguments of the same kind of parameter have in common, for the
     * untyped one at this place; null if it goes by itself. Text keeps its length, and beside a
     * decimal it keeps its digits.
     */
    private static RelDataType neighbour(int index, Signature signature, Arguments arguments) {
        Parameter parameter = signature.parameter(index);
        boolean adapts =
                parameter == Parameter.SAME
                        || parameter == Parameter.NUMBER
                        || parameter == Parameter.EXACT
                        || parameter == Parameter.INTEGRAL;
        List<RelDataType> typed = new ArrayList<>();
        for (int i = 0; adapts && i < arguments.untyped().length; i++) {
            if (!arguments.untyped()[i] && signature.parameter(i) == parameter) {
                typed.add(arguments.types().get(i));
            }
        }
        if (typed.isEmpty()) {
            return null;
        }
        RelDataType common = CommonType.of(typed);
        boolean isText = SqlTypeUtil.inCharFamily(arguments.types().get(index));
        if (isText && SqlTypeUtil.inCharFamily(common)) {
            return null;
        }
        return isText && SqlTypeUtil.isDecimal(common) && parameter != Parameter.SAME
                ? TypeMapping.toRel(WIDE_DECIMAL, true)
                : common;
    }

    /** Parameters of the statement take the type of the place they stand at. */
    @Override
    public void inferOperandTypes(
            SqlCallBinding binding, RelDataType returnType, RelDataType[] operandTypes) {
        Arguments arguments = Arguments.of(binding);
        Signature signature = resolve(arguments);
        if (signature == null) {
            return;
        }
        List<RelDataType> targets = targets(signature, arguments);
        for (int i = 0; i < operandTypes.length; i++) {
            if (arguments.untyped()[i]) {
                operandTypes[i] =
                        TypeMapping.FACTORY.createTypeWithNullability(targets.get(i), true);
            }
        }
    }

    /** The expression of a validated call. */
    RexNode convert(SqlRexContext context, SqlCall call) {
        ColonnadeValidator validator = (ColonnadeValidator) context.getValidator();
        List<RexNode> operands = new ArrayList<>(call.operandCount());
        List<RelDataType> types = new ArrayList<>(call.operandCount());
        boolean[] untyped = new boolean[call.operandCount()];
        Integer[] constants = new Integer[untyped.length];
        for (int i = 0; i < untyped.length; i++) {
            RexNode operand = context.convertExpression(call.operand(i));
            operands.add(operand);
            types.add(operand.getType());
            untyped[i] = isUntyped(call.operand(i), operand.getType());
            constants[i] = constant(call.operand(i));
        }
        Arguments arguments = new Arguments(types, untyped, constants);
        Signature signature = resolve(arguments);
        if (signature == null) {
            throw validator.undefinedFunction(call, name, types);
        }
        List<RelDataType> targets = targets(signature, arguments);
        for (int i = 0; i < untyped.length; i++) {
            operands.set(
                    i, context.getRexBuilder().ensureType(targets.get(i), operands.get(i), true));
        }
        RelDataType known = validator.getValidatedNodeTypeIfKnown(call);
        RelDataType type = known == null ? signature.result().apply(targets, constants) : known;
        Signature.Call converted =
                new Signature.Call(context.getRexBuilder(), type, operands, validator.context());
        return ofType(context.getRexBuilder(), type, signature.expansion().expand(converted));
    }

    /** The value in the type that the validator gave it, down to whether it may be NULL. */
    private static RexNode ofType(RexBuilder builder, RelDataType type, RexNode value) {
        if (value.getType().equals(type)) {
            return value;
        }
        return SqlTypeUtil.equalSansNullability(TypeMapping.FACTORY, value.getType(), type)
                ? builder.makeAbstractCast(type, value, false)
                : builder.ensureType(type, value, true);
    }
}
