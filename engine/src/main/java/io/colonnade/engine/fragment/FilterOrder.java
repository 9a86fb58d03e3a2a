package io.colonnade.engine.fragment;

import io.colonnade.engine.pipeline.Completion;
import io.colonnade.engine.pipeline.Pipeline;
import io.colonnade.engine.pipeline.Stream;
import io.colonnade.plan.RuntimeFilterSource;
import io.colonnade.plan.RuntimeFilterTarget;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets scans start after the joins that make filters for them, wherever nothing else forces the
 * opposite order. One per run, used while compiling.
 */
final class FilterOrder {
    private record Use(Stream scan, int filterId) {}

    private final Map<Integer, Pipeline> producers = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();

    void produces(Pipeline build, List<RuntimeFilterSource> filters) {
        filters.forEach(filter -> producers.put(filter.getFilterId(), build));
    }

    void consumes(Stream scan, List<RuntimeFilterTarget> filters) {
        filters.forEach(filter -> uses.add(new Use(scan, filter.getFilterId())));
    }

    /** Adds the dependencies that close no circle. */
    void apply(List<Pipeline> pipelines) {
        Map<Completion, List<Stream>> completedBy = new HashMap<>();
        for (Pipeline pipeline : pipelines) {
            completedBy.put(pipeline.done(), pipeline.streams());
            pipeline.streams().forEach(s -> completedBy.put(s.done(), List.of(s)));
        }
        for (Use use : uses) {
            Pipeline producer = producers.get(use.filterId());
            if (producer != null
                    && !waitsFor(producer.streams(), use.scan(), completedBy, new HashSet<>())) {
                use.scan().after(producer.done());
            }
        }
    }

    private static boolean waitsFor(
            List<Stream> streams,
            Stream target,
            Map<Completion, List<Stream>> completedBy,
            Set<Stream> seen) {
        for (Stream stream : streams) {
            if (stream == target) {
                return true;
            }
            if (!seen.add(stream)) {
                continue;
            }
            for (Completion dependency : stream.dependencies()) {
                if (waitsFor(completedBy.get(dependency), target, completedBy, seen)) {
                    return true;
                }
            }
        }
        return false;
    }
}
