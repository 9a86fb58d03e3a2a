package io.colonnade.engine.pipeline;

import io.colonnade.engine.hash.RuntimeFilter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Filters that the joins of a running fragment have published for its scans. A filter is there
 * whole or not at all. Thread-safe.
 */
public final class RuntimeFilters {
    private final Map<Integer, RuntimeFilter> filters = new ConcurrentHashMap<>();

    /** Called once per filter, after the whole build side was seen. */
    public void publish(int filterId, RuntimeFilter filter) {
        filters.put(filterId, filter);
    }

    /** The filter, or null when it is not there (yet). */
    public RuntimeFilter find(int filterId) {
        return filters.get(filterId);
    }
}
