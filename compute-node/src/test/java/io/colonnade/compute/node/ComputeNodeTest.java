package io.colonnade.compute.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.compute.Nodes;
import io.colonnade.compute.Plans;
import io.colonnade.compute.Replies;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.PlanNode;
import io.colonnade.rpc.CancelReply;
import io.colonnade.rpc.CancelRequest;
import io.colonnade.rpc.ExecuteRequest;
import io.colonnade.rpc.OperatorCounters;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** A node's queries: how they end, and that nothing of them is left. */
class ComputeNodeTest {
    private static final int WORKERS = 2;

    /** More pairs than any test waits for. */
    private static final long MANY = 3_000_000;

    @TempDir private Path folder;

    private final Plans plans = new Plans();
    private Nodes nodes;
    private ComputeNode node;

    @BeforeEach
    void start() {
        nodes = new Nodes(folder, 1, WORKERS);
        node = nodes.node(1);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, node.runningQueries(), "running queries");
        assertEquals(0, node.openExchanges(), "open exchanges");
        assertEquals(0, nodes.status(1).getMemoryUsedBytes(), "reserved memory");
        nodes.close();
    }

    private Fragment endless() {
        return Plans.result(plans.count(plans.pairs(plans.series(1, MANY), plans.series(1, MANY))));
    }

    private Replies run(PlanNode plan) {
        return nodes.run(Plans.result(plan)).getFirst();
    }

    @Test
    void sendsRowsThenCounters() throws InterruptedException {
        Replies replies = run(plans.series(1, 10_000));
        assertNull(replies.awaitEnd());
        assertEquals(
                LongStream.rangeClosed(1, 10_000).boxed().toList(),
                replies.longs(0).stream().sorted().toList());
        assertEquals(10_000, replies.finished().getOperators(0).getRowsOut());
    }

    @Test
    void memoryIsGivenBackAfterSuccess() throws InterruptedException {
        Replies replies = run(plans.sort(plans.series(1, 100_000)));
        assertNull(replies.awaitEnd());
        assertTrue(replies.finished().getPeakMemoryBytes() > 100_000);
    }

    @Test
    void failureEndsTheQueryWithItsCode() throws InterruptedException {
        Replies replies = run(plans.divide(plans.sort(plans.series(1, 50_000)), 40_000));
        assertEquals(ErrorCode.DIVISION_BY_ZERO, replies.awaitEnd().code());
        assertNull(replies.finished());
    }

    @Test
    void outOfMemoryKillsTheQueryAlone() throws InterruptedException {
        Replies big = run(plans.pairs(plans.series(1, 10), plans.series(1, 20_000_000)));
        ColonnadeException failure = big.awaitEnd();
        assertEquals(ErrorCode.OUT_OF_MEMORY, failure.code());
        assertNull(run(plans.series(1, 10)).awaitEnd());
    }

    @Test
    void aSortBeyondItsMemoryUsesTheDisk() throws InterruptedException {
        PlanNode sort = plans.sort(plans.pairs(plans.series(1, 2_000), plans.series(1, 2_000)));
        Replies replies = run(sort);
        assertNull(replies.awaitEnd());
        OperatorCounters counters =
                replies.finished().getOperatorsList().stream()
                        .filter(o -> o.getPlanNodeId() == sort.getId())
                        .findFirst()
                        .orElseThrow();
        assertEquals(4_000_000, counters.getRowsOut());
        assertTrue(counters.getSpilledBytes() > 0);
    }

    @Test
    void cancelStopsALongQueryAtOnce() throws InterruptedException {
        Replies replies = nodes.run(endless()).getFirst();
        assertEquals(1, nodes.status(1).getRunningQueries());
        long start = System.nanoTime();
        assertTrue(cancel(nodes.request(1).getQueryId()));
        ColonnadeException failure = replies.awaitEnd();
        System.out.printf("cancel took %.1f ms%n", (System.nanoTime() - start) / 1e6);
        assertEquals(ErrorCode.QUERY_CANCELED, failure.code());
        assertEquals("the user had enough", failure.getMessage());
    }

    @Test
    void aCallThatIsCanceledWhileItStartsEndsAsCanceled() throws InterruptedException {
        nodes.newQuery();
        Replies replies = new Replies();
        replies.cancel();
        try (NodeConnections connections = new NodeConnections()) {
            ExecuteRequest request = nodes.request(1, endless()).build();
            connections.service(request.getTopology().getNodes(0)).execute(request, replies);
            assertEquals(ErrorCode.QUERY_CANCELED, replies.awaitEnd().code());
            awaitNothingRuns();
        }
    }

    private void awaitNothingRuns() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (node.runningQueries() > 0 || node.openExchanges() > 0) {
            assertTrue(System.nanoTime() < deadline, "the query still runs");
            Thread.onSpinWait();
        }
    }

    @Test
    void cancelOfAnUnknownQueryIsNoError() {
        assertEquals(false, cancel(4711));
    }

    private boolean cancel(long queryId) {
        CompletableFuture<CancelReply> reply = new CompletableFuture<>();
        node.cancel(
                CancelRequest.newBuilder()
                        .setQueryId(queryId)
                        .setReason("the user had enough")
                        .build(),
                new StreamObserver<>() {
                    @Override
                    public void onNext(CancelReply value) {
                        reply.complete(value);
                    }

                    @Override
                    public void onError(Throwable error) {
                        reply.completeExceptionally(error);
                    }

                    @Override
                    public void onCompleted() {}
                });
        return reply.join().getKnown();
    }

    @Test
    void aSlowReceiverHoldsTheQueryBack() throws InterruptedException {
        Replies replies = new Replies();
        replies.setReady(false);
        node.execute(request(plans.series(1, 1_000_000)), replies);
        Replies other = run(plans.count(plans.series(1, 1_000_000)));
        assertNull(other.awaitEnd());
        // Each worker may finish the source batch that it has begun, and no more.
        assertTrue(replies.batchCount() <= 2 * WORKERS, replies.batchCount() + " batches");
        replies.setReady(true);
        assertNull(replies.awaitEnd());
        assertEquals(1_000_000, replies.longs(0).size());
    }

    @Test
    void aReceiverThatLeavesInTheMiddleEndsTheQuery() throws InterruptedException {
        Replies replies = new Replies();
        replies.setReady(false);
        node.execute(request(plans.series(1, 1_000_000_000)), replies);
        replies.cancel();
        awaitIdle();
        assertTrue(replies.batchCount() <= 2 * WORKERS, replies.batchCount() + " batches");
        assertNull(replies.finished());
    }

    @Test
    void aReceiverThatLeavesBetweenBatchesEndsTheQuery() throws InterruptedException {
        Replies replies = new Replies();
        node.execute(request(plans.series(1, 1_000_000_000)), replies);
        replies.awaitBatches(3);
        replies.cancel();
        awaitIdle();
        assertNull(replies.finished());
    }

    private void awaitIdle() {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (node.runningQueries() > 0) {
            assertTrue(System.nanoTime() < deadline, "the query does not end");
            Thread.onSpinWait();
        }
    }

    private ExecuteRequest request(PlanNode plan) {
        nodes.newQuery();
        return nodes.request(1, Plans.result(plan)).build();
    }

    @Test
    void aQueryIdRunsOnce() throws InterruptedException {
        Replies first = nodes.run(endless()).getFirst();
        Replies second = new Replies();
        node.execute(nodes.request(1, Plans.result(plans.series(1, 1))).build(), second);
        assertTrue(second.awaitEnd().getMessage().contains("already runs"));
        first.cancel();
        awaitIdle();
        Replies third = new Replies();
        node.execute(nodes.request(1, Plans.result(plans.series(1, 1))).build(), third);
        assertTrue(third.awaitEnd().getMessage().contains("already ended"));
    }

    @Test
    void aRequestForAnotherNodeIsRefused() throws InterruptedException {
        Replies replies = new Replies();
        ExecuteRequest request =
                nodes.request(1, Plans.result(plans.series(1, 1))).setNodeId(7).build();
        node.execute(request, replies);
        assertEquals(ErrorCode.INTERNAL_ERROR, replies.awaitEnd().code());
    }

    @Test
    void aNodeThatStopsSaysSo() throws InterruptedException {
        List<Replies> running = nodes.run(endless());
        node.close();
        ColonnadeException failure = running.getFirst().awaitEnd();
        assertEquals(ErrorCode.NODE_UNAVAILABLE, failure.code());
        assertEquals("compute node 1 is shutting down", failure.getMessage());
        assertEquals(ErrorCode.NODE_UNAVAILABLE, run(plans.series(1, 10)).awaitEnd().code());
    }
}
