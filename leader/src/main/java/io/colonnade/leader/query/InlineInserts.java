package io.colonnade.leader.query;

import com.google.protobuf.ByteString;

import io.colonnade.engine.fragment.ConstantRows;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.InlineRows;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.PlanNode;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.storage.segment.RowChecks;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;
import io.colonnade.storage.vector.Hashing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The short way of INSERT .. VALUES: a few rows are computed by the leader and go into the log with
 * the commit. No compute node has a part in it, and there is no object until they are folded. The
 * session's thread only.
 */
final class InlineInserts {
    /** Rows of a statement; more are worth a segment. */
    private static final int MAX_ROWS = 1_000;

    /** Bytes of a statement's rows, encoded: with 64 statements in a slot it stays at 4 MB. */
    private static final int MAX_BYTES = 64 << 10;

    private final ComputeCluster cluster;
    private final SessionState session;

    InlineInserts(ComputeCluster cluster, SessionState session) {
        this.cluster = cluster;
        this.session = session;
    }

    /** Inserts the rows if they are few and written in the statement; their number. */
    OptionalLong insert(
            PlannedStatement planned, ParameterValues parameters, Transaction transaction) {
        if (!(planned.bound() instanceof BoundStatement.Insert insert)
                || ConstantRows.written(planned.plan().fragments(), MAX_ROWS).isEmpty()) {
            return OptionalLong.empty();
        }
        Optional<PlanNode> plan = ConstantRows.written(planned.fragments(parameters), MAX_ROWS);
        Batch rows = ConstantRows.evaluate(plan.orElseThrow(), session.settings().timeZone());
        TableDefinition table = insert.table().definition();
        new RowChecks(table).verify(rows);
        List<InlineRows> parts = routed(table, rows);
        int bytes = parts.stream().mapToInt(part -> part.getBatch().size()).sum();
        if (bytes > MAX_BYTES || !transaction.insert(table.getId(), parts)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(rows.rowCount());
    }

    /** The rows of each slice: those of its buckets, or all of them for one slice in turn. */
    private List<InlineRows> routed(TableDefinition table, Batch rows) {
        if (rows.rowCount() == 0) {
            return List.of();
        }
        if (table.getDistribution() != DistributionStyle.KEY) {
            boolean all = table.getDistribution() == DistributionStyle.ALL;
            return List.of(part(table, all ? 0 : cluster.nextSlice(), rows));
        }
        long[] hashes = new long[rows.size()];
        Hashing.hash(rows, new int[] {distributionColumn(table)}, hashes);
        List<InlineRows> parts = new ArrayList<>();
        int[] positions = new int[rows.rowCount()];
        for (int slice = 0; slice < cluster.slices(); slice++) {
            int count = 0;
            for (int i = 0; i < rows.rowCount(); i++) {
                int position = rows.position(i);
                if (cluster.sliceOf(Hashing.bucket(hashes[position])) == slice) {
                    positions[count++] = position;
                }
            }
            if (count > 0) {
                Batch selected = Batch.of(rows);
                selected.select(positions, count);
                parts.add(part(table, slice, selected));
            }
        }
        return parts;
    }

    private static int distributionColumn(TableDefinition table) {
        for (int i = 0; i < table.getColumnsCount(); i++) {
            if (table.getColumns(i).getId() == table.getDistributionColumn()) {
                return i;
            }
        }
        throw new IllegalStateException("no distribution column in " + table.getName());
    }

    private InlineRows part(TableDefinition table, int slice, Batch rows) {
        InlineRows.Builder part =
                InlineRows.newBuilder()
                        .setRows(rows.rowCount())
                        .setFirstBucket(cluster.firstBucket(slice))
                        .setLastBucket(cluster.lastBucket(slice))
                        .setBatch(ByteString.copyFrom(BatchCodec.encode(rows)));
        for (ColumnDefinition column : table.getColumnsList()) {
            part.addColumnIds(column.getId());
        }
        return part.build();
    }
}
