package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.ArrayList;
import java.util.List;

/**
 * Groups of all workers, for more of them than the caches hold: one table per partition of the
 * keys. Workers deal rows out (see {@link RowScatter}) and bring them to a partition's table some
 * thousands at a time, while it is in their cache. A table is guarded by itself.
 */
final class PartitionedGroups {
    private final ExecutionContext context;
    private final AggregateSpec spec;
    private final KeyPartitioning partitioning;
    private final Groups[] tables;

    /** One per worker; guarded by itself. */
    private final List<RowScatter> scatters = new ArrayList<>();

    PartitionedGroups(
            ExecutionContext context,
            AggregateSpec spec,
            KeyPartitioning partitioning,
            MemoryReservation memory) {
        this.context = context;
        this.spec = spec;
        this.partitioning = partitioning;
        tables = new Groups[partitioning.count()];
        for (int p = 0; p < tables.length; p++) {
            tables[p] =
                    new Groups(spec, partitioning.groups(), partitioning.blocks(), memory, false);
        }
    }

    /** Whether all that the aggregation reads can be dealt out, and there is something to gain. */
    static boolean suits(AggregateSpec spec) {
        if (spec.keys().length == 0) {
            return false;
        }
        for (int column : spec.usedColumns()) {
            PhysicalType type = spec.inputTypes().get(column).physical();
            if (!ScatterColumn.supports(type)) {
                return false;
            }
        }
        return true;
    }

    /** For one worker. */
    RowScatter scatter(MemoryReservation memory) {
        RowScatter scatter = new RowScatter(spec, partitioning, this, memory);
        synchronized (scatters) {
            scatters.add(scatter);
        }
        return scatter;
    }

    /** Takes rows of one partition. */
    void update(int partition, List<Batch> batches) {
        Groups table = tables[partition];
        synchronized (table) {
            for (Batch batch : batches) {
                context.cancel().check();
                table.update(batch);
            }
        }
    }

    /** The tables, once they have what workers still held. */
    List<Groups> drained() {
        context.parallel(p -> scatters.forEach(scatter -> scatter.drain(p)), tables.length);
        scatters.forEach(RowScatter::close);
        scatters.clear();
        return List.of(tables);
    }

    /** Takes groups that workers made before; no more after that. */
    void merge(List<Groups> before) {
        GroupPartitions[] lists = new GroupPartitions[before.size()];
        context.parallel(
                i -> lists[i] = partitioning.of(before.get(i), spec.keyTypes()), lists.length);
        context.parallel(
                p -> {
                    Vector[] vectors = spec.keyVectors();
                    for (int i = 0; i < lists.length; i++) {
                        int first = lists[i].start(p);
                        int[] groups = lists[i].groups();
                        tables[p].merge(before.get(i), groups, first, lists[i].count(p), vectors);
                    }
                    tables[p].seal();
                },
                tables.length);
        before.forEach(Groups::drop);
    }
}
