package io.colonnade.engine.hash;

import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.storage.vector.Vector;

/**
 * Numbers the distinct keys of the rows that it sees: group ids 0, 1, 2, ... NULL equals NULL.
 * Owned by one worker.
 */
public interface GroupIndex {
    /**
     * Writes the group id of positions[i] (of i if null) to groups[i]. Keys are flat or in
     * dictionary form.
     */
    void map(Vector[] keys, int[] positions, int count, int[] groups);

    /** The keys: row g is group g's. */
    RowBuffer keys();

    /** Number of groups. */
    default int size() {
        return keys().rows();
    }
}
