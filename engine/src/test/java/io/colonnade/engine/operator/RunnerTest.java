package io.colonnade.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.engine.pipeline.WorkerPool;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Aggregate;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.HashJoin;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.Limit;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Sort;
import io.colonnade.plan.Union;
import io.colonnade.plan.Window;
import io.colonnade.plan.WindowCall;
import io.colonnade.plan.WindowFunction;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How fragments run: waiting without a thread, fairness, cancel, failure, memory. */
class RunnerTest {
    private static final List<SqlType> TYPES = List.of(SqlType.BIGINT);

    /** Endless (or `batches` long) batches of ascending numbers; counts open readers. */
    private static final class Numbers implements Source {
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch started = new CountDownLatch(20);
        private final int batches;

        Numbers(int batches) {
            this.batches = batches;
        }

        @Override
        public SourceReader open() {
            open.incrementAndGet();
            LongVector vector = new LongVector(Batch.CAPACITY);
            Batch batch = new Batch(vector);
            return new SourceReader() {
                @Override
                public Batch next() {
                    int number = next.getAndIncrement();
                    started.countDown();
                    if (number >= batches) {
                        return null;
                    }
                    for (int i = 0; i < Batch.CAPACITY; i++) {
                        vector.values()[i] = (long) number * Batch.CAPACITY + i;
                    }
                    batch.setSize(Batch.CAPACITY);
                    return batch;
                }

                @Override
                public boolean finished() {
                    return true;
                }

                @Override
                public CompletableFuture<?> available() {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public int maxParallelism() {
            return 2;
        }
    }

    /** Gives nothing until it is told to. */
    private static final class Silent implements Source {
        private final CompletableFuture<Void> available = new CompletableFuture<>();
        private final AtomicInteger open = new AtomicInteger();
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public SourceReader open() {
            open.incrementAndGet();
            return new SourceReader() {
                @Override
                public Batch next() {
                    return null;
                }

                @Override
                public boolean finished() {
                    return available.isDone();
                }

                @Override
                public CompletableFuture<?> available() {
                    asked.countDown();
                    return available;
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public int maxParallelism() {
            return 1;
        }
    }

    private static PlanNode sort() {
        return TestPlans.node(1, TYPES, TestPlans.input(1, TYPES))
                .setSort(Sort.newBuilder().addKeys(TestPlans.key(0, false, false)))
                .build();
    }

    /** Numbers all rows, which takes them all in memory. */
    private static PlanNode onePartition() {
        List<SqlType> output = Types.concatenate(TYPES, List.of(SqlType.BIGINT));
        return TestPlans.node(1, output, TestPlans.input(1, TYPES))
                .setWindow(
                        Window.newBuilder()
                                .addCalls(
                                        WindowCall.newBuilder()
                                                .setFunction(WindowFunction.ROW_NUMBER)
                                                .setType(SqlType.BIGINT.toProto(true))))
                .build();
    }

    private static PlanNode count() {
        return TestPlans.node(1, TYPES, TestPlans.input(1, TYPES))
                .setAggregate(
                        Aggregate.newBuilder()
                                .addCalls(
                                        TestPlans.aggregate(
                                                AggregateFunction.COUNT_STAR, SqlType.BIGINT)))
                .build();
    }

    @Test
    void aWaitingQueryHoldsNoThread() throws Exception {
        Silent silent = new Silent();
        try (WorkerPool pool = new WorkerPool(1)) {
            TestQuery waiting = new TestQuery().with(1, () -> silent);
            CompletableFuture<Void> first = waiting.start(count(), pool);
            assertTrue(silent.asked.await(10, TimeUnit.SECONDS));
            TestQuery other = new TestQuery().with(1, () -> new Numbers(3));
            other.start(count(), pool).get(10, TimeUnit.SECONDS);
            assertFalse(first.isDone());
            silent.available.complete(null);
            first.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aShortQueryOvertakesALongOne() throws Exception {
        try (WorkerPool pool = new WorkerPool(1)) {
            Numbers endless = new Numbers(Integer.MAX_VALUE);
            TestQuery longOne = new TestQuery().with(1, () -> endless);
            CompletableFuture<Void> running = longOne.start(count(), pool);
            TestQuery shortOne = new TestQuery().with(1, () -> new Numbers(3));
            shortOne.start(count(), pool).get(10, TimeUnit.SECONDS);
            assertFalse(running.isDone());
            cancel(longOne);
            assertThrows(CompletionException.class, running::join);
        }
    }

    private static void cancel(TestQuery query) {
        query.cancel()
                .cancel(new ColonnadeException(ErrorCode.QUERY_CANCELED, "canceled on request"));
    }

    @Test
    void cancelReleasesEverything() throws Exception {
        try (WorkerPool pool = new WorkerPool(2)) {
            for (PlanNode plan : List.of(sort(), count())) {
                Numbers endless = new Numbers(Integer.MAX_VALUE);
                TestQuery query = new TestQuery().with(1, () -> endless);
                CompletableFuture<Void> running = query.start(plan, pool);
                endless.started.await();
                cancel(query);
                CompletionException thrown = assertThrows(CompletionException.class, running::join);
                assertEquals(
                        ErrorCode.QUERY_CANCELED, ((ColonnadeException) thrown.getCause()).code());
                assertEquals(0, endless.open.get());
                assertEquals(0, query.memory().used());
            }
            Silent silent = new Silent();
            TestQuery query = new TestQuery().with(1, () -> silent);
            CompletableFuture<Void> running = query.start(count(), pool);
            silent.asked.await();
            cancel(query);
            assertThrows(CompletionException.class, running::join);
            assertEquals(0, silent.open.get());
        }
    }

    @Test
    void aQueryOverItsMemoryDiesAlone() {
        Numbers numbers = new Numbers(2000);
        TestQuery query = new TestQuery().with(1, () -> numbers).limitBytes(4 << 20);
        ColonnadeException thrown =
                assertThrows(ColonnadeException.class, () -> query.run(onePartition(), 2));
        assertEquals(ErrorCode.OUT_OF_MEMORY, thrown.code());
        assertTrue(thrown.getMessage().contains("window 1"), thrown.getMessage());
        assertTrue(thrown.detail().contains("window 1"), thrown.detail());
        assertTrue(thrown.hint().contains("wlm_query_slot_count"), thrown.hint());
        assertEquals(0, numbers.open.get());
    }

    @Test
    void aFailingSourceFailsTheQuery() {
        Source broken =
                new Source() {
                    @Override
                    public SourceReader open() {
                        throw new IllegalStateException("broken");
                    }

                    @Override
                    public int maxParallelism() {
                        return 2;
                    }
                };
        ColonnadeException thrown =
                assertThrows(
                        ColonnadeException.class,
                        () -> new TestQuery().with(1, () -> broken).run(count(), 2));
        assertEquals(ErrorCode.INTERNAL_ERROR, thrown.code());
    }

    @Test
    void aLimitEndsAnEndlessSource() {
        PlanNode plan =
                TestPlans.node(1, TYPES, TestPlans.input(1, TYPES))
                        .setLimit(Limit.newBuilder().setHasLimit(true).setLimit(10))
                        .build();
        Numbers endless = new Numbers(Integer.MAX_VALUE);
        assertEquals(10, new TestQuery().with(1, () -> endless).run(plan, 2).size());
        assertEquals(0, endless.open.get());
    }

    @Test
    void aLimitDoesNotWaitForASilentSource() {
        PlanNode union =
                TestPlans.node(3, TYPES, TestPlans.input(1, TYPES), TestPlans.input(2, TYPES))
                        .setUnion(Union.getDefaultInstance())
                        .build();
        PlanNode plan =
                TestPlans.node(1, TYPES, union)
                        .setLimit(Limit.newBuilder().setHasLimit(true).setLimit(10))
                        .build();
        TestQuery query = new TestQuery().with(1, Silent::new).with(2, () -> new Numbers(9));
        assertEquals(10, query.run(plan, 2).size());
    }

    @Test
    void countersTellRowsPerNode() {
        PlanNode join =
                TestPlans.node(
                                1,
                                List.of(SqlType.BIGINT, SqlType.BIGINT),
                                TestPlans.input(1, TYPES),
                                TestPlans.input(2, TYPES))
                        .setHashJoin(
                                HashJoin.newBuilder()
                                        .setKind(JoinKind.INNER)
                                        .addLeftKeys(0)
                                        .addRightKeys(0))
                        .build();
        TestQuery query =
                new TestQuery().with(1, () -> new Numbers(5)).with(2, () -> new Numbers(2));
        assertEquals(2 * Batch.CAPACITY, query.run(join, 2).size());
        var counters =
                query.counters().toProto().stream()
                        .filter(c -> c.getPlanNodeId() == 1)
                        .findFirst()
                        .orElseThrow();
        assertEquals(2 * Batch.CAPACITY, counters.getRowsOut());
        assertEquals(7 * Batch.CAPACITY, counters.getRowsIn());
        assertTrue(query.memory().peak() > 0);
    }
}
