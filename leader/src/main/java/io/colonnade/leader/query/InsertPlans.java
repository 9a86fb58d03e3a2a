package io.colonnade.leader.query;

import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.Prepared;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.fragment.InsertShape;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.type.SqlType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans of a session's INSERT .. VALUES statements by their shape, so that a client that sends its
 * values as text does not pay for binding and planning each time. The session's thread only.
 */
final class InsertPlans {
    /** Shapes kept, the least recently used goes; some kilobytes each. */
    private static final int MAX_PLANS = 64;

    private final StatementPlanner planner;
    private final Map<String, Known> plans =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > MAX_PLANS;
                }
            };

    InsertPlans(StatementPlanner planner) {
        this.planner = planner;
    }

    /**
     * A plan of a shape.
     *
     * @param plan null if statements of the shape cannot share one
     */
    private record Known(PlannedStatement plan, long catalogVersion, List<String> searchPath) {}

    /** A statement by the plan of its shape, and its own values. */
    record Shaped(ParsedStatement statement, PlannedStatement plan, ParameterValues values)
            implements Prepared {
        @Override
        public List<SqlType> parameterTypes() {
            return List.of();
        }

        @Override
        public List<ResultColumn> columns() {
            return List.of();
        }
    }

    /** The statement by a shared plan if that gives what its own would give. */
    Optional<Prepared> find(
            ParsedStatement statement,
            String script,
            StatementPlanner.Base base,
            List<String> searchPath) {
        if (!(statement.statement() instanceof DmlStatement.Insert insert)) {
            return Optional.empty();
        }
        Optional<InsertShape> shape = InsertShape.of(insert);
        if (shape.isEmpty()) {
            return Optional.empty();
        }
        Known entry = plans.get(shape.get().key());
        if (entry == null
                || entry.catalogVersion() != base.snapshot().catalogVersion()
                || !entry.searchPath().equals(searchPath)) {
            PlannedStatement plan = plan(statement, script, insert, shape.get(), base);
            entry = new Known(plan, base.snapshot().catalogVersion(), searchPath);
            plans.put(shape.get().key(), entry);
        }
        if (entry.plan() == null) {
            return Optional.empty();
        }
        ParameterValues values = new ParameterValues(shape.get().types(), shape.get().values());
        return Optional.of(new Shaped(statement, entry.plan().of(statement), values));
    }

    /** Null if the shape has no plan, or none that can be used again. */
    private PlannedStatement plan(
            ParsedStatement statement,
            String script,
            DmlStatement.Insert insert,
            InsertShape shape,
            StatementPlanner.Base base) {
        ParsedStatement general =
                new ParsedStatement(
                        statement.text(),
                        statement.startOffset(),
                        InsertShape.parameterized(insert));
        PlannedStatement plan;
        try {
            plan = planner.plan(general, script, List.of(), base);
        } catch (RuntimeException e) {
            // The statement's own plan says what is wrong.
            return null;
        }
        boolean usable =
                plan.bound() instanceof BoundStatement.Insert bound
                        && shape.fits(bound.table().definition(), insert.columns())
                        && !bound.facts().timeDependent()
                        && plan.identityTable(base.snapshot()).isEmpty();
        return usable ? plan : null;
    }
}
