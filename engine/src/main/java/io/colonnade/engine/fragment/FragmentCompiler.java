package io.colonnade.engine.fragment;

import io.colonnade.engine.operator.ExpandOperator;
import io.colonnade.engine.operator.FilterOperator;
import io.colonnade.engine.operator.LimitOperator;
import io.colonnade.engine.operator.ProjectOperator;
import io.colonnade.engine.operator.ReplicateOperator;
import io.colonnade.engine.operator.SeriesSource;
import io.colonnade.engine.operator.SharedRows;
import io.colonnade.engine.operator.ValuesSource;
import io.colonnade.engine.operator.aggregate.AggregateOperator;
import io.colonnade.engine.operator.join.HashJoinBuild;
import io.colonnade.engine.operator.join.HashJoinProbe;
import io.colonnade.engine.operator.join.HashJoinRest;
import io.colonnade.engine.operator.join.NestedLoopBuild;
import io.colonnade.engine.operator.join.NestedLoopProbe;
import io.colonnade.engine.operator.scan.ScanSource;
import io.colonnade.engine.operator.sort.SortOperator;
import io.colonnade.engine.operator.window.WindowOperator;
import io.colonnade.engine.pipeline.Breaker;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.Pipeline;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.StageFactory;
import io.colonnade.engine.pipeline.Stream;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.PlanNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a fragment's tree into pipelines. Each node adds to the streams of its inputs, or ends them
 * in a sink and starts a new one. One per run.
 */
final class FragmentCompiler {
    private final ExecutionContext context;
    private final List<Pipeline> pipelines = new ArrayList<>();
    private final FilterOrder filterOrder = new FilterOrder();
    private final TopBounds topBounds = new TopBounds();

    /** By the id of the shared rows. */
    private final Map<Integer, Kept> shared = new HashMap<>();

    /** Shared rows and the pipeline that makes them. */
    private record Kept(SharedRows rows, Pipeline pipeline) {}

    FragmentCompiler(ExecutionContext context) {
        this.context = context;
    }

    /** The pipelines, those that others wait for first. */
    List<Pipeline> compile(Fragment fragment) {
        PlanNode root = fragment.getRoot();
        end(streams(root), context.environment().output(fragment), Pipeline.NO_NODE);
        filterOrder.apply(pipelines);
        return pipelines;
    }

    /** The streams that together give a node's output. */
    private List<Stream> streams(PlanNode node) {
        return switch (node.getNodeCase()) {
            case SCAN -> scan(node);
            case VALUES -> start(new ValuesSource(node), node);
            case GENERATE_SERIES -> start(new SeriesSource(node), node);
            case LOAD_FILES -> start(context.environment().load(node), node);
            case EXCHANGE_SOURCE -> exchange(node);
            case FILTER -> then(input(node), FilterOperator.of(node, context.zone()));
            case PROJECT -> then(input(node), ProjectOperator.of(node, context));
            case LIMIT -> then(input(node), new LimitOperator(node));
            case EXPAND -> then(input(node), ExpandOperator.of(node));
            case REPLICATE -> then(input(node), ReplicateOperator.of(node));
            case SHARED -> shared(node);
            case UNION -> node.getInputsList().stream().flatMap(i -> streams(i).stream()).toList();
            case HASH_JOIN -> hashJoin(node);
            case NESTED_LOOP_JOIN -> nestedLoopJoin(node);
            case AGGREGATE -> breakAt(node, new AggregateOperator(context, node));
            case SORT -> sort(node);
            case WINDOW -> breakAt(node, new WindowOperator(context, node));
            case TABLE_WRITE -> breakAt(node, context.environment().tableWrite(node));
            case SYSTEM_SCAN ->
                    throw ColonnadeException.internal(
                            "system relation "
                                    + node.getSystemScan().getName()
                                    + " was not resolved by the leader");
            case NODE_NOT_SET -> throw ColonnadeException.internal("plan node without content");
        };
    }

    private List<Stream> input(PlanNode node) {
        return streams(node.getInputs(0));
    }

    private static List<Stream> start(Source source, PlanNode node) {
        return List.of(new Stream(source, node.getId()));
    }

    private static List<Stream> then(List<Stream> streams, StageFactory stage) {
        streams.forEach(stream -> stream.then(stage));
        return streams;
    }

    private Pipeline end(List<Stream> streams, Sink sink, int node) {
        Pipeline pipeline = new Pipeline(streams, sink, node);
        pipelines.add(pipeline);
        return pipeline;
    }

    private List<Stream> breakAt(PlanNode node, Breaker breaker) {
        return breakAt(node, input(node), breaker);
    }

    private List<Stream> breakAt(PlanNode node, List<Stream> inputs, Breaker breaker) {
        Pipeline pipeline = end(inputs, breaker.sink(), node.getId());
        return List.of(new Stream(breaker.source(), node.getId()).after(pipeline.done()));
    }

    private List<Stream> sort(PlanNode node) {
        SortOperator sort = new SortOperator(context, node);
        if (context.boundsScans()) {
            sort.publishTo(topBounds.of(node));
        }
        return breakAt(node, sort);
    }

    private List<Stream> scan(PlanNode node) {
        List<Stream> streams = start(new ScanSource(context, node, topBounds.forScan(node)), node);
        filterOrder.consumes(streams.getFirst(), node.getScan().getRuntimeFiltersList());
        return streams;
    }

    private List<Stream> shared(PlanNode node) {
        Kept kept = shared.get(node.getShared().getId());
        if (kept == null) {
            SharedRows rows = new SharedRows(context, node);
            kept = new Kept(rows, end(input(node), rows, node.getId()));
            shared.put(node.getShared().getId(), kept);
        }
        return List.of(
                new Stream(kept.rows().reader(), node.getId()).after(kept.pipeline().done()));
    }

    /** Senders are not told apart: what must be merged is sorted again. */
    private List<Stream> exchange(PlanNode node) {
        List<Stream> received = start(context.environment().exchange(node), node);
        var merge = node.getExchangeSource().getMergeList();
        if (merge.isEmpty()) {
            return received;
        }
        return breakAt(node, received, new SortOperator(context, node, merge, 0, Long.MAX_VALUE));
    }

    private List<Stream> hashJoin(PlanNode node) {
        HashJoinBuild build = new HashJoinBuild(context, node);
        Pipeline built = end(streams(node.getInputs(1)), build, node.getId());
        filterOrder.produces(built, node.getHashJoin().getRuntimeFiltersList());
        List<Stream> probes = then(input(node), new HashJoinProbe(build));
        probes.forEach(stream -> stream.after(built.done()));
        build.use(probes.size() + 1);
        Stream rest = new Stream(new HashJoinRest(build), node.getId());
        switch (node.getHashJoin().getKind()) {
            case RIGHT_SEMI, RIGHT_ANTI -> {
                Pipeline marked = end(probes, new DiscardSink(), node.getId());
                return List.of(rest.after(marked.done()));
            }
            default -> {
                probes.forEach(stream -> rest.after(stream.done()));
                List<Stream> all = new ArrayList<>(probes);
                all.add(rest);
                return all;
            }
        }
    }

    private List<Stream> nestedLoopJoin(PlanNode node) {
        NestedLoopBuild build = new NestedLoopBuild(context, node);
        Pipeline built = end(streams(node.getInputs(1)), build, node.getId());
        List<Stream> probes = then(input(node), new NestedLoopProbe(build));
        build.use(probes.size());
        probes.forEach(stream -> stream.after(built.done()));
        return probes;
    }
}
