package io.colonnade.leader.transaction;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Inline segments that no commit may make longer: they are being folded into objects, and what is
 * inserted meanwhile begins a new one. Thread-safe.
 */
public final class ClosedSegments {
    private record Key(long tableId, long ordinal) {}

    private final Set<Key> closed = ConcurrentHashMap.newKeySet();

    boolean contains(long tableId, long ordinal) {
        return closed.contains(new Key(tableId, ordinal));
    }

    /** From the next group of commits on, the segments do not grow. */
    public void close(long tableId, Collection<Long> ordinals) {
        ordinals.forEach(ordinal -> closed.add(new Key(tableId, ordinal)));
    }

    /** The segments are gone, or may grow again. */
    public void forget(long tableId, Collection<Long> ordinals) {
        ordinals.forEach(ordinal -> closed.remove(new Key(tableId, ordinal)));
    }
}
