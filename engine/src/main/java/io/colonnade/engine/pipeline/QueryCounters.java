package io.colonnade.engine.pipeline;

import io.colonnade.rpc.OperatorCounters;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Counters of a query's plan nodes on one node. Thread-safe. */
public final class QueryCounters {
    private final Map<Integer, NodeCounters> nodes = new ConcurrentSkipListMap<>();

    /** The counters of a plan node, created at the first call. */
    public NodeCounters node(int nodeId) {
        return nodes.computeIfAbsent(nodeId, id -> new NodeCounters());
    }

    /** A snapshot, by plan node id. */
    public List<OperatorCounters> toProto() {
        return nodes.entrySet().stream().map(e -> e.getValue().toProto(e.getKey())).toList();
    }
}
