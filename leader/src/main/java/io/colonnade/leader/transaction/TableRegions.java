package io.colonnade.leader.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of tables, each a union of {@link Zones}: what a transaction has read, or where the rows
 * lie that it deleted. Grows only; one thread at a time.
 */
public final class TableRegions {
    /** Parts kept apart per table; with more of them the whole table counts. */
    private static final int MAX_PARTS = 64;

    private final Map<Long, List<Zones>> parts = new HashMap<>();

    void add(long tableId, Zones zones) {
        List<Zones> known = parts.computeIfAbsent(tableId, id -> new ArrayList<>());
        if (known.contains(zones) || known.contains(Zones.ANYWHERE)) {
            return;
        }
        if (zones.byColumn().isEmpty() || known.size() == MAX_PARTS) {
            known.clear();
            known.add(Zones.ANYWHERE);
        } else {
            known.add(zones);
        }
    }

    /** The parts of one table; empty if it has none. */
    List<Zones> of(long tableId) {
        return parts.getOrDefault(tableId, List.of());
    }

    Iterable<Long> tables() {
        return parts.keySet();
    }
}
