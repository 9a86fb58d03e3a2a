package io.colonnade.leader.query;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.leader.system.StatementRecord;
import io.colonnade.rpc.Finished;
import io.colonnade.rpc.OperatorCounters;
import io.colonnade.storage.vector.Batch;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The rows of a running query for the client; keeps the statement's history record. */
final class RowStream implements ResultStream {
    private final QueryRunner.Run run;
    private final LongSupplier nowMicros;
    private final Consumer<Batch> onBatch;
    private final Runnable onEnd;
    private long rows;
    private boolean ended;

    /**
     * @param onBatch sees every batch before the client (the result cache keeps them)
     * @param onEnd runs when the last row was read without failure
     */
    RowStream(
            QueryRunner.Run run, LongSupplier nowMicros, Consumer<Batch> onBatch, Runnable onEnd) {
        this.run = run;
        this.nowMicros = nowMicros;
        this.onBatch = onBatch;
        this.onEnd = onEnd;
    }

    @Override
    public Batch next() {
        try {
            Batch batch = run.query().next();
            if (batch != null) {
                rows += batch.rowCount();
                onBatch.accept(batch);
            } else if (!ended) {
                ended = true;
                run.record().ended(outcome(run.query().finished(), rows, null));
                run.close();
                onEnd.run();
            }
            return batch;
        } catch (ColonnadeException e) {
            run.record().ended(outcome(List.of(), rows, e.getMessage()));
            run.close();
            throw e;
        }
    }

    private StatementRecord.Outcome outcome(List<Finished> finished, long count, String error) {
        return outcome(nowMicros.getAsLong(), finished, count, error);
    }

    /** How a statement ended, from what its nodes counted. */
    static StatementRecord.Outcome outcome(
            long endMicros, List<Finished> finished, long rows, String error) {
        long read = 0;
        long skipped = 0;
        long memory = 0;
        for (Finished node : finished) {
            memory = Math.max(memory, node.getPeakMemoryBytes());
            for (OperatorCounters operator : node.getOperatorsList()) {
                read += operator.getBlocksRead();
                skipped += operator.getBlocksSkipped();
            }
        }
        return new StatementRecord.Outcome(endMicros, rows, read, skipped, memory, error);
    }

    @Override
    public CommandTag tag() {
        return CommandTag.SELECT;
    }

    @Override
    public void close() {
        run.record().ended(outcome(List.of(), rows, null));
        run.close();
    }

    /** Encoded copies of batches, up to a limit; for the result cache. */
    static final class Copies implements Consumer<Batch> {
        private final java.util.ArrayList<ByteString> batches = new java.util.ArrayList<>();
        private final int limitBytes;
        private int bytes;

        Copies(int limitBytes) {
            this.limitBytes = limitBytes;
        }

        @Override
        public void accept(Batch batch) {
            if (bytes <= limitBytes) {
                byte[] encoded = io.colonnade.storage.vector.BatchCodec.encode(batch);
                bytes += encoded.length;
                batches.add(com.google.protobuf.UnsafeByteOperations.unsafeWrap(encoded));
            }
        }

        boolean complete() {
            return bytes <= limitBytes;
        }

        List<ByteString> batches() {
            return batches;
        }
    }
}
