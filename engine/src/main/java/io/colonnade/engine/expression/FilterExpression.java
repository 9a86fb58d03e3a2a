package io.colonnade.engine.expression;

import io.colonnade.engine.fusion.FusedNode;
import io.colonnade.storage.vector.Batch;

/** A compiled condition that selects rows. One per worker, as {@link VectorExpression}. */
public abstract class FilterExpression {
    FilterExpression() {}

    /**
     * Writes the selected positions where the condition is true (not false, not NULL) to `target`
     * and returns how many. `target` has room for all positions and may be the input's selection.
     */
    public final int select(Batch input, int[] target) {
        return select(input, input.selection(), input.rowCount(), target);
    }

    /** A choice by this condition as a tree that a fused kernel can compute, or null. */
    FusedNode fused(FusedNode then, FusedNode otherwise) {
        return null;
    }

    /** As above over `count` positions of another selection, which may be `target` itself. */
    abstract int select(Batch input, int[] selection, int count, int[] target);
}
