package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.RuntimeFilterSource;
import io.colonnade.plan.RuntimeFilterTarget;
import io.colonnade.sql.statistics.ColumnEstimate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets the build sides of joins filter scans on their probe sides: down through filters, plain
 * projections, joins (to both sides of an equality) and group keys, never across an exchange, never
 * where unmatched probe rows are kept, never into another type. One per statement; one thread.
 */
final class RuntimeFilters {
    /** A filter that lets more than this share through costs more than it saves. */
    private static final double MAX_SHARE = 0.8;

    private final Set<Integer> placed = new HashSet<>();

    /** Shared rows by their id. */
    private final Map<Integer, PhysicalNode> shared = new HashMap<>();

    private int nextId = 1;

    /** A filter on its way down: its id and the column of the current node's output. */
    private record Pending(int id, int column) {
        Pending at(int newColumn) {
            return new Pending(id, newColumn);
        }
    }

    PhysicalNode place(PhysicalNode root) {
        return push(root, List.of());
    }

    private PhysicalNode push(PhysicalNode node, List<Pending> pending) {
        return switch (node) {
            case LeafNode.Scan scan -> scan(scan, pending);
            case LeafNode leaf -> leaf;
            case RowNode.Filter filter ->
                    new RowNode.Filter(
                            filter.shape(), push(filter.input(), pending), filter.conjuncts());
            case RowNode.Project project ->
                    new RowNode.Project(
                            project.shape(),
                            push(project.input(), through(project, pending)),
                            project.expressions());
            case RowNode.Replicate replicate ->
                    new RowNode.Replicate(
                            replicate.shape(),
                            push(replicate.input(), before(replicate, pending)),
                            replicate.countColumn());
            case RowNode.Expand expand ->
                    new RowNode.Expand(
                            expand.shape(),
                            push(expand.input(), List.of()),
                            expand.groupColumns(),
                            expand.sets());
            case JoinNode.Hash join -> hashJoin(join, pending);
            case JoinNode.NestedLoop join -> nestedLoop(join, pending);
            case GroupingNode.Aggregate aggregate ->
                    new GroupingNode.Aggregate(
                            aggregate.shape(),
                            push(aggregate.input(), through(aggregate, pending)),
                            aggregate.groups(),
                            aggregate.calls());
            case GroupingNode.Window window ->
                    new GroupingNode.Window(
                            window.shape(),
                            push(window.input(), through(window, pending)),
                            window.partitions(),
                            window.order(),
                            window.calls());
            case SortingNode.Sort sort ->
                    new SortingNode.Sort(
                            sort.shape(),
                            push(sort.input(), sort.cut().cuts() ? List.of() : pending),
                            sort.keys(),
                            sort.cut());
            case SortingNode.Limit limit ->
                    new SortingNode.Limit(
                            limit.shape(), push(limit.input(), List.of()), limit.cut());
            case DataNode data -> data(data, pending);
        };
    }

    private PhysicalNode data(DataNode node, List<Pending> pending) {
        return switch (node) {
            case DataNode.Union union ->
                    new DataNode.Union(
                            union.shape(),
                            union.inputs().stream().map(each -> push(each, pending)).toList());
            case DataNode.Exchange exchange ->
                    new DataNode.Exchange(
                            exchange.shape(),
                            push(exchange.input(), List.of()),
                            exchange.kind(),
                            exchange.hashColumns(),
                            exchange.merge());
            case DataNode.Shared rows -> shared(rows, pending);
            case DataNode.TableWrite write ->
                    new DataNode.TableWrite(
                            write.shape(),
                            push(write.input(), List.of()),
                            write.table(),
                            write.mode());
        };
    }

    /** What a filter can reach is cheaper made for this place alone. */
    private PhysicalNode shared(DataNode.Shared rows, List<Pending> pending) {
        if (!pending.isEmpty()) {
            Set<Integer> before = Set.copyOf(placed);
            PhysicalNode filtered = push(rows.input(), pending);
            if (pending.stream().anyMatch(each -> isNew(each.id(), before))) {
                return filtered;
            }
        }
        PhysicalNode known = shared.get(rows.id());
        if (known == null) {
            known = new DataNode.Shared(rows.shape(), push(rows.input(), List.of()), rows.id());
            shared.put(rows.id(), known);
        }
        return known;
    }

    private boolean isNew(int filter, Set<Integer> before) {
        return placed.contains(filter) && !before.contains(filter);
    }

    private PhysicalNode scan(LeafNode.Scan scan, List<Pending> pending) {
        List<RuntimeFilterTarget> targets = new ArrayList<>(scan.runtimeFilters());
        for (Pending filter : pending) {
            boolean isRowId = filter.column() >= scan.columnIds().size();
            if (!isRowId) {
                placed.add(filter.id());
                targets.add(
                        RuntimeFilterTarget.newBuilder()
                                .setFilterId(filter.id())
                                .setColumn(filter.column())
                                .build());
            }
        }
        return new LeafNode.Scan(
                scan.shape(),
                scan.table(),
                scan.columnIds(),
                scan.withRowId(),
                scan.conjuncts(),
                targets);
    }

    private static List<Pending> through(RowNode.Project project, List<Pending> pending) {
        List<Pending> below = new ArrayList<>();
        for (Pending filter : pending) {
            Expression expression = project.expressions().get(filter.column());
            if (Expressions.isColumn(expression)) {
                below.add(filter.at(expression.getColumn()));
            }
        }
        return below;
    }

    private static List<Pending> before(RowNode.Replicate replicate, List<Pending> pending) {
        return pending.stream()
                .map(
                        filter ->
                                filter.column() < replicate.countColumn()
                                        ? filter
                                        : filter.at(filter.column() + 1))
                .toList();
    }

    private static List<Pending> through(GroupingNode.Aggregate aggregate, List<Pending> pending) {
        List<Pending> below = new ArrayList<>();
        for (Pending filter : pending) {
            if (filter.column() < aggregate.groups().size()) {
                below.add(filter.at(aggregate.groups().get(filter.column())));
            }
        }
        return below;
    }

    /** Whole partitions may go, single rows may not. */
    private static List<Pending> through(GroupingNode.Window window, List<Pending> pending) {
        return pending.stream().filter(f -> window.partitions().contains(f.column())).toList();
    }

    private PhysicalNode hashJoin(JoinNode.Hash join, List<Pending> pending) {
        List<Pending> left = new ArrayList<>();
        List<Pending> right = new ArrayList<>();
        split(join, pending, left, right);
        List<RuntimeFilterSource> own = new ArrayList<>();
        if (filtersProbe(join.kind())) {
            for (int key = 0; key < join.keys().size(); key++) {
                if (sameType(join, key)
                        && !join.keys().nullSafe().get(key)
                        && isSelective(join, key)) {
                    int id = nextId++;
                    own.add(RuntimeFilterSource.newBuilder().setFilterId(id).setKey(key).build());
                    left.add(new Pending(id, join.keys().left().get(key)));
                }
            }
        }
        PhysicalNode newLeft = push(join.left(), left);
        PhysicalNode newRight = push(join.right(), right);
        return new JoinNode.Hash(
                join.shape(),
                newLeft,
                newRight,
                join.kind(),
                join.keys(),
                join.conditions(),
                own.stream().filter(source -> placed.contains(source.getFilterId())).toList(),
                join.label());
    }

    /** Kinds in which a probe row without a match gives nothing. */
    private static boolean filtersProbe(JoinKind kind) {
        return switch (kind) {
            case INNER, RIGHT_OUTER, LEFT_SEMI, RIGHT_SEMI, RIGHT_ANTI -> true;
            case LEFT_OUTER, FULL_OUTER, LEFT_ANTI, NULL_AWARE_ANTI, MARK, UNRECOGNIZED -> false;
        };
    }

    /** A build side with nearly all values of the key would let everything through. */
    private static boolean isSelective(JoinNode.Hash join, int key) {
        ColumnEstimate left =
                join.left().shape().estimate().columns().get(join.keys().left().get(key));
        ColumnEstimate right =
                join.right().shape().estimate().columns().get(join.keys().right().get(key));
        return right.distinct() < MAX_SHARE * left.domain();
    }

    private static boolean sameType(JoinNode.Hash join, int key) {
        OutputColumn left = join.left().shape().columns().get(join.keys().left().get(key));
        OutputColumn right = join.right().shape().columns().get(join.keys().right().get(key));
        return left.type().equals(right.type());
    }

    /**
     * Filters of joins above go to the side that their column comes from; where that column equals
     * one of the other side and unmatched rows of neither matter, to both.
     */
    private static void split(
            JoinNode.Hash join, List<Pending> pending, List<Pending> left, List<Pending> right) {
        int width = join.left().shape().width();
        for (Pending filter : pending) {
            switch (join.kind()) {
                case INNER -> {
                    if (filter.column() < width) {
                        left.add(filter);
                        addEqual(join, filter, true, right);
                    } else {
                        right.add(filter.at(filter.column() - width));
                        addEqual(join, filter.at(filter.column() - width), false, left);
                    }
                }
                case LEFT_SEMI -> {
                    left.add(filter);
                    addEqual(join, filter, true, right);
                }
                case RIGHT_SEMI -> {
                    right.add(filter);
                    addEqual(join, filter, false, left);
                }
                case LEFT_ANTI, NULL_AWARE_ANTI -> left.add(filter);
                case RIGHT_ANTI -> right.add(filter);
                case LEFT_OUTER, MARK -> {
                    if (filter.column() < width) {
                        left.add(filter);
                    }
                }
                case RIGHT_OUTER -> {
                    if (filter.column() >= width) {
                        right.add(filter.at(filter.column() - width));
                    }
                }
                case FULL_OUTER, UNRECOGNIZED -> {}
            }
        }
    }

    private static void addEqual(
            JoinNode.Hash join, Pending filter, boolean fromLeft, List<Pending> target) {
        List<Integer> from = fromLeft ? join.keys().left() : join.keys().right();
        List<Integer> to = fromLeft ? join.keys().right() : join.keys().left();
        for (int key = 0; key < from.size(); key++) {
            if (from.get(key) == filter.column()
                    && sameType(join, key)
                    && !join.keys().nullSafe().get(key)) {
                target.add(filter.at(to.get(key)));
                return;
            }
        }
    }

    private PhysicalNode nestedLoop(JoinNode.NestedLoop join, List<Pending> pending) {
        int width = join.left().shape().width();
        List<Pending> left = new ArrayList<>();
        List<Pending> right = new ArrayList<>();
        for (Pending filter : pending) {
            if (filter.column() < width) {
                left.add(filter);
            } else if (join.kind() == JoinKind.INNER) {
                right.add(filter.at(filter.column() - width));
            }
        }
        return new JoinNode.NestedLoop(
                join.shape(),
                push(join.left(), left),
                push(join.right(), right),
                join.kind(),
                join.conditions(),
                join.label());
    }
}
