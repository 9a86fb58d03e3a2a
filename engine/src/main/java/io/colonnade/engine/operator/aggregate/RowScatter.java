package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.operator.FlatColumns;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One worker's rows on their way to {@link PartitionedGroups}: every partition has batches of its
 * own, and when enough of them are full they go to its table together. The columns are where they
 * are in the input; those that the aggregation does not read are not there.
 */
final class RowScatter implements AutoCloseable {
    /** For the batches of all partitions of one worker. */
    private static final long BUFFER_BYTES = 32 << 20;

    private static final int MIN_BATCHES = 2;
    private static final int MAX_BATCHES = 8;

    private final KeyPartitioning partitioning;
    private final PartitionedGroups groups;
    private final MemoryReservation memory;
    private final int width;
    private final int[] columns;
    private final List<PhysicalType> types = new ArrayList<>();
    private final ScatterColumn[] targets;
    private final FlatColumns keys;
    private final FlatColumns values;

    /** By partition: batches that are full, or the last one that is being filled. */
    private final List<List<Batch>> batches = new ArrayList<>();

    /** By partition: rows of the last batch. */
    private final int[] filled;

    /** Batches without rows. */
    private final List<Batch> spare = new ArrayList<>();

    private final int flushBatches;
    private final int batchBytes;
    private final int[] counts;
    private final int[] partitionOf = new int[Batch.CAPACITY];
    private final long[] hashes = new long[Batch.CAPACITY + Vector.PADDING];

    RowScatter(
            AggregateSpec spec,
            KeyPartitioning partitioning,
            PartitionedGroups groups,
            MemoryReservation parent) {
        this.partitioning = partitioning;
        this.groups = groups;
        memory = parent.part();
        width = spec.inputTypes().size();
        columns = spec.usedColumns();
        int partitions = partitioning.count();
        targets = new ScatterColumn[columns.length];
        int bytes = 0;
        for (int c = 0; c < columns.length; c++) {
            types.add(spec.inputTypes().get(columns[c]).physical());
            targets[c] = new ScatterColumn(types.get(c), partitions);
            bytes += types.get(c) == PhysicalType.INT128 ? 16 : 8;
        }
        batchBytes = bytes * (Batch.CAPACITY + Vector.PADDING);
        keys = new FlatColumns(spec.keys());
        values = new FlatColumns(columns);
        filled = new int[partitions];
        counts = new int[partitions];
        for (int p = 0; p < partitions; p++) {
            batches.add(new ArrayList<>());
        }
        long fitting = BUFFER_BYTES / ((long) batchBytes * partitions);
        flushBatches = (int) Math.max(MIN_BATCHES, Math.min(MAX_BATCHES, fitting));
    }

    void add(Batch batch) {
        int[] positions = batch.selection();
        int count = batch.rowCount();
        partitioning.of(keys.of(batch), positions, count, hashes, partitionOf);
        Arrays.fill(counts, 0);
        for (int i = 0; i < count; i++) {
            counts[partitionOf[i]]++;
        }
        for (int p = 0; p < counts.length; p++) {
            if (counts[p] > 0) {
                ensure(p, counts[p]);
            }
        }
        Vector[] sources = values.of(batch);
        for (int c = 0; c < sources.length; c++) {
            targets[c].scatter(sources[c], positions, count, partitionOf, filled.clone());
        }
        for (int p = 0; p < counts.length; p++) {
            filled[p] += counts[p];
        }
    }

    /** Makes room in a partition's last batch: a new one unless it has room. */
    private void ensure(int partition, int rows) {
        List<Batch> own = batches.get(partition);
        if (!own.isEmpty() && filled[partition] + rows <= Batch.CAPACITY) {
            return;
        }
        if (own.size() == flushBatches) {
            drain(partition);
            spare.addAll(own);
            own.clear();
        } else if (!own.isEmpty()) {
            own.getLast().setSize(filled[partition]);
        }
        Batch next = spare.isEmpty() ? newBatch() : spare.removeLast();
        for (int c = 0; c < columns.length; c++) {
            Vector vector = next.column(columns[c]);
            vector.reset();
            targets[c].open(partition, vector);
        }
        own.add(next);
        filled[partition] = 0;
    }

    private Batch newBatch() {
        memory.grow(batchBytes);
        Batch batch = new Batch(new Vector[width]);
        for (int c = 0; c < columns.length; c++) {
            batch.setColumn(columns[c], Vector.create(types.get(c), Batch.CAPACITY));
        }
        return batch;
    }

    /** Brings a partition's rows to its table; at the end by any thread. */
    void drain(int partition) {
        List<Batch> own = batches.get(partition);
        if (!own.isEmpty()) {
            own.getLast().setSize(filled[partition]);
            groups.update(partition, own);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
