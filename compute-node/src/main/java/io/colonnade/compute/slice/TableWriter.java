package io.colonnade.compute.slice;

import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.engine.pipeline.Breaker;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.plan.WriteMode;
import io.colonnade.rpc.Topology;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Writes what a statement adds to a table as segments and what it takes away as delete vectors.
 * Nothing is visible before the leader commits the results; objects of a failed statement are
 * orphans. Each worker fills segments of its own, so writing needs no locks.
 */
public final class TableWriter implements Breaker {
    private final TableDefinition table;
    private final WriteMode mode;
    private final List<SqlType> inputTypes;
    private final Target target;
    private final DeletedRowSet deleted = new DeletedRowSet();

    // Guarded by itself.
    private final List<WriteResult> results = new ArrayList<>();

    /**
     * Where segments go.
     *
     * @param topology tells the slices of the node
     * @param buffers slice buffers of all workers together, which share the query's memory
     */
    public record Target(
            ObjectStore objects, Topology topology, int nodeId, int buffers, QueryMemory memory) {}

    public TableWriter(
            TableDefinition table, WriteMode mode, List<SqlType> inputTypes, Target target) {
        this.table = table;
        this.mode = mode;
        this.inputTypes = inputTypes;
        this.target = target;
    }

    @Override
    public Sink sink() {
        return new WriteSink();
    }

    @Override
    public Source source() {
        return new WriteResultSource(results);
    }

    private final class WriteSink implements Sink {
        @Override
        public SinkWriter open() {
            return new RowWriter();
        }

        @Override
        public void finish() {
            synchronized (results) {
                for (DeleteVector vector : deleted.toDeleteVectors()) {
                    results.add(WriteResult.newBuilder().setDeletes(vector).build());
                }
            }
        }
    }

    /** One worker's writer: row ids to the shared set, rows to its own segments. */
    private final class RowWriter implements SinkWriter {
        private final boolean deletes = mode != WriteMode.INSERT;
        private final boolean inserts = mode != WriteMode.DELETE;
        private final SliceRouter router =
                inserts ? new SliceRouter(table, rowTypes(), target) : null;
        private final RowChecks checks = new RowChecks(table);

        private List<SqlType> rowTypes() {
            return deletes ? inputTypes.subList(1, inputTypes.size()) : inputTypes;
        }

        @Override
        public void write(Batch batch) {
            Batch rows = batch;
            if (deletes) {
                deleted.add((LongVector) batch.column(0), batch);
                rows = withoutFirstColumn(batch);
            }
            if (inserts) {
                checks.verify(rows);
                router.route(rows);
            }
        }

        private Batch withoutFirstColumn(Batch batch) {
            Vector[] columns = new Vector[batch.columnCount() - 1];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = batch.column(i + 1);
            }
            Batch rows = new Batch(columns);
            rows.copyShape(batch);
            return rows;
        }

        @Override
        public CompletableFuture<?> writable() {
            return null;
        }

        @Override
        public void close() {
            if (inserts) {
                List<WriteResult> written = router.finish();
                synchronized (results) {
                    results.addAll(written);
                }
            }
        }
    }
}
