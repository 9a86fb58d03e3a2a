package io.colonnade.compute;

import io.colonnade.error.ColonnadeException;
import io.colonnade.rpc.ExecuteReply;
import io.colonnade.rpc.Failures;
import io.colonnade.rpc.Finished;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;
import io.colonnade.storage.vector.LongVector;
import io.grpc.stub.ServerCallStreamObserver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A leader's end of a reply stream that a test looks into and controls. Thread-safe. */
public final class Replies extends ServerCallStreamObserver<ExecuteReply> {
    private static final int WAIT_SECONDS = 60;

    private final CountDownLatch ended = new CountDownLatch(1);

    // All below is guarded by this.
    private final List<Batch> batches = new ArrayList<>();
    private Finished finished;
    private Throwable failure;
    private boolean ready = true;
    private boolean canceled;
    private Runnable onReady = () -> {};
    private Runnable onCancel = () -> {};

    /** Waits for the end of the stream; the error that ended it, or null. */
    public ColonnadeException awaitEnd() throws InterruptedException {
        if (!ended.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the query does not end");
        }
        synchronized (this) {
            return failure == null ? null : Failures.fromThrowable(failure);
        }
    }

    /** Waits until at least so many batches are there. */
    public synchronized void awaitBatches(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (batches.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only " + batches.size() + " batches arrive");
            }
            wait(100);
        }
    }

    public synchronized int batchCount() {
        return batches.size();
    }

    public synchronized Finished finished() {
        return finished;
    }

    /** A BIGINT column of all rows, in order of arrival. */
    public synchronized List<Long> longs(int column) {
        List<Long> values = new ArrayList<>();
        for (Batch batch : batches) {
            LongVector vector = (LongVector) batch.column(column);
            for (int i = 0; i < batch.rowCount(); i++) {
                values.add(vector.isNull(i) ? null : vector.value(i));
            }
        }
        return values;
    }

    public synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** Says whether the receiver takes more; tells the sender when it does again. */
    public void setReady(boolean value) {
        Runnable tell;
        synchronized (this) {
            ready = value;
            tell = value ? onReady : () -> {};
        }
        tell.run();
    }

    /** The receiver goes away. */
    public void cancel() {
        Runnable tell;
        synchronized (this) {
            canceled = true;
            tell = onCancel;
        }
        tell.run();
    }

    @Override
    public synchronized void onNext(ExecuteReply reply) {
        if (ended.getCount() == 0) {
            throw new IllegalStateException("a reply after the end");
        }
        if (reply.hasFinished()) {
            finished = reply.getFinished();
        } else {
            batches.add(BatchCodec.decode(reply.getBatch().toByteArray()));
        }
        notifyAll();
    }

    @Override
    public synchronized void onError(Throwable error) {
        if (ended.getCount() == 0) {
            throw new IllegalStateException("a second end", error);
        }
        failure = error;
        ended.countDown();
    }

    @Override
    public synchronized void onCompleted() {
        if (ended.getCount() == 0) {
            throw new IllegalStateException("a second end");
        }
        ended.countDown();
    }

    @Override
    public synchronized boolean isCancelled() {
        return canceled;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        boolean tell;
        synchronized (this) {
            onCancel = handler;
            tell = canceled;
        }
        if (tell) {
            handler.run();
        }
    }

    @Override
    public synchronized boolean isReady() {
        return ready;
    }

    @Override
    public synchronized void setOnReadyHandler(Runnable handler) {
        onReady = handler;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}
}
