package io.colonnade.leader.query;

import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Plans of prepared statements for DECIMAL parameters of the scale that their values have. A plan
 * needs a scale before there is a value, and a value must lose no digit by it nor get zeros. Owned
 * by a session, its thread only.
 */
final class FittedParameters {
    /** Statements whose last fitted plan is kept. */
    private static final int MOST = 32;

    /** How a DECIMAL parameter is planned while nothing tells its scale. */
    private static final SqlType OPEN = SqlType.decimal(SqlType.MAX_PRECISION, 10);

    private final Map<PlannedStatement, PlannedStatement> plans = new IdentityHashMap<>();

    /**
     * The statement planned for these values.
     *
     * @param values the types of the values; null for NULL
     * @param planner plans a statement again whose declared types are others
     */
    PlannedStatement fitted(
            PlannedStatement planned,
            List<SqlType> values,
            UnaryOperator<PlannedStatement> planner) {
        List<SqlType> types = types(planned, values);
        if (types.equals(planned.parameterTypes())) {
            return planned;
        }
        PlannedStatement last = plans.get(planned);
        if (last == null || !last.declaredTypes().equals(types)) {
            if (plans.size() >= MOST) {
                plans.clear();
            }
            last = planner.apply(planned.declaring(types));
            plans.put(planned, last);
        }
        return last;
    }

    private static List<SqlType> types(PlannedStatement planned, List<SqlType> values) {
        List<SqlType> types = new ArrayList<>(planned.parameterTypes());
        boolean rows = planned.bound() instanceof BoundStatement.Insert;
        boolean differs = false;
        for (int i = 0; i < Math.min(types.size(), values.size()); i++) {
            SqlType exact = exact(values.get(i));
            if (types.get(i).kind() == TypeKind.DECIMAL && exact != null) {
                int scale = types.get(i).scale();
                boolean open = types.get(i).equals(OPEN) && !rows;
                differs |= exact.scale() > scale || (open && exact.scale() < scale);
                types.set(i, exact);
            }
        }
        return differs ? types : planned.parameterTypes();
    }

    /** A decimal type for values like this one, of few precisions so that plans are found again. */
    private static SqlType exact(SqlType type) {
        return switch (type == null ? null : type.kind()) {
            case SMALLINT, INTEGER -> SqlType.decimal(SqlType.MAX_LONG_PRECISION, 0);
            case BIGINT -> SqlType.decimal(SqlType.MAX_PRECISION, 0);
            case DECIMAL ->
                    SqlType.decimal(
                            type.precision() <= SqlType.MAX_LONG_PRECISION
                                    ? SqlType.MAX_LONG_PRECISION
                                    : SqlType.MAX_PRECISION,
                            type.scale());
            case null, default -> null;
        };
    }
}
