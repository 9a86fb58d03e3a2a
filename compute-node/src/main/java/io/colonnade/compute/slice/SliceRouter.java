package io.colonnade.compute.slice;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.Topology;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brings rows to the slices of this node: by the bucket of the distribution key, in turn for EVEN,
 * and all to the first slice for ALL. One worker's; not thread-safe.
 */
final class SliceRouter {
    private final int[] distributionColumn;
    private final int[] bucketSlice;
    private final int firstSlice;
    private final SliceWriter[] slices;
    private final long[] hashes = new long[Batch.CAPACITY];
    private final int[][] positions;
    private final int[] counts;
    private final boolean spread;
    private int next;

    SliceRouter(TableDefinition table, List<SqlType> types, TableWriter.Target target) {
        Topology topology = target.topology();
        int first = 0;
        int count = 0;
        for (Node node : topology.getNodesList()) {
            if (node.getId() == target.nodeId()) {
                count = node.getSlices();
                break;
            }
            first += node.getSlices();
        }
        firstSlice = first;
        bucketSlice = topology.getBucketSliceList().stream().mapToInt(Integer::intValue).toArray();
        slices = new SliceWriter[count];
        for (int s = 0; s < count; s++) {
            slices[s] = new SliceWriter(table, types, bucketRange(first + s), target);
        }
        positions = new int[count][Batch.CAPACITY];
        counts = new int[count];
        boolean byKey = table.getDistribution() == DistributionStyle.KEY;
        distributionColumn = byKey ? new int[] {columnIndex(table)} : null;
        spread = table.getDistribution() != DistributionStyle.ALL;
    }

    private static int columnIndex(TableDefinition table) {
        for (int i = 0; i < table.getColumnsCount(); i++) {
            ColumnDefinition column = table.getColumns(i);
            if (column.getId() == table.getDistributionColumn()) {
                return i;
            }
        }
        throw new IllegalStateException("no distribution column in " + table.getName());
    }

    private BucketRange bucketRange(int slice) {
        int first = 0;
        while (bucketSlice[first] != slice) {
            first++;
        }
        int last = first;
        while (last + 1 < bucketSlice.length && bucketSlice[last + 1] == slice) {
            last++;
        }
        return new BucketRange(first, last);
    }

    void route(Batch batch) {
        if (distributionColumn == null) {
            slices[next].add(batch);
            next = spread ? (next + 1) % slices.length : next;
            return;
        }
        Hashing.hash(batch, distributionColumn, hashes);
        Arrays.fill(counts, 0);
        for (int i = 0; i < batch.rowCount(); i++) {
            int position = batch.position(i);
            int s = bucketSlice[Hashing.bucket(hashes[position])] - firstSlice;
            positions[s][counts[s]++] = position;
        }
        int[] selection = batch.selection();
        int rows = batch.rowCount();
        for (int s = 0; s < slices.length; s++) {
            if (counts[s] > 0) {
                batch.select(positions[s], counts[s]);
                slices[s].add(batch);
            }
        }
        batch.select(selection, rows);
    }

    /** Writes what is left and reports every segment. */
    List<WriteResult> finish() {
        List<WriteResult> results = new ArrayList<>();
        for (SliceWriter slice : slices) {
            results.addAll(slice.finish());
        }
        return results;
    }
}
