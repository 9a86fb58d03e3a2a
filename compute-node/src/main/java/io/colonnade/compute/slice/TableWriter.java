package io.colonnade.compute.slice;

import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.engine.pipeline.Breaker;
import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.spill.QuerySpill;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.Rewrite;
import io.colonnade.plan.TableWrite;
import io.colonnade.plan.WriteMode;
import io.colonnade.rpc.Topology;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.segment.RowChecks;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes what a statement adds to a table as segments and what it takes away as delete vectors.
 * Nothing is visible before the leader commits the results; objects of a failed statement are
 * orphans.
 *
 * <pre>
 * sink:    rows -> slice by bucket -> sorted runs, per worker and slice (spilled when large)
 * source:  per slice: merge of its runs -> segments -> one report each
 * </pre>
 */
public final class TableWriter implements Breaker, AutoCloseable {
    private final TableDefinition table;
    private final WriteMode mode;
    private final Target target;
    private final SliceLayout slices;
    private final DeletedRowSet deleted = new DeletedRowSet();
    private final LongAdder mergedRows = new LongAdder();

    /**
     * Where segments go.
     *
     * @param topology tells the slices of the node
     * @param buffers slice buffers of all workers together, which share the query's memory
     * @param spill for sorted runs that do not fit in memory
     */
    public record Target(
            ObjectStore objects,
            Topology topology,
            int nodeId,
            int buffers,
            QuerySpill spill,
            QueryMemory memory,
            CancelToken cancel) {}

    /**
     * @param write mode and kind of the write
     */
    public TableWriter(
            TableDefinition table, TableWrite write, List<SqlType> inputTypes, Target target) {
        this.table = table;
        this.mode = write.getMode();
        List<SqlType> rowTypes = inputTypes.subList(leadingColumns(mode), inputTypes.size());
        this.target = target;
        Optional<Rewrite> rewrite =
                write.hasRewrite() ? Optional.of(write.getRewrite()) : Optional.empty();
        this.slices = new SliceLayout(table, rowTypes, rewrite, target);
    }

    /** Columns of the input before those of the table; see {@link WriteMode}. */
    private static int leadingColumns(WriteMode mode) {
        return switch (mode) {
            case INSERT -> 0;
            case DELETE, UPDATE -> 1;
            case MERGE -> 2;
            case UNRECOGNIZED -> throw new IllegalArgumentException("write mode " + mode);
        };
    }

    @Override
    public Sink sink() {
        return new WriteSink();
    }

    @Override
    public Source source() {
        return new WriteResultSource(deleted, mergedRows, mode == WriteMode.MERGE, slices.runs());
    }

    /** Gives up what was not written; when nothing of the query runs any more. */
    @Override
    public void close() {
        slices.runs().forEach(SliceRuns::close);
    }

    private final class WriteSink implements Sink {
        @Override
        public SinkWriter open() {
            return new RowWriter();
        }

        @Override
        public void finish() {
            // Segments are written by the source, a slice at a time per worker.
        }
    }

    /** One worker's writer: row ids to the shared set, rows to its runs of each slice. */
    private final class RowWriter implements SinkWriter {
        private final boolean deletes = mode != WriteMode.INSERT;
        private final boolean inserts = mode != WriteMode.DELETE;
        private final SliceRouter router = inserts ? new SliceRouter(table, slices) : null;
        private final RowChecks checks = new RowChecks(table);
        private final int[] kept = mode == WriteMode.MERGE ? new int[Batch.CAPACITY] : null;

        @Override
        public void write(Batch batch) {
            Batch rows = tableColumns(batch);
            if (mode == WriteMode.MERGE) {
                mergedRows.add(batch.rowCount());
                deleted.addOnce((LongVector) batch.column(0), batch);
                rows.select(kept, selectTrue((BooleanVector) batch.column(1), batch, kept));
            } else if (deletes) {
                deleted.add((LongVector) batch.column(0), batch);
            }
            if (inserts && rows.rowCount() > 0) {
                checks.verify(rows);
                router.route(rows);
            }
        }

        private Batch tableColumns(Batch batch) {
            int first = leadingColumns(mode);
            Vector[] columns = new Vector[batch.columnCount() - first];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = batch.column(i + first);
            }
            Batch rows = new Batch(columns);
            rows.copyShape(batch);
            return rows;
        }

        private static int selectTrue(BooleanVector flags, Batch batch, int[] positions) {
            int count = 0;
            for (int i = 0; i < batch.rowCount(); i++) {
                int position = batch.position(i);
                positions[count] = position;
                count += flags.value(position);
            }
            return count;
        }

        @Override
        public CompletableFuture<?> writable() {
            return null;
        }

        @Override
        public void close() {
            if (!inserts) {
                return;
            }
            try (router) {
                if (!target.cancel().isCanceled()) {
                    router.finish();
                }
            }
        }
    }
}
