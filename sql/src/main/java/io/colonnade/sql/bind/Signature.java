package io.colonnade.sql.bind;

import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

import java.util.List;

/**
 * One way to call a function: its parameters, its result type and what a call becomes.
 *
 * @param parameters the last one repeats if {@code repeats}
 * @param required how many must be given
 */
record Signature(
        List<Parameter> parameters,
        int required,
        boolean repeats,
        TypeRule result,
        Expansion expansion) {

    /** A call whose arguments are converted to the parameters' types. */
    record Call(RexBuilder builder, RelDataType type, List<RexNode> operands, BindContext context) {
        RexNode operand(int index) {
            return operands.get(index);
        }

        /** The engine's function over the operands. */
        RexNode to(ScalarFunction function) {
            return to(function, operands);
        }

        RexNode to(ScalarFunction function, List<RexNode> arguments) {
            return builder.makeCall(type, ScalarOperators.of(function), arguments);
        }

        /** A constant of the result's type, which is text. */
        RexNode text(String value) {
            return value == null
                    ? builder.makeNullLiteral(type)
                    : ColonnadeRexBuilder.INSTANCE.makeText(
                            value, TypeMapping.FACTORY.createTypeWithNullability(type, false));
        }
    }

    /** What a call becomes. */
    @FunctionalInterface
    interface Expansion {
        RexNode expand(Call call);
    }

    static Signature of(Parameter... parameters) {
        return new Signature(
                List.of(parameters), parameters.length, false, TypeRule.of(SqlType.VARCHAR), null);
    }

    /** The last {@code count} parameters may be left out. */
    Signature optional(int count) {
        return new Signature(parameters, parameters.size() - count, repeats, result, expansion);
    }

    /** The last parameter may be given any number of times, from one. */
    Signature repeating() {
        return new Signature(parameters, required, true, result, expansion);
    }

    Signature returns(SqlType type) {
        return returns(TypeRule.of(type));
    }

    Signature returns(TypeRule rule) {
        return new Signature(parameters, required, repeats, rule, expansion);
    }

    Signature as(Expansion call) {
        return new Signature(parameters, required, repeats, result, call);
    }

    Signature as(ScalarFunction function) {
        return as(call -> call.to(function));
    }

    boolean accepts(int count) {
        return count >= required && (repeats || count <= parameters.size());
    }

    Parameter parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }
}
