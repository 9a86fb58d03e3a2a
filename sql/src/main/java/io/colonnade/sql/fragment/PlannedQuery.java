package io.colonnade.sql.fragment;

import io.colonnade.plan.Fragment;
import io.colonnade.sql.bind.OutputColumn;
import io.colonnade.sql.catalog.Relation;

import java.util.List;
import java.util.Set;

/**
 * A statement ready to run. Immutable; may be kept and run again with other parameters.
 *
 * @param fragments senders before receivers, the RESULT fragment last
 * @param columns what the client sees; empty for writes, whose rows are write results
 * @param explain the plan as a tree
 * @param relations everything that is read or written, views included
 * @param reusable whether a later execution may use the same plan
 */
public record PlannedQuery(
        List<Fragment> fragments,
        List<OutputColumn> columns,
        ExplainNode explain,
        Set<Relation> relations,
        boolean reusable) {
    public PlannedQuery {
        fragments = List.copyOf(fragments);
        columns = List.copyOf(columns);
    }
}
