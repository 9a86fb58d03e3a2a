package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.plan.Fragment;
import io.colonnade.sql.fragment.PlannedQuery;

import java.util.List;

/** A plan with the values of one execution in it. */
final class Parameters {
    private Parameters() {}

    static List<Fragment> bind(PlannedQuery plan, ParameterValues values) {
        if (values.count() > 0) {
            throw ColonnadeException.notSupported("parameters");
        }
        return plan.fragments();
    }
}
