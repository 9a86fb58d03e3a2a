package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.storage.vector.Batch;

import java.util.List;

/**
 * Whether workers make groups of their own or deal rows out to groups by partition: the latter as
 * soon as there will be more groups than the caches hold and a worker finds most of its rows in
 * groups that it has not seen. Shared by the workers of one aggregation.
 */
final class AdaptivePartitioning {
    /** With so many groups, whatever was expected, a worker's tables have left its caches. */
    private static final int MANY_GROUPS = 1 << 18;

    /** With so many a worker knows whether its rows are spread over the keys. */
    private static final int SOME_GROUPS = 1 << 14;

    /** Fewer than this fit the caches, or nearly. */
    private static final double MANY_EXPECTED = 400_000;

    private static final int WINDOW_ROWS = 1 << 14;

    /** Without so much to spare there is nothing to gain: rows would have to go to disk. */
    private static final long ROOM_BYTES = 128 << 20;

    private final ExecutionContext context;
    private final AggregateSpec spec;
    private final MemoryReservation memory;
    private final boolean possible;
    private final boolean forced;
    private final long room;

    /** Null while workers have groups of their own. */
    private volatile PartitionedGroups groups;

    AdaptivePartitioning(ExecutionContext context, AggregateSpec spec, MemoryReservation memory) {
        this.context = context;
        this.spec = spec;
        this.memory = memory;
        String algorithm = context.aggregateAlgorithm();
        forced = algorithm.equals("partition");
        room = forced ? 0 : ROOM_BYTES;
        possible =
                !algorithm.equals("hash")
                        && !context.equalHashes()
                        && !context.spillsAlways()
                        && PartitionedGroups.suits(spec);
    }

    /** How many groups a worker should expect of its own. */
    double ownGroups() {
        return possible && isLarge() ? 0 : spec.estimatedGroups();
    }

    private boolean isLarge() {
        return forced || spec.estimatedGroups() >= MANY_EXPECTED;
    }

    /** Whether rows were or are dealt out. */
    boolean isActive() {
        return groups != null;
    }

    Worker worker() {
        return new Worker();
    }

    private synchronized void start(Groups sample) {
        if (groups == null) {
            groups =
                    new PartitionedGroups(
                            context,
                            spec,
                            KeyPartitioning.choose(sample.keys(), spec.estimatedGroups()),
                            memory);
        }
    }

    /** When all rows are there: the groups by partition, without those that workers made. */
    List<Groups> tables() {
        return groups.drained();
    }

    /** Takes those as well, and seals all. */
    void merge(List<Groups> before) {
        groups.merge(before);
    }

    /** One worker's view. */
    final class Worker {
        private RowScatter scatter;
        private int windowRows;
        private int windowGroups;

        /** Whether the rows went to partitions; else they belong to the worker's own groups. */
        boolean take(Batch batch) {
            if (scatter == null) {
                PartitionedGroups shared = groups;
                if (shared == null) {
                    return false;
                }
                scatter = shared.scatter(memory);
            }
            if (!memory.isAmple(room)) {
                return false;
            }
            scatter.add(batch);
            return true;
        }

        /** Looks at the worker's own groups after they took rows. */
        void look(Groups own, int rows) {
            windowRows += rows;
            if (!possible || windowRows < WINDOW_ROWS && !forced) {
                return;
            }
            if (!memory.isAmple(2 * room)) {
                return;
            }
            boolean spread = own.size() - windowGroups > windowRows / 2;
            boolean large = own.size() >= (isLarge() ? SOME_GROUPS : MANY_GROUPS);
            if (spread && large || forced && own.size() > 0) {
                start(own);
            }
            windowRows = 0;
            windowGroups = own.size();
        }
    }
}
