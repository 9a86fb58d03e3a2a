package io.colonnade.engine.operator.scan;

import io.colonnade.storage.scan.MorselReader;
import io.colonnade.storage.vector.Batch;

/** A condition that a scan tests rows with. One worker's. */
sealed interface ScanCondition permits ScanFilters.Conjunct, ScanRuntimeFilter, ScanTopFilter {
    /** The columns that it reads. */
    int[] columns();

    /** Whether all rows of the reader's current vector pass, or testing them does not pay. */
    boolean isIdle(MorselReader reader);

    /** Selects of the batch's rows those that pass; returns how many. */
    int select(Batch batch, int[] target);
}
