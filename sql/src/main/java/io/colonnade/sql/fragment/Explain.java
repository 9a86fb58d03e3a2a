package io.colonnade.sql.fragment;

import io.colonnade.plan.Fragment;
import io.colonnade.rpc.OperatorCounters;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.physical.JoinNode;
import io.colonnade.sql.physical.LeafNode;
import io.colonnade.sql.physical.PhysicalNode;
import io.colonnade.sql.physical.RowNode;
import io.colonnade.sql.statistics.TableEstimates;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * EXPLAIN's text in the style of Redshift and PostgreSQL 8: two blanks and an arrow per level, XN
 * before each operator, footers for what deserves attention. One per text; one thread.
 */
public final class Explain {
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<String> lines = new ArrayList<>();
    private final ExplainCounters counters;
    private final boolean verbose;

    /**
     * What EXPLAIN ANALYZE says of the statement as a whole.
     *
     * @param memoryBytes most memory that a node held for it
     */
    public record Totals(long planNanos, long executionNanos, long memoryBytes) {}

    private Explain(ExplainCounters counters, boolean verbose) {
        this.counters = counters;
        this.verbose = verbose;
    }

    /**
     * EXPLAIN [VERBOSE].
     *
     * @param verbose also what projections compute, and the fragments
     */
    public static List<String> lines(PlannedQuery query, boolean verbose) {
        Explain explain = new Explain(new ExplainCounters(List.of()), verbose);
        explain.plan(query);
        explain.footers(query.explain());
        return explain.lines;
    }

    /** EXPLAIN ANALYZE: the same with what the operators of all nodes counted. */
    public static List<String> analyzed(
            PlannedQuery query, boolean verbose, List<OperatorCounters> counters, Totals totals) {
        ExplainCounters counted = new ExplainCounters(counters);
        Explain explain = new Explain(counted, verbose);
        explain.plan(query);
        explain.lines.add(counted.totalBlocks());
        if (counted.fused() != null) {
            explain.lines.add(counted.fused());
        }
        explain.lines.add("Peak memory: " + totals.memoryBytes() / 1024 + " kB");
        explain.lines.add(
                String.format(
                        Locale.ROOT,
                        "Planning time: %.3f ms",
                        totals.planNanos() / NANOS_PER_MILLI));
        explain.lines.add(
                String.format(
                        Locale.ROOT,
                        "Execution time: %.3f ms",
                        totals.executionNanos() / NANOS_PER_MILLI));
        explain.footers(query.explain());
        return explain.lines;
    }

    private void plan(PlannedQuery query) {
        node(query.explain(), 0);
        if (verbose) {
            query.fragments().forEach(this::fragment);
        }
    }

    private void node(ExplainNode explained, int depth) {
        PhysicalNode node = explained.node();
        if (node instanceof RowNode.Project && !verbose) {
            node(explained.inputs().get(0), depth);
            return;
        }
        add(depth, ExplainDetails.title(node) + costs(explained) + counters.actual(explained.id()));
        ExplainDetails.lines(node, verbose).forEach(line -> detail(depth, line));
        if (node instanceof LeafNode.Scan) {
            detail(depth, counters.blocks(explained.id()));
        }
        detail(depth, counters.memory(explained.id()));
        for (int i = 0; i < explained.inputs().size(); i++) {
            ExplainNode input = explained.inputs().get(i);
            if (node instanceof JoinNode.Hash && i == 1) {
                add(depth + 1, "Hash" + hashCosts(input));
                node(input, depth + 2);
            } else {
                node(input, depth + 1);
            }
        }
    }

    private void add(int depth, String text) {
        lines.add(depth == 0 ? "XN " + text : "      ".repeat(depth - 1) + "  ->  XN " + text);
    }

    private void detail(int depth, String text) {
        if (text != null) {
            lines.add((depth == 0 ? "  " : "      ".repeat(depth - 1) + "        ") + text);
        }
    }

    private static String costs(ExplainNode node) {
        ExplainCosts costs = ExplainCosts.of(node);
        return costs(costs.first(), costs.all(), node.node());
    }

    /** The hash table: there at once when its input has ended. */
    private static String hashCosts(ExplainNode input) {
        double all = ExplainCosts.of(input).all();
        return costs(all, all, input.node());
    }

    private static String costs(double first, double all, PhysicalNode node) {
        return String.format(
                Locale.ROOT,
                " (cost=%.2f..%.2f rows=%d width=%d)",
                first,
                all,
                Math.round(node.shape().rows()),
                Math.round(node.shape().bytes()));
    }

    private void fragment(Fragment fragment) {
        String where = fragment.getSingleNode() ? "one node" : "all nodes";
        String to =
                fragment.getExchangeId() == 0
                        ? fragment.getOutput().name()
                        : fragment.getOutput() + " to exchange " + fragment.getExchangeId();
        lines.add(
                "Fragment "
                        + fragment.getId()
                        + ": "
                        + where
                        + ", "
                        + to
                        + ", root node "
                        + fragment.getRoot().getId());
    }

    private void footers(ExplainNode root) {
        Set<String> missing = new LinkedHashSet<>();
        collectMissing(root, missing);
        if (!missing.isEmpty()) {
            lines.add("----- Tables missing statistics: " + String.join(", ", missing) + " -----");
            lines.add(
                    "----- Update statistics by running the ANALYZE command on these tables"
                            + " -----");
        }
        if (hasProduct(root)) {
            lines.add(
                    "----- Nested Loop Join in the query plan - review the join predicates to"
                            + " avoid Cartesian products -----");
        }
    }

    private static void collectMissing(ExplainNode node, Set<String> missing) {
        if (node.node() instanceof LeafNode.Scan scan) {
            TableRelation table = scan.table();
            if (!TableEstimates.known(table)) {
                missing.add(table.name());
            }
        }
        node.inputs().forEach(input -> collectMissing(input, missing));
    }

    /** A nested loop over two sides of several rows each. */
    private static boolean hasProduct(ExplainNode node) {
        if (node.node() instanceof JoinNode.NestedLoop loop
                && !isSingleRow(loop.left())
                && !isSingleRow(loop.right())) {
            return true;
        }
        return node.inputs().stream().anyMatch(Explain::hasProduct);
    }

    private static boolean isSingleRow(PhysicalNode node) {
        return node.shape().uniqueKeys().contains(ImmutableBitSet.of());
    }
}
