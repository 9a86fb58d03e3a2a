package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.hash.KeyRange;
import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.operator.ChunkSource;
import io.colonnade.engine.pipeline.Breaker;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.engine.spill.SpillPartitions;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Aggregation: every worker has groups of its own; at the end those are merged, many groups in
 * parallel by partitions of the key's hash. Very many groups are kept by partition from the start
 * (see {@link PartitionedGroups}). Without memory they are finished one partition at a time (see
 * {@link AggregateSpill}).
 */
public final class AggregateOperator implements Breaker, Sink {
    /** Up to so many groups one thread merges faster than several find out who takes which. */
    private static final int SMALL_GROUPS = 8192;

    private static final int PARTITION_BITS = 6;

    /** What workers have made before they deal rows out is less. */
    private static final int MAX_OWN_GROUPS = 1 << 20;

    /** Sparser keys than this are partitioned by hash. */
    private static final long MAX_RANGE_PER_GROUP = 16;

    private final ExecutionContext context;
    private final AggregateSpec spec;
    private final MemoryReservation memory;

    /** One per worker; guarded by itself. */
    private final List<Groups> workers = new ArrayList<>();

    private final AdaptivePartitioning partitioning;
    private final AggregateSpill spill;

    /** What the source reads unless rows were spilled; set by finish. */
    private List<Groups> results = List.of();

    public AggregateOperator(ExecutionContext context, PlanNode node) {
        this.context = context;
        spec = AggregateSpec.of(node);
        memory = context.reservation(spec.label());
        partitioning = new AdaptivePartitioning(context, spec, memory);
        spill = new AggregateSpill(context, spec, memory);
        context.environment().memory().addSpillable();
    }

    private Groups newGroups(double expectedGroups, MemoryReservation parent) {
        return new Groups(spec, expectedGroups, parent, context.equalHashes());
    }

    @Override
    public Sink sink() {
        return this;
    }

    @Override
    public SinkWriter open() {
        Groups groups = newGroups(partitioning.ownGroups(), memory);
        synchronized (workers) {
            workers.add(groups);
        }
        return new GroupWriter(groups);
    }

    /** One worker's groups, and its way to disk once there is no room for more. */
    private final class GroupWriter implements SinkWriter {
        private final Groups groups;
        private final AdaptivePartitioning.Worker partitions = partitioning.worker();
        private SpillPartitions.Writer spilled;

        GroupWriter(Groups groups) {
            this.groups = groups;
        }

        @Override
        public void write(Batch batch) {
            if (!spill.isActive() && partitions.take(batch)) {
                return;
            }
            if (isFull()) {
                spill.start();
                spilled = spilled == null ? spill.writer() : spilled;
                spilled.add(batch);
                return;
            }
            groups.update(batch);
            groups.settle();
            partitions.look(groups, batch.rowCount());
        }

        /** What has no keys has one group. */
        private boolean isFull() {
            if (spec.keys().length == 0) {
                return false;
            }
            boolean forced = context.spillsAlways() && groups.size() > 0;
            return spill.isActive() || forced || !groups.prepare();
        }

        @Override
        public CompletableFuture<?> writable() {
            return null;
        }

        @Override
        public void close() {}
    }

    @Override
    public void finish() {
        List<Groups> parts;
        synchronized (workers) {
            parts = List.copyOf(workers);
            workers.clear();
        }
        context.counters(spec.nodeId()).memoryBytes.add(memory.totalBytes());
        List<Groups> filled = parts.stream().filter(g -> g.size() > 0).toList();
        if (partitioning.isActive()) {
            finishPartitioned(filled);
        } else if (spill.isActive() || !finishInMemory(filled)) {
            spill.start();
            spill.finish(filled);
        }
    }

    /** Workers that ran out of room for partitions have gone on with groups of their own. */
    private void finishPartitioned(List<Groups> parts) {
        long own = parts.stream().mapToLong(Groups::size).sum();
        List<Groups> tables = partitioning.tables();
        if (!spill.isActive() && own <= MAX_OWN_GROUPS) {
            partitioning.merge(parts);
            results = tables;
            return;
        }
        List<Groups> all = new ArrayList<>(parts);
        tables.stream().filter(table -> table.size() > 0).forEach(all::add);
        spill.start();
        spill.finish(all);
    }

    /** False if there is no room for that; then the parts are as they were. */
    private boolean finishInMemory(List<Groups> parts) {
        long total = parts.stream().mapToLong(Groups::size).sum();
        if (parts.size() > 1 && spec.keys().length > 0 && total > SMALL_GROUPS) {
            return mergePartitions(parts);
        }
        results = parts.size() <= 1 ? parts : List.of(mergeAll(parts));
        context.parallel(i -> results.get(i).seal(), results.size());
        return true;
    }

    private Groups mergeAll(List<Groups> parts) {
        Groups first = parts.getFirst();
        Vector[] vectors = spec.keyVectors();
        for (Groups other : parts.subList(1, parts.size())) {
            first.merge(other, null, 0, other.size(), vectors);
            other.drop();
        }
        return first;
    }

    private boolean mergePartitions(List<Groups> parts) {
        MemoryReservation merging = memory.part();
        try {
            results = List.of(mergePartitions(parts, merging));
            context.parallel(i -> results.get(i).seal(), results.size());
        } catch (ColonnadeException e) {
            if (e.code() != ErrorCode.OUT_OF_MEMORY) {
                throw e;
            }
            results = List.of();
            merging.close();
            return false;
        }
        parts.forEach(Groups::drop);
        return true;
    }

    private Groups[] mergePartitions(List<Groups> parts, MemoryReservation merging) {
        int partitions = 1 << PARTITION_BITS;
        KeyRange range = denseRange(parts);
        GroupPartitions[] lists = new GroupPartitions[parts.size()];
        MemoryReservation listing = merging.part();
        parts.forEach(part -> listing.grow(6L * part.size()));
        context.parallel(
                i ->
                        lists[i] =
                                range == null
                                        ? GroupPartitions.byHash(parts.get(i), spec, PARTITION_BITS)
                                        : GroupPartitions.byRange(
                                                parts.get(i), range, PARTITION_BITS),
                parts.size());
        Groups[] merged = new Groups[partitions];
        context.parallel(
                p -> {
                    Groups target = newGroups(0, merging);
                    Vector[] vectors = spec.keyVectors();
                    for (int i = 0; i < lists.length; i++) {
                        context.cancel().check();
                        GroupPartitions list = lists[i];
                        target.merge(
                                parts.get(i), list.groups(), list.start(p), list.count(p), vectors);
                    }
                    merged[p] = target;
                },
                partitions);
        listing.close();
        return merged;
    }

    /** The range of one integer key whose values lie densely, else null. */
    private KeyRange denseRange(List<Groups> parts) {
        PhysicalType type = spec.keyTypes().getFirst();
        if (spec.keys().length > 1 || type != PhysicalType.INT && type != PhysicalType.LONG) {
            return null;
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        long total = 0;
        for (Groups part : parts) {
            KeyRange range = KeyRange.of(part.keys().column(0), part.size());
            min = Math.min(min, range.min());
            max = Math.max(max, range.max());
            total += part.size();
        }
        long span = max - min + 1;
        boolean dense = span > 0 && span <= total * MAX_RANGE_PER_GROUP;
        return dense ? new KeyRange(min, max, 0) : null;
    }

    @Override
    public Source source() {
        return new GroupSource();
    }

    /** Batches of groups; no order. */
    private final class GroupSource extends ChunkSource {
        @Override
        protected long chunks() {
            return results.stream().mapToLong(GroupSource::chunks).sum();
        }

        private static long chunks(Groups groups) {
            return (groups.size() + (long) Batch.CAPACITY - 1) / Batch.CAPACITY;
        }

        @Override
        public int maxParallelism() {
            return spill.isActive() ? SpillPartitions.COUNT : super.maxParallelism();
        }

        @Override
        public SourceReader open() {
            return spill.isActive() ? spill.reader() : super.open();
        }

        @Override
        public void ended() {
            results = List.of();
            spill.close();
            memory.close();
        }

        @Override
        protected ChunkReader reader() {
            Batch batch = Batch.create(spec.outputTypes());
            return chunk -> read(chunk, batch);
        }

        private Batch read(long chunk, Batch batch) {
            long left = chunk;
            for (Groups groups : results) {
                long chunks = chunks(groups);
                if (left < chunks) {
                    int first = (int) (left * Batch.CAPACITY);
                    groups.result(first, Math.min(Batch.CAPACITY, groups.size() - first), batch);
                    return batch;
                }
                left -= chunks;
            }
            throw new IllegalStateException("no chunk " + chunk);
        }
    }
}
