package io.colonnade.sql.physical;

import io.colonnade.plan.OutputKind;
import io.colonnade.plan.SortKey;
import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.optimize.Movement;

import java.util.List;

/** Makes exchanges. Stateless. */
final class Exchanges {
    private Exchanges() {}

    static PhysicalNode move(PhysicalNode node, Movement.Action action, List<Integer> hash) {
        return switch (action) {
            case KEEP -> node;
            case BROADCAST -> exchange(node, OutputKind.BROADCAST, List.of(), List.of());
            case GATHER -> exchange(node, OutputKind.GATHER, List.of(), List.of());
            case HASH -> exchange(node, OutputKind.HASH, hash, List.of());
        };
    }

    static PhysicalNode exchange(
            PhysicalNode input, OutputKind kind, List<Integer> hash, List<SortKey> merge) {
        Distribution distribution =
                switch (kind) {
                    case GATHER -> Distribution.SINGLE;
                    case HASH -> Distribution.hash(hash);
                    case BROADCAST -> Distribution.REPLICATED;
                    case ROUND_ROBIN -> Distribution.RANDOM;
                    case RESULT, UNRECOGNIZED ->
                            throw new IllegalArgumentException("no exchange: " + kind);
                };
        return new DataNode.Exchange(
                input.shape().withDistribution(distribution), input, kind, hash, merge);
    }

    /** Rows in different places, none twice; for branches of a union with partitioned ones. */
    static PhysicalNode partitioned(PhysicalNode node) {
        return node.shape().distribution().isPartitioned()
                ? node
                : exchange(node, OutputKind.ROUND_ROBIN, List.of(), List.of());
    }
}
