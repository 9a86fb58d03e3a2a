package io.colonnade.compute.slice;

import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.Rewrite;
import io.colonnade.plan.SortKey;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.Topology;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The slices of this node as one statement writes to them; shared by its workers. */
final class SliceLayout {
    private final TableDefinition table;
    private final List<SqlType> types;
    private final TableWriter.Target target;
    private final List<SortKey> sortKeys = new ArrayList<>();
    private final List<SliceRuns> runs = new ArrayList<>();
    private final int firstSlice;
    private final int[] bucketSlice;
    private final OptionalInt onlySlice;

    /**
     * @param types of the rows; one more than the table's columns in a rewrite
     */
    SliceLayout(
            TableDefinition table,
            List<SqlType> types,
            Optional<Rewrite> rewrite,
            TableWriter.Target target) {
        this.table = table;
        this.types = types;
        this.target = target;
        addSortKeys();
        Topology topology = target.topology();
        bucketSlice = topology.getBucketSliceList().stream().mapToInt(Integer::intValue).toArray();
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
        onlySlice =
                rewrite.isPresent()
                                && table.getDistribution() != DistributionStyle.KEY
                                && table.getDistribution() != DistributionStyle.ALL
                        ? OptionalInt.of(sliceOf(rewrite.get().getBucket()))
                        : OptionalInt.empty();
        int[] keyColumns = sortKeys.stream().mapToInt(SortKey::getColumn).toArray();
        for (int s = 0; s < count; s++) {
            SliceRuns.Shape shape =
                    new SliceRuns.Shape(
                            types, bucketRange(first + s), keyColumns, rewrite.isPresent());
            runs.add(new SliceRuns(table, shape, target));
        }
    }

    private void addSortKeys() {
        if (table.getSort() == SortStyle.NONE) {
            return;
        }
        for (int id : table.getSortColumnsList()) {
            for (int i = 0; i < table.getColumnsCount(); i++) {
                if (table.getColumns(i).getId() == id) {
                    sortKeys.add(SortKey.newBuilder().setColumn(i).build());
                }
            }
        }
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

    /** Where all rows go, if they must not be spread. */
    OptionalInt onlySlice() {
        return onlySlice;
    }

    List<SliceRuns> runs() {
        return runs;
    }

    /** Index among this node's slices of the owner of a bucket. */
    int sliceOf(int bucket) {
        return bucketSlice[bucket] - firstSlice;
    }

    /** A writer for one worker and one slice. */
    SliceWriter openWriter(int slice) {
        return new SliceWriter(table, types, sortKeys, runs.get(slice), target);
    }
}
