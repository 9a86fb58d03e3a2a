package io.colonnade.sql.rewrite;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.calcite.rel.RelNode;

/** The entry of this room: runs the phases of the rewrite. Stateless; any thread. */
public final class Rewriter {
    private Rewriter() {}

    /** The tree in normal form; 0A000 when a correlation cannot be removed. */
    public static RelNode rewrite(RelNode plan) {
        return rewrite(plan, false);
    }

    /**
     * The same.
     *
     * @param share whether trees that are there twice become {@link SharedTree}s
     */
    public static RelNode rewrite(RelNode plan, boolean share) {
        // Calcite keeps the provider with the thread that bound, which may be another.
        plan.getCluster().setMetadataProvider(plan.getCluster().getMetadataProvider());
        try {
            RelNode tree = plan;
            for (Phase phase : Phase.values()) {
                if (share || phase != Phase.SHARE_TREES) {
                    tree = phase.apply(tree);
                }
            }
            return Supported.checked(tree);
        } catch (StackOverflowError error) {
            throw new ColonnadeException(
                            ErrorCode.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply")
                    .hint("Split it, or put long lists into a table.");
        }
    }
}
