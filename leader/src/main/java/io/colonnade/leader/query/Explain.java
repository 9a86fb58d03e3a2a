package io.colonnade.leader.query;

import io.colonnade.rpc.OperatorCounters;
import io.colonnade.sql.fragment.PlannedQuery;

import java.util.List;

final class Explain {
    private Explain() {}

    static List<String> lines(PlannedQuery plan, boolean verbose) {
        return plan.fragments().toString().lines().toList();
    }

    static List<String> analyzed(
            PlannedQuery plan,
            boolean verbose,
            List<OperatorCounters> counters,
            long nanos,
            long memory) {
        return counters.toString().lines().toList();
    }
}
