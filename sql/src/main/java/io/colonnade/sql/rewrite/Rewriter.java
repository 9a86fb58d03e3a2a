package io.colonnade.sql.rewrite;

import org.apache.calcite.rel.RelNode;

/** Runs the phases of the rewrite. Stateless. */
public final class Rewriter {
    private Rewriter() {}

    /** The tree in normal form; 0A000 when a correlation cannot be removed. */
    public static RelNode rewrite(RelNode plan) {
        RelNode tree = plan;
        for (Phase phase : Phase.values()) {
            tree = phase.apply(tree);
        }
        return Supported.checked(tree);
    }
}
