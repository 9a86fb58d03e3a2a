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
import io.colonnade.plan.LoadFiles;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.rpc.FileRange;
import io.colonnade.rpc.LoadAssignment;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Fragments on three nodes that send rows to each other over gRPC in every way. */
class ExchangesTest {
    private static final int NODES = 3;
    private static final int ROWS = 20_000;

    /** More bytes than all windows between the nodes hold. */
    private static final int MANY_ROWS = 12_000_000;

    @TempDir private Path folder;

    private final Plans plans = new Plans();
    private Nodes nodes;

    @BeforeEach
    void start() {
        nodes = new Nodes(folder, NODES, 2);
    }

    @AfterEach
    void nothingIsLeft() {
        for (int id = 1; id <= NODES; id++) {
            assertEquals(0, nodes.node(id).runningQueries(), "running queries of node " + id);
            assertEquals(0, nodes.node(id).openExchanges(), "open exchanges of node " + id);
            assertEquals(0, nodes.status(id).getMemoryUsedBytes(), "memory of node " + id);
        }
        nodes.close();
    }

    /** Runs to the end on all nodes; the coordinator's replies. */
    private Replies complete(Fragment... fragments) throws InterruptedException {
        List<Replies> replies = nodes.run(fragments);
        for (Replies each : replies) {
            assertNull(each.awaitEnd());
        }
        return replies.getFirst();
    }

    /** Every node sends the same series, so that each value is there once per node. */
    private PlanNode rows() {
        return plans.series(1, ROWS);
    }

    private Fragment counts(int fromExchange, int exchange) {
        return Plans.send(
                exchange,
                OutputKind.GATHER,
                plans.countByValue(plans.receive(fromExchange, false, SqlType.BIGINT)));
    }

    private Fragment gathered(int exchange, SqlType... types) {
        return Plans.result(plans.receive(exchange, false, types));
    }

    @Test
    void hashBringsEqualValuesTogether() throws InterruptedException {
        Replies replies =
                complete(
                        Plans.send(1, OutputKind.HASH, rows()),
                        counts(1, 2),
                        gathered(2, SqlType.BIGINT, SqlType.BIGINT));
        assertEquals(ROWS, replies.longs(0).stream().distinct().count());
        assertEquals(List.of((long) NODES), replies.longs(1).stream().distinct().toList());
        assertEquals(ROWS, replies.longs(0).size());
    }

    @Test
    void hashSpreadsOverAllNodes() throws InterruptedException {
        Replies replies =
                complete(
                        Plans.send(1, OutputKind.HASH, rows()),
                        Plans.send(
                                2,
                                OutputKind.GATHER,
                                plans.count(plans.receive(1, false, SqlType.BIGINT))),
                        gathered(2, SqlType.BIGINT));
        assertEquals(NODES, replies.longs(0).size());
        for (long rows : replies.longs(0)) {
            assertTrue(rows > ROWS * 0.9 && rows < ROWS * 1.1, rows + " rows on one node");
        }
    }

    @Test
    void broadcastBringsAllRowsToAll() throws InterruptedException {
        Replies replies =
                complete(
                        Plans.send(1, OutputKind.BROADCAST, rows()),
                        Plans.send(
                                2,
                                OutputKind.GATHER,
                                plans.count(plans.receive(1, false, SqlType.BIGINT))),
                        gathered(2, SqlType.BIGINT));
        assertEquals(List.of(3L * ROWS, 3L * ROWS, 3L * ROWS), replies.longs(0));
    }

    @Test
    void roundRobinKeepsEachRowOnce() throws InterruptedException {
        Replies replies =
                complete(
                        Plans.send(1, OutputKind.ROUND_ROBIN, rows()),
                        Plans.send(
                                2,
                                OutputKind.GATHER,
                                plans.count(plans.receive(1, false, SqlType.BIGINT))),
                        gathered(2, SqlType.BIGINT));
        assertEquals(
                (long) NODES * ROWS, replies.longs(0).stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void gatherMergesInOrder() throws InterruptedException {
        Replies replies =
                complete(
                        Plans.send(1, OutputKind.GATHER, plans.sort(rows())),
                        Plans.result(plans.receive(1, true, SqlType.BIGINT)));
        List<Long> expected =
                LongStream.rangeClosed(1, ROWS)
                        .boxed()
                        .flatMap(value -> List.of(value, value, value).stream())
                        .toList();
        assertEquals(expected, replies.longs(0));
    }

    @Test
    void aSingleNodeFragmentSendsOnce() throws InterruptedException {
        Fragment sender =
                Plans.send(1, OutputKind.BROADCAST, rows()).toBuilder().setSingleNode(true).build();
        Replies replies =
                complete(
                        sender,
                        Plans.send(
                                2,
                                OutputKind.GATHER,
                                plans.count(plans.receive(1, false, SqlType.BIGINT))),
                        gathered(2, SqlType.BIGINT));
        assertEquals(List.of((long) ROWS, (long) ROWS, (long) ROWS), replies.longs(0));
    }

    @Test
    void sendersRunDryWhenALimitIsReached() throws InterruptedException {
        Replies replies =
                complete(
                        Plans.send(1, OutputKind.GATHER, plans.series(1, MANY_ROWS)),
                        Plans.result(plans.limit(plans.receive(1, false, SqlType.BIGINT), 10)));
        assertEquals(10, replies.longs(0).size());
    }

    @Test
    void moreThanAllWindowsPassesThrough() throws InterruptedException {
        Replies replies =
                complete(
                        Plans.send(1, OutputKind.HASH, plans.series(1, MANY_ROWS)),
                        Plans.send(
                                2,
                                OutputKind.GATHER,
                                plans.count(plans.receive(1, false, SqlType.BIGINT))),
                        gathered(2, SqlType.BIGINT));
        assertEquals(
                (long) NODES * MANY_ROWS,
                replies.longs(0).stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void aFailureOfOneNodeReachesAll() throws Exception {
        List<Replies> replies = nodes.run(this::withFiles, loading());
        List<ColonnadeException> failures = new ArrayList<>();
        for (Replies each : replies) {
            failures.add(each.awaitEnd());
        }
        // The node without the file says so; its receiver learns it from the exchange.
        assertEquals(ErrorCode.UNDEFINED_FILE, failures.get(1).code());
        assertEquals(ErrorCode.UNDEFINED_FILE, failures.get(0).code());
        assertTrue(failures.get(0).getMessage().contains("missing"), failures.get(0).getMessage());
    }

    private Fragment[] loading() {
        PlanNode load =
                PlanNode.newBuilder()
                        .setId(1_000)
                        .addOutput(SqlType.BIGINT.toProto(false))
                        .setLoadFiles(LoadFiles.newBuilder().addColumnNames("number"))
                        .build();
        return new Fragment[] {Plans.send(1, OutputKind.GATHER, load), gathered(1, SqlType.BIGINT)};
    }

    /** Node 2 is told to load a file that is not there. */
    private io.colonnade.rpc.ExecuteRequest.Builder withFiles(
            io.colonnade.rpc.ExecuteRequest.Builder request) {
        Path file = folder.resolve(request.getNodeId() == 2 ? "missing" : "numbers");
        try {
            Files.writeString(folder.resolve("numbers"), "1\n2\n3\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return request.addLoads(
                LoadAssignment.newBuilder()
                        .setPlanNodeId(1_000)
                        .addRanges(
                                FileRange.newBuilder()
                                        .setPath(file.toString())
                                        .setLength(-1)
                                        .setFirst(true)));
    }

    @Test
    void aReceiverThatLeavesEndsItsSenders() throws InterruptedException {
        List<Replies> replies =
                nodes.run(
                        Plans.send(1, OutputKind.GATHER, plans.series(1, 1_000_000_000)),
                        gathered(1, SqlType.BIGINT));
        replies.getFirst().awaitBatches(3);
        replies.getFirst().cancel();
        // The coordinator's node tells the others through the exchange, before the leader does.
        for (Replies each : replies.subList(1, NODES)) {
            each.cancel();
        }
        long deadline = System.nanoTime() + 30_000_000_000L;
        for (int id = 1; id <= NODES; id++) {
            while (nodes.node(id).runningQueries() > 0) {
                assertTrue(System.nanoTime() < deadline, "node " + id + " does not end");
                Thread.onSpinWait();
            }
        }
    }
}
