package io.colonnade.sql.fragment;

/**
 * What a plan is made for. Immutable.
 *
 * @param nodes compute nodes, at least one
 * @param slices slices of all nodes together
 * @param runtimeFilters whether joins may filter the scans of their probe sides
 * @param sharedSubplans whether what a statement has twice may be run once
 */
public record PlanOptions(int nodes, int slices, boolean runtimeFilters, boolean sharedSubplans) {
    public PlanOptions {
        if (nodes < 1 || slices < nodes) {
            throw new IllegalArgumentException(nodes + " nodes, " + slices + " slices");
        }
    }

    public static PlanOptions of(int nodes, int slices) {
        return new PlanOptions(nodes, slices, true, true);
    }

    /** The same with or without sharing. */
    public PlanOptions withSharedSubplans(boolean share) {
        return new PlanOptions(nodes, slices, runtimeFilters, share);
    }
}
