package io.colonnade.engine.operator.join;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.spill.SpillPartitions;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Both sides of a join dealt out on disk by the hash of the keys, for want of room for the build
 * side (a grace hash join): each partition is then joined alone. Shared by all workers.
 */
final class JoinSpill {
    private static final int MOST_FRACTION = 10;

    private final ExecutionContext context;
    private final JoinSpec spec;
    private final MemoryReservation memory;
    private final int level;

    /** Set once, by the first worker without room; guarded by this when written. */
    private volatile SpillPartitions build;

    private volatile SpillPartitions probe;

    /** Writers of build rows; guarded by itself. */
    private final List<SpillPartitions.Writer> writers = new ArrayList<>();

    /** Of the build side, for null-aware joins: what every partition has to know. */
    private volatile boolean anyRow;

    private volatile boolean anyNullKey;

    /**
     * @param level of dealing; at the last level there is no spilling any more
     */
    JoinSpill(ExecutionContext context, JoinSpec spec, MemoryReservation memory, int level) {
        this.context = context;
        this.spec = spec;
        this.memory = memory;
        this.level = level;
    }

    /**
     * Whether partitions can be joined alone. A comparison with several keys or more conditions may
     * be unknown for rows of different partitions.
     */
    boolean isPossible() {
        boolean simple =
                spec.residual() == null && spec.leftKeys().length == 1 && !spec.nullSafe()[0];
        return level < SpillPartitions.MAX_LEVEL && (!spec.nullAware() || simple);
    }

    int level() {
        return level;
    }

    boolean isActive() {
        return build != null;
    }

    /** From now on all build rows go to disk; those in memory must follow. */
    synchronized void start() {
        if (build == null) {
            probe = partitions(spec.left(), all(spec.left()), spec.leftKeys());
            build = partitions(spec.right(), spec.keptRight().stream().toArray(), spec.rightKeys());
        }
    }

    private static int[] all(List<SqlType> types) {
        return IntStream.range(0, types.size()).toArray();
    }

    private SpillPartitions partitions(List<SqlType> types, int[] columns, int[] keys) {
        return new SpillPartitions(
                new SpillPartitions.Shape(
                        Types.physical(types),
                        columns,
                        keys,
                        context.equalHashes(),
                        context.counters(spec.nodeId()).spilledBytes::add),
                context.spillFile(),
                context.environment().memory().limit());
    }

    /** A worker's way to disk for build rows; after {@link #start}. */
    SpillPartitions.Writer buildWriter() {
        SpillPartitions.Writer writer = build.writer(level, memory);
        synchronized (writers) {
            writers.add(writer);
        }
        return writer;
    }

    /** Writes build rows. */
    void add(SpillPartitions.Writer writer, Batch batch) {
        if (spec.nullAware() && batch.rowCount() > 0) {
            anyRow = true;
            Vector key = batch.column(spec.rightKeys()[0]);
            for (int i = 0; key.mayHaveNulls() && i < batch.rowCount(); i++) {
                anyNullKey |= key.isNull(batch.position(i));
            }
        }
        writer.add(batch);
    }

    /** Writes build rows that were in memory. */
    void add(SpillPartitions.Writer writer, RowBuffer rows, int keySlot) {
        if (spec.nullAware() && rows.rows() > 0) {
            anyRow = true;
            RowColumn key = rows.column(keySlot);
            for (int row = 0; key.mayHaveNulls() && row < rows.rows(); row++) {
                anyNullKey |= key.isNull(row);
            }
        }
        writer.addAll(rows, context.cancelCheck());
    }

    /** No more build rows. */
    void finishBuild() {
        context.parallel(i -> writers.get(i).finish(), writers.size());
    }

    boolean anyRow() {
        return anyRow;
    }

    boolean anyNullKey() {
        return anyNullKey;
    }

    /** A worker's way to disk for probe rows. */
    SpillPartitions.Writer probeWriter() {
        return probe.writer(level, memory);
    }

    SpillPartitions.Reader buildReader(int partition) {
        return build.reader(partition);
    }

    SpillPartitions.Reader probeReader(int partition) {
        return probe.reader(partition);
    }

    /** Whether a partition has nearly all of the build rows. */
    boolean hasMost(int partition) {
        long all = 0;
        for (int p = 0; p < SpillPartitions.COUNT; p++) {
            all += build.partition(p).rows();
        }
        return build.partition(partition).rows() > all / MOST_FRACTION * (MOST_FRACTION - 1);
    }

    /** Whether nothing can come of a partition. */
    boolean isIdle(int partition) {
        boolean noProbe = probe.partition(partition).rows() == 0;
        boolean noBuild = build.partition(partition).rows() == 0;
        return noProbe && noBuild || noProbe && !spec.marksBuild() || noBuild && !spec.marksProbe();
    }

    /** Nobody reads any more. */
    void close() {
        if (isActive()) {
            build.close();
            probe.close();
        }
    }
}
