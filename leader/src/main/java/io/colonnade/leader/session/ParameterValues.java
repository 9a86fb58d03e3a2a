package io.colonnade.leader.session;

import io.colonnade.plan.Literal;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * The values of a statement's parameters, in physical form.
 *
 * @param types one per parameter, the kinds of {@link Prepared#parameterTypes}; a DECIMAL has the
 *     precision and scale of its value, so that no digit is lost, VARCHAR has no limit
 * @param values one per parameter; NULL is a literal with null_value set
 */
public record ParameterValues(List<SqlType> types, List<Literal> values) {
    /** No parameters. */
    public static final ParameterValues NONE = new ParameterValues(List.of(), List.of());

    public ParameterValues {
        types = List.copyOf(types);
        values = List.copyOf(values);
    }

    public int count() {
        return values.size();
    }

    public boolean isNull(int index) {
        return values.get(index).getValueCase() == Literal.ValueCase.NULL_VALUE;
    }
}
