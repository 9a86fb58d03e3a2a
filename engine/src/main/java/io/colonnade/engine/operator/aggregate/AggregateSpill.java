package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.operator.ReadyReader;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.spill.SpillPartitions;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an aggregation does when its groups outgrow its memory: the groups that are there stay as
 * they are, all further rows are dealt out to partitions on disk. Later each partition is finished
 * alone, from the old groups that belong to it and its rows; one that is still too large is dealt
 * out again. Shared by all workers.
 */
final class AggregateSpill {
    private static final int ALL_DONE = -1;

    private final ExecutionContext context;
    private final AggregateSpec spec;
    private final MemoryReservation memory;

    /** Set once, by the first worker without room; guarded by this when written. */
    private volatile SpillPartitions rows;

    /** One per worker that has spilled rows; guarded by itself. */
    private final List<SpillPartitions.Writer> writers = new ArrayList<>();

    /** Groups of the workers, from before the spill; complete when finished. */
    private List<Groups> old = List.of();

    private int[][][] oldByPartition;
    private final AtomicInteger nextPartition = new AtomicInteger();

    /**
     * A part of the work: the rows of a partition, and per worker the old groups that belong there.
     *
     * @param level by which it was dealt out
     * @param number {@link #ALL_DONE} behind all others: nobody reads them any more
     */
    private record Partition(int level, SpillPartitions rows, int number, int[][] groups) {}

    AggregateSpill(ExecutionContext context, AggregateSpec spec, MemoryReservation memory) {
        this.context = context;
        this.spec = spec;
        this.memory = memory;
    }

    /** Whether rows go to disk from now on. */
    boolean isActive() {
        return rows != null;
    }

    /** From now on rows go to disk. */
    synchronized void start() {
        if (rows == null) {
            rows = newPartitions();
        }
    }

    private SpillPartitions newPartitions() {
        BitSet used = new BitSet();
        for (int key : spec.keys()) {
            used.set(key);
        }
        spec.calls()
                .forEach(
                        call -> {
                            for (int input : Accumulators.inputs(call)) {
                                used.set(input);
                            }
                            if (call.getFilter() >= 0) {
                                used.set(call.getFilter());
                            }
                        });
        return new SpillPartitions(
                new SpillPartitions.Shape(
                        Types.physical(spec.inputTypes()),
                        used.stream().toArray(),
                        spec.keys(),
                        context.equalHashes(),
                        context.counters(spec.nodeId()).spilledBytes::add),
                context.spillFile(),
                context.environment().memory().limit());
    }

    /** A worker's way to disk; after {@link #start}. */
    SpillPartitions.Writer writer() {
        SpillPartitions.Writer writer = rows.writer(0, memory);
        synchronized (writers) {
            writers.add(writer);
        }
        return writer;
    }

    /** No more rows. */
    void finish(List<Groups> groups) {
        context.parallel(i -> writers.get(i).finish(), writers.size());
        old = groups;
        MemoryReservation listing = memory.part();
        groups.forEach(part -> listing.grow(4L * part.size()));
        oldByPartition = new int[groups.size()][][];
        context.parallel(i -> oldByPartition[i] = deal(groups.get(i), null, 0), groups.size());
    }

    /** The groups (null: all) by partition. */
    private int[][] deal(Groups groups, int[] ids, int level) {
        int size = ids == null ? groups.size() : ids.length;
        int[][] dealt = new int[SpillPartitions.COUNT][16];
        int[] counts = new int[SpillPartitions.COUNT];
        KeyHashes hashes = new KeyHashes(spec, context.equalHashes());
        int[] chunk = new int[Batch.CAPACITY];
        for (int first = 0; first < size; first += chunk.length) {
            context.cancel().check();
            int count = Math.min(chunk.length, size - first);
            for (int i = 0; i < count; i++) {
                chunk[i] = ids == null ? first + i : ids[first + i];
            }
            long[] hashOf = hashes.of(groups, chunk, count);
            for (int i = 0; i < count; i++) {
                int p = SpillPartitions.of(hashOf[i], level);
                if (counts[p] == dealt[p].length) {
                    dealt[p] = Arrays.copyOf(dealt[p], counts[p] * 2);
                }
                dealt[p][counts[p]++] = chunk[i];
            }
        }
        for (int p = 0; p < dealt.length; p++) {
            dealt[p] = Arrays.copyOf(dealt[p], counts[p]);
        }
        return dealt;
    }

    /** A worker's reader of finished groups; workers share the partitions. */
    ReadyReader reader() {
        return new Reader();
    }

    private Partition next() {
        int p = nextPartition.getAndIncrement();
        return p < SpillPartitions.COUNT
                ? new Partition(0, rows, p, groupsOf(oldByPartition, p))
                : null;
    }

    private static int[][] groupsOf(int[][][] dealt, int partition) {
        int[][] groups = new int[dealt.length][];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = dealt[i][partition];
        }
        return groups;
    }

    /** Finishes one partition after the other, and those that it makes of them. */
    private final class Reader extends ReadyReader {
        private final ArrayDeque<Partition> smaller = new ArrayDeque<>();
        private final Batch batch = Batch.create(spec.outputTypes());
        private final Vector[] keys = spec.keyVectors();
        private Groups groups;
        private int given;

        @Override
        public Batch next() {
            while (groups == null || given == groups.size()) {
                if (groups != null) {
                    groups.drop();
                    groups = null;
                }
                Partition partition =
                        smaller.isEmpty() ? AggregateSpill.this.next() : smaller.pop();
                if (partition == null) {
                    return null;
                }
                if (partition.number() == ALL_DONE) {
                    partition.rows().close();
                } else {
                    groups = finish(partition);
                }
                given = 0;
            }
            context.cancel().check();
            int count = Math.min(Batch.CAPACITY, groups.size() - given);
            groups.result(given, count, batch);
            given += count;
            return batch;
        }

        /** The partition's groups; null if it was dealt out instead. */
        private Groups finish(Partition partition) {
            boolean last = partition.level() + 1 == SpillPartitions.MAX_LEVEL;
            Groups target = new Groups(spec, 0, memory, context.equalHashes());
            try {
                if (take(partition, target, last)) {
                    target.seal();
                    return target;
                }
            } catch (ColonnadeException e) {
                if (e.code() != ErrorCode.OUT_OF_MEMORY || last) {
                    throw e;
                }
            }
            target.drop();
            dealAgain(partition);
            return null;
        }

        /** False if there is no room. */
        private boolean take(Partition partition, Groups target, boolean last) {
            for (int i = 0; i < old.size(); i++) {
                int[] ids = partition.groups()[i];
                for (int first = 0; first < ids.length; first += Batch.CAPACITY) {
                    context.cancel().check();
                    if (!last && !target.prepareLate()) {
                        return false;
                    }
                    int count = Math.min(Batch.CAPACITY, ids.length - first);
                    target.merge(old.get(i), ids, first, count, keys);
                    target.settle();
                }
            }
            SpillPartitions.Reader reader = partition.rows().reader(partition.number());
            Batch input;
            while ((input = reader.next()) != null) {
                context.cancel().check();
                if (!last && !target.prepareLate()) {
                    return false;
                }
                target.update(input);
                target.settle();
            }
            return true;
        }

        private void dealAgain(Partition partition) {
            int level = partition.level() + 1;
            SpillPartitions dealt = newPartitions();
            partition
                    .rows()
                    .dealOut(partition.number(), dealt, level, memory, context.cancel()::check);
            int[][][] groupsDealt = new int[old.size()][][];
            for (int i = 0; i < groupsDealt.length; i++) {
                groupsDealt[i] = deal(old.get(i), partition.groups()[i], level);
            }
            smaller.push(new Partition(level, dealt, ALL_DONE, null));
            for (int p = 0; p < SpillPartitions.COUNT; p++) {
                smaller.push(new Partition(level, dealt, p, groupsOf(groupsDealt, p)));
            }
        }
    }

    /** Nobody reads any more. */
    void close() {
        if (rows != null) {
            rows.close();
        }
        old = List.of();
        oldByPartition = null;
    }
}
