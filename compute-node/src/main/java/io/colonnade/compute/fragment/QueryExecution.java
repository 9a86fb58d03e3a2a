package io.colonnade.compute.fragment;

import io.colonnade.engine.fragment.FragmentRunner;
import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Fragment;
import io.colonnade.rpc.ExecuteReply;
import io.colonnade.rpc.ExecuteRequest;
import io.colonnade.rpc.Failures;
import io.colonnade.rpc.Finished;
import io.grpc.stub.ServerCallStreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One query on this node: starts its fragments, and ends the reply stream exactly once, when all of
 * them are over. The first failure stops the others and is what the leader sees.
 */
public final class QueryExecution {
    private static final Logger LOG = LoggerFactory.getLogger(QueryExecution.class);

    private final NodeResources node;
    private final ExecuteRequest request;
    private final QueryMemory memory;
    private final ResultSink result;
    private final QueryEnvironment environment;
    private final AtomicBoolean failed = new AtomicBoolean();

    public QueryExecution(
            NodeResources node,
            ExecuteRequest request,
            QueryMemory memory,
            ServerCallStreamObserver<ExecuteReply> replies) {
        this.node = node;
        this.request = request;
        this.memory = memory;
        this.result = new ResultSink(replies);
        this.environment = new QueryEnvironment(node, request, result, memory);
        replies.setOnCancelHandler(
                () -> cancel("canceling statement because its receiver is gone"));
    }

    public long queryId() {
        return request.getQueryId();
    }

    /** Bytes that its operators hold now. */
    public long memoryUsed() {
        return memory.used();
    }

    /** Stops the query because the node stops. */
    public void abandon() {
        fail(
                new ColonnadeException(
                                ErrorCode.NODE_UNAVAILABLE,
                                "compute node " + node.nodeId() + " is shutting down")
                        .hint("Nothing was changed. Run the statement again."));
    }

    /** Stops the query; its reply stream ends with QUERY_CANCELED. */
    public void cancel(String reason) {
        fail(new ColonnadeException(ErrorCode.QUERY_CANCELED, reason));
    }

    /**
     * Starts all fragments and returns.
     *
     * @param onEnd runs when nothing of the query runs here any more, before the reply stream ends
     */
    public void start(Runnable onEnd) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        try {
            node.exchanges().start(queryId(), memory);
        } catch (RuntimeException e) {
            fail(e);
        }
        for (Fragment fragment : request.getFragmentsList()) {
            boolean here =
                    !fragment.getSingleNode() || node.nodeId() == request.getCoordinatorNodeId();
            if (here) {
                running.add(run(fragment));
            }
        }
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .whenComplete((done, error) -> finish(onEnd));
    }

    private CompletableFuture<Void> run(Fragment fragment) {
        CompletableFuture<Void> running;
        try {
            running = FragmentRunner.run(fragment, environment, node.workers());
        } catch (RuntimeException e) {
            running = CompletableFuture.failedFuture(e);
        }
        return running.whenComplete(
                (done, error) -> {
                    if (error != null) {
                        fail(error);
                    }
                });
    }

    private void fail(Throwable error) {
        ColonnadeException known = Failures.fromThrowable(error);
        environment.cancel().cancel(known);
        if (failed.compareAndSet(false, true)) {
            if (known.code() == ErrorCode.INTERNAL_ERROR) {
                LOG.error("query {} failed on node {}", queryId(), node.nodeId(), error);
            }
            node.exchanges().fail(queryId(), known);
            environment.failOutgoing(known);
        }
    }

    private void finish(Runnable onEnd) {
        try {
            node.exchanges().end(queryId());
            environment.close();
        } catch (RuntimeException e) {
            // The leader waits for an end, also for this one.
            fail(e);
        }
        onEnd.run();
        ColonnadeException failure = environment.cancel().reason();
        if (failure == null) {
            send(finished().addAllOperators(environment.counters().toProto()));
            result.complete();
            return;
        }
        if (environment.loadErrorCount() > 0) {
            // The bad rows are of use even if they ended the load.
            send(finished());
        }
        result.fail(Failures.toStatus(failure, node.nodeId()));
    }

    private Finished.Builder finished() {
        return Finished.newBuilder()
                .addAllLoadErrors(environment.loadErrors())
                .setLoadErrorCount(environment.loadErrorCount())
                .setPeakMemoryBytes(memory.peak());
    }

    private void send(Finished.Builder finished) {
        result.send(ExecuteReply.newBuilder().setFinished(finished).build());
    }
}
