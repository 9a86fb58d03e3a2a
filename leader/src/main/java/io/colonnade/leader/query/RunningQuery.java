package io.colonnade.leader.query;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.rpc.ExecuteReply;
import io.colonnade.rpc.Failures;
import io.colonnade.rpc.Finished;
import io.colonnade.rpc.Node;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A query that runs on the compute nodes: collects what they send, bounded, and hands it to the
 * session's thread. The first failure of any node stops the others and is the query's.
 */
public final class RunningQuery implements AutoCloseable {
    /** Encoded rows held for a slow client before the nodes have to wait. */
    private static final long BUFFER_BYTES = 4L << 20;

    private final long queryId;
    private final Set<Integer> unreachable;
    private final List<NodeReplies> nodes = new ArrayList<>();

    // All below is guarded by this.
    private final ArrayDeque<ByteString> batches = new ArrayDeque<>();
    private final Set<Integer> running = new HashSet<>();
    private final List<Finished> finished = new ArrayList<>();
    private long bufferedBytes;
    private ColonnadeException failure;

    // The session's thread only.
    private Batch current;

    /**
     * @param unreachable ids of nodes that do not answer; kept up to date with what this query
     *     finds
     */
    RunningQuery(long queryId, Set<Integer> unreachable) {
        this.queryId = queryId;
        this.unreachable = unreachable;
    }

    public long queryId() {
        return queryId;
    }

    /** Makes the reply end for one more node; before any node is started. */
    synchronized NodeReplies addNode(Node node) {
        NodeReplies replies = new NodeReplies(this, node);
        nodes.add(replies);
        running.add(node.getId());
        return replies;
    }

    void received(ExecuteReply reply) {
        synchronized (this) {
            switch (reply.getReplyCase()) {
                case BATCH -> {
                    batches.add(reply.getBatch());
                    bufferedBytes += reply.getBatch().size();
                }
                case FINISHED -> finished.add(reply.getFinished());
                case PROGRESS, REPLY_NOT_SET -> {
                    // Nobody asks for progress yet.
                }
            }
            notifyAll();
        }
    }

    void nodeCompleted(int nodeId) {
        unreachable.remove(nodeId);
        synchronized (this) {
            running.remove(nodeId);
            notifyAll();
        }
    }

    void nodeFailed(Node node, Throwable error) {
        if (Failures.isUnreachable(error)) {
            unreachable.add(node.getId());
        } else {
            unreachable.remove(node.getId());
        }
        failed(Failures.fromCall(error, node));
    }

    private void failed(ColonnadeException error) {
        synchronized (this) {
            if (failure == null) {
                failure = error;
            }
            notifyAll();
        }
        stopNodes();
    }

    synchronized boolean hasRoom() {
        return bufferedBytes < BUFFER_BYTES;
    }

    /** Stops the query with this reason; the reader sees it. */
    public void cancel(ColonnadeException reason) {
        failed(reason);
    }

    private void stopNodes() {
        nodes.forEach(NodeReplies::cancel);
    }

    /** The next rows, valid until the next call; null at the end. Blocks. */
    public Batch next() {
        ByteString bytes;
        boolean wasFull;
        synchronized (this) {
            awaitChange();
            if (failure != null) {
                throw failure;
            }
            bytes = batches.poll();
            if (bytes == null) {
                return null;
            }
            wasFull = bufferedBytes >= BUFFER_BYTES;
            bufferedBytes -= bytes.size();
        }
        if (wasFull && hasRoom()) {
            nodes.forEach(NodeReplies::ready);
        }
        current = BatchCodec.decode(bytes.asReadOnlyByteBuffer(), current);
        return current;
    }

    /** Waits for a batch, the end or a failure; the caller holds the monitor. */
    private synchronized void awaitChange() {
        try {
            while (batches.isEmpty() && !running.isEmpty() && failure == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ColonnadeException(
                    ErrorCode.QUERY_CANCELED, "canceling statement: the session was interrupted");
        }
    }

    /** Whether all nodes have ended or one failed: {@link #next} does not wait any more. */
    public synchronized boolean isOver() {
        return running.isEmpty() || failure != null;
    }

    /** What the nodes counted; complete once {@link #next} returned null. */
    public synchronized List<Finished> finished() {
        return List.copyOf(finished);
    }

    /** Stops the nodes if they still run. */
    @Override
    public void close() {
        boolean stillRunning;
        synchronized (this) {
            stillRunning = !running.isEmpty();
            batches.clear();
            bufferedBytes = 0;
        }
        if (stillRunning) {
            stopNodes();
        }
    }
}
