package io.colonnade.sql.fragment;

import io.colonnade.plan.ExchangeSource;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.sql.physical.DataNode;
import io.colonnade.sql.physical.PhysicalNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a physical plan at its exchanges. Senders come before receivers, the RESULT fragment is
 * last. One per plan; one thread.
 */
final class Fragmenter {
    private final boolean severalNodes;
    private final List<Fragment> fragments = new ArrayList<>();
    private int nextNode = 1;
    private int nextExchange = 1;
    private int nextFragment = 1;

    /** How often the current fragment reads shared rows, by their id. */
    private Map<Integer, Integer> uses = new HashMap<>();

    /** Shared rows that the current fragment has already, by their id. */
    private Map<Integer, Built> shared = new HashMap<>();

    private Fragmenter(boolean severalNodes) {
        this.severalNodes = severalNodes;
    }

    /** The fragments and the tree with their node numbers. */
    record Result(List<Fragment> fragments, ExplainNode explain) {}

    static Result cut(PhysicalNode root, int nodes) {
        Fragmenter fragmenter = new Fragmenter(nodes > 1);
        fragmenter.count(root);
        Built built = fragmenter.build(root, true);
        fragmenter.fragments.add(
                Fragment.newBuilder()
                        .setId(fragmenter.nextFragment)
                        .setRoot(built.plan())
                        .setOutput(OutputKind.RESULT)
                        .setSingleNode(true)
                        .build());
        return new Result(List.copyOf(fragmenter.fragments), built.explain());
    }

    /** A shipped node and its place in the explained tree. */
    private record Built(PlanNode plan, ExplainNode explain) {}

    private void count(PhysicalNode node) {
        switch (node) {
            case DataNode.Exchange exchange -> {}
            case DataNode.Shared rows when uses.merge(rows.id(), 1, Integer::sum) > 1 -> {}
            default -> node.inputs().forEach(this::count);
        }
    }

    private Built build(PhysicalNode node, boolean singleNode) {
        if (node instanceof DataNode.Shared rows) {
            return shared(rows, singleNode);
        }
        return whole(node, singleNode);
    }

    /** What only one place of the fragment reads is not kept. */
    private Built shared(DataNode.Shared rows, boolean singleNode) {
        if (uses.get(rows.id()) < 2) {
            return build(rows.input(), singleNode);
        }
        Built known = shared.get(rows.id());
        if (known == null) {
            known = whole(rows, singleNode);
            shared.put(rows.id(), known);
            return known;
        }
        return new Built(known.plan(), new ExplainNode(rows, known.explain().id(), List.of()));
    }

    private Built whole(PhysicalNode node, boolean singleNode) {
        int id = nextNode++;
        if (node instanceof DataNode.Exchange exchange) {
            return source(exchange, id, singleNode);
        }
        PlanNode.Builder builder = PlanNodes.of(node).setId(id);
        List<ExplainNode> inputs = new ArrayList<>();
        for (PhysicalNode input : node.inputs()) {
            Built built = build(input, singleNode);
            builder.addInputs(built.plan());
            inputs.add(built.explain());
        }
        return new Built(builder.build(), new ExplainNode(node, id, inputs));
    }

    /** Cuts here: the input becomes a fragment of its own, which feeds the returned node. */
    private Built source(DataNode.Exchange exchange, int id, boolean singleNode) {
        int exchangeId = nextExchange++;
        PhysicalNode input = exchange.input();
        boolean onOneNode = !severalNodes || !input.shape().distribution().isPartitioned();
        Map<Integer, Integer> usesHere = uses;
        Map<Integer, Built> sharedHere = shared;
        uses = new HashMap<>();
        shared = new HashMap<>();
        count(input);
        Built sender = build(input, onOneNode);
        uses = usesHere;
        shared = sharedHere;
        fragments.add(
                Fragment.newBuilder()
                        .setId(nextFragment++)
                        .setRoot(sender.plan())
                        .setOutput(output(exchange.kind(), singleNode))
                        .setExchangeId(exchangeId)
                        .addAllHashColumns(exchange.hashColumns())
                        .setSingleNode(onOneNode)
                        .build());
        PlanNode.Builder builder =
                PlanNode.newBuilder()
                        .setId(id)
                        .setEstimatedRows(exchange.shape().rows())
                        .setExchangeSource(
                                ExchangeSource.newBuilder()
                                        .setExchangeId(exchangeId)
                                        .addAllMerge(exchange.merge()));
        exchange.shape().columns().forEach(column -> builder.addOutput(column.toProto()));
        return new Built(builder.build(), new ExplainNode(exchange, id, List.of(sender.explain())));
    }

    /** What is meant for all nodes goes to the one that listens. */
    private static OutputKind output(OutputKind kind, boolean receiverOnOneNode) {
        return kind == OutputKind.BROADCAST && receiverOnOneNode ? OutputKind.GATHER : kind;
    }
}
