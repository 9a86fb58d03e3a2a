package io.colonnade.sql.fragment;

import io.colonnade.plan.AggregateCall;
import io.colonnade.plan.SortKey;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.physical.DataNode;
import io.colonnade.sql.physical.GroupingNode;
import io.colonnade.sql.physical.JoinNode;
import io.colonnade.sql.physical.LeafNode;
import io.colonnade.sql.physical.OutputColumn;
import io.colonnade.sql.physical.PhysicalNode;
import io.colonnade.sql.physical.RowNode;
import io.colonnade.sql.physical.SortingNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names of nodes and the lines below them, in Redshift's words. Stateless. */
final class ExplainDetails {
    private ExplainDetails() {}

    static String title(PhysicalNode node) {
        return switch (node) {
            case LeafNode.Scan scan -> "Seq Scan on " + named(scan.table());
            case LeafNode.SystemScan scan -> "Seq Scan on " + scan.relation().name();
            case LeafNode.Values values -> "Result";
            case LeafNode.Series series -> "Function Scan on generate_series";
            case RowNode.Filter filter -> "Result";
            case RowNode.Project project -> "Subquery Scan";
            case RowNode.Replicate replicate -> "Replicate";
            case RowNode.Expand expand -> "Grouping Sets";
            case JoinNode.Hash join -> "Hash " + kind(join) + " " + join.label();
            case JoinNode.NestedLoop join -> "Nested Loop" + loopKind(join) + " " + join.label();
            case GroupingNode.Aggregate aggregate ->
                    aggregate.groups().isEmpty() ? "Aggregate" : "HashAggregate";
            case GroupingNode.Window window -> "Window";
            case SortingNode.Sort sort -> sort.cut().isLimited() ? "Top-N Sort" : "Sort";
            case SortingNode.Limit limit -> "Limit";
            case DataNode.Union union -> "Append";
            case DataNode.Exchange exchange -> exchange.merge().isEmpty() ? "Network" : "Merge";
            case DataNode.Shared shared -> "Shared Subplan #" + shared.id();
            case DataNode.TableWrite write -> write(write);
        };
    }

    private static String write(DataNode.TableWrite write) {
        String verb =
                switch (write.mode()) {
                    case INSERT -> "Insert into ";
                    case UPDATE -> "Update ";
                    case DELETE -> "Delete from ";
                    case MERGE -> "Merge into ";
                    case UNRECOGNIZED -> "Write ";
                };
        return verb + write.table().name();
    }

    private static String kind(JoinNode join) {
        return switch (join.kind()) {
            case INNER -> "Join";
            case LEFT_OUTER -> "Left Join";
            case RIGHT_OUTER -> "Right Join";
            case FULL_OUTER -> "Full Join";
            case LEFT_SEMI -> "Semi Join";
            case RIGHT_SEMI -> "Right Semi Join";
            case LEFT_ANTI -> "Anti Join";
            case RIGHT_ANTI -> "Right Anti Join";
            case NULL_AWARE_ANTI -> "Null-Aware Anti Join";
            case MARK -> "Mark Join";
            case UNRECOGNIZED -> "Join";
        };
    }

    private static String loopKind(JoinNode.NestedLoop join) {
        String kind = kind(join);
        return kind.equals("Join") ? "" : " " + kind;
    }

    /** What follows a node's line. */
    static List<String> lines(PhysicalNode node, boolean verbose) {
        List<String> lines = new ArrayList<>();
        switch (node) {
            case LeafNode.Scan scan -> scan(lines, scan, verbose);
            case RowNode.Filter filter ->
                    lines.add("Filter: " + text(filter.input()).all(filter.conjuncts()));
            case RowNode.Project project -> {
                if (verbose) {
                    ExpressionText text = text(project.input());
                    lines.add(
                            "Output: "
                                    + project.expressions().stream()
                                            .map(text::of)
                                            .collect(Collectors.joining(", ")));
                }
            }
            case RowNode.Expand expand -> lines.add("Sets: " + expand.sets().size());
            case JoinNode.Hash join -> hashJoin(lines, join, verbose);
            case JoinNode.NestedLoop join -> {
                if (!join.conditions().isEmpty()) {
                    lines.add("Join Filter: " + bothSides(join).all(join.conditions()));
                }
            }
            case GroupingNode.Aggregate aggregate -> aggregate(lines, aggregate, verbose);
            case GroupingNode.Window window -> window(lines, window);
            case SortingNode.Sort sort ->
                    lines.add("Sort Key: " + keys(sort.keys(), names(sort.input())));
            case DataNode.Exchange exchange -> exchange(lines, exchange);
            case LeafNode leaf -> {}
            case RowNode.Replicate replicate -> {}
            case SortingNode.Limit limit -> {}
            case DataNode data -> {}
        }
        return lines;
    }

    private static String named(TableRelation table) {
        return table.isPast() ? table.name() + " at version " + table.atVersion() : table.name();
    }

    private static void scan(List<String> lines, LeafNode.Scan scan, boolean verbose) {
        if (!scan.conjuncts().isEmpty()) {
            lines.add("Filter: " + text(scan).all(scan.conjuncts()));
        }
        if (!scan.runtimeFilters().isEmpty()) {
            lines.add(
                    "Runtime Filters: "
                            + scan.runtimeFilters().stream()
                                    .map(
                                            filter ->
                                                    names(scan).get(filter.getColumn())
                                                            + " (#"
                                                            + filter.getFilterId()
                                                            + ")")
                                    .collect(Collectors.joining(", ")));
        }
        if (verbose) {
            lines.add("Columns: " + String.join(", ", names(scan)));
        }
    }

    private static void hashJoin(List<String> lines, JoinNode.Hash join, boolean verbose) {
        List<String> outer = names(join.left());
        List<String> inner = names(join.right());
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < join.keys().left().size(); i++) {
            String left = "\"outer\"." + outer.get(join.keys().left().get(i));
            String right = "\"inner\"." + inner.get(join.keys().right().get(i));
            String equal = join.keys().nullSafe().get(i) ? " IS NOT DISTINCT FROM " : " = ";
            pairs.add("(" + left + equal + right + ")");
        }
        lines.add(
                "Hash Cond: "
                        + (pairs.size() == 1
                                ? pairs.get(0)
                                : "(" + String.join(" AND ", pairs) + ")"));
        if (!join.conditions().isEmpty()) {
            lines.add("Join Filter: " + bothSides(join).all(join.conditions()));
        }
        if (verbose && !join.runtimeFilters().isEmpty()) {
            lines.add(
                    "Builds Filters: "
                            + join.runtimeFilters().stream()
                                    .map(filter -> "#" + filter.getFilterId())
                                    .collect(Collectors.joining(", ")));
        }
    }

    private static void aggregate(
            List<String> lines, GroupingNode.Aggregate aggregate, boolean verbose) {
        List<String> names = names(aggregate.input());
        if (!aggregate.groups().isEmpty()) {
            lines.add(
                    "Group Key: "
                            + aggregate.groups().stream()
                                    .map(names::get)
                                    .collect(Collectors.joining(", ")));
        }
        if (verbose) {
            for (AggregateCall call : aggregate.calls()) {
                lines.add("Aggregate: " + call(call, names));
            }
        }
    }

    private static String call(AggregateCall call, List<String> names) {
        String arguments =
                call.getArgumentsList().stream().map(names::get).collect(Collectors.joining(", "));
        String filter = call.getFilter() < 0 ? "" : " FILTER (" + names.get(call.getFilter()) + ")";
        return call.getFunction().name().toLowerCase(Locale.ROOT) + "(" + arguments + ")" + filter;
    }

    private static void window(List<String> lines, GroupingNode.Window window) {
        List<String> names = names(window.input());
        if (!window.partitions().isEmpty()) {
            lines.add(
                    "Partition: "
                            + window.partitions().stream()
                                    .map(names::get)
                                    .collect(Collectors.joining(", ")));
        }
        if (!window.order().isEmpty()) {
            lines.add("Order: " + keys(window.order(), names));
        }
    }

    private static void exchange(List<String> lines, DataNode.Exchange exchange) {
        if (!exchange.merge().isEmpty()) {
            lines.add("Merge Key: " + keys(exchange.merge(), names(exchange.input())));
        }
        switch (exchange.kind()) {
            case GATHER, RESULT -> lines.add("Send to leader");
            case HASH -> {
                List<String> names = names(exchange.input());
                lines.add(
                        "Distribute by "
                                + exchange.hashColumns().stream()
                                        .map(names::get)
                                        .collect(Collectors.joining(", ")));
            }
            case BROADCAST -> lines.add("Broadcast");
            case ROUND_ROBIN -> lines.add("Distribute evenly");
            case UNRECOGNIZED -> {}
        }
    }

    private static String keys(List<SortKey> keys, List<String> names) {
        return keys.stream()
                .map(
                        key ->
                                names.get(key.getColumn())
                                        + (key.getDescending() ? " DESC" : "")
                                        + (key.getNullsFirst() == key.getDescending()
                                                ? ""
                                                : key.getNullsFirst()
                                                        ? " NULLS FIRST"
                                                        : " NULLS LAST"))
                .collect(Collectors.joining(", "));
    }

    private static List<String> names(PhysicalNode node) {
        return node.shape().columns().stream().map(OutputColumn::name).toList();
    }

    private static ExpressionText text(PhysicalNode input) {
        return new ExpressionText(names(input));
    }

    private static ExpressionText bothSides(JoinNode join) {
        List<String> names = new ArrayList<>();
        names(join.left()).forEach(name -> names.add("\"outer\"." + name));
        names(join.right()).forEach(name -> names.add("\"inner\"." + name));
        return new ExpressionText(names);
    }
}
