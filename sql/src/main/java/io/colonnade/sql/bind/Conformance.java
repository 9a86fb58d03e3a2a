package io.colonnade.sql.bind;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** What PostgreSQL and Redshift allow: ordinals, aliases of the select list, no FROM. Immutable. */
final class Conformance extends SqlDelegatingConformance {
    static final Conformance INSTANCE = new Conformance();

    private Conformance() {
        super(SqlConformanceEnum.BABEL);
    }

    @Override
    public boolean isHavingAlias() {
        return false;
    }

    /** Redshift's lateral aliases: an item may use the ones before it; columns come first. */
    @Override
    public SelectAliasLookup isSelectAlias() {
        return SelectAliasLookup.LEFT_TO_RIGHT;
    }

    /** A column that is not grouped by is an error, not any value of the group. */
    @Override
    public boolean isNonStrictGroupBy() {
        return false;
    }

    @Override
    public boolean isFromRequired() {
        return false;
    }
}
