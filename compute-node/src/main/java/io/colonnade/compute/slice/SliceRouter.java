package io.colonnade.compute.slice;

import io.colonnade.log.DistributionStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;

import java.util.Arrays;

/**
 * Brings rows to the slices of this node: by the bucket of the distribution key, in turn for EVEN,
 * and all to the first slice for ALL; a rewrite without a key keeps them in their slice. One
 * worker's; not thread-safe.
 */
final class SliceRouter implements AutoCloseable {
    private final SliceLayout layout;
    private final int[] distributionColumn;
    private final SliceWriter[] slices;
    private final long[] hashes = new long[Batch.CAPACITY];
    private final int[][] positions;
    private final int[] counts;
    private final boolean spread;
    private int next;

    SliceRouter(TableDefinition table, SliceLayout layout) {
        this.layout = layout;
        int count = layout.runs().size();
        slices = new SliceWriter[count];
        for (int s = 0; s < count; s++) {
            slices[s] = layout.openWriter(s);
        }
        positions = new int[count][Batch.CAPACITY];
        counts = new int[count];
        boolean byKey = table.getDistribution() == DistributionStyle.KEY;
        distributionColumn = byKey ? new int[] {columnIndex(table)} : null;
        spread = table.getDistribution() != DistributionStyle.ALL && layout.onlySlice().isEmpty();
        next = layout.onlySlice().orElse(0);
    }

    private static int columnIndex(TableDefinition table) {
        for (int i = 0; i < table.getColumnsCount(); i++) {
            if (table.getColumns(i).getId() == table.getDistributionColumn()) {
                return i;
            }
        }
        throw new IllegalStateException("no distribution column in " + table.getName());
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
            int s = layout.sliceOf(Hashing.bucket(hashes[position]));
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

    /** No more rows from this worker. */
    void finish() {
        for (SliceWriter slice : slices) {
            slice.finish();
        }
    }

    /** Gives up what was not taken over by the slices. */
    @Override
    public void close() {
        for (SliceWriter slice : slices) {
            slice.close();
        }
    }
}
