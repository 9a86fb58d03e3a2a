package io.colonnade.compute.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.rpc.ExchangeCredit;
import io.colonnade.rpc.ExchangeFrame;
import io.colonnade.rpc.Failures;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** What becomes of frames before, during and after the query that they belong to. */
class ExchangeHubTest {
    private static final long QUERY = 7;
    private static final int EXCHANGE = 2;
    private static final ByteString BATCH = ByteString.copyFromUtf8("0123456789");

    private final ExchangeHub hub = new ExchangeHub();
    private final QueryMemory memory = new QueryMemory("7", 1 << 20);

    /** A sender's end: what credit it got, and whether the receiver has closed. */
    private static final class Credits implements StreamObserver<ExchangeCredit> {
        private final List<Long> granted = new ArrayList<>();
        private boolean completed;

        @Override
        public void onNext(ExchangeCredit credit) {
            if (completed) {
                throw new IllegalStateException("credit after the end");
            }
            granted.add(credit.getBytes());
        }

        @Override
        public void onError(Throwable error) {
            throw new AssertionError(error);
        }

        @Override
        public void onCompleted() {
            completed = true;
        }
    }

    private static ExchangeFrame.Builder frame(long query, int sender) {
        return ExchangeFrame.newBuilder()
                .setQueryId(query)
                .setExchangeId(EXCHANGE)
                .setSenderNodeId(sender);
    }

    @Test
    void batchesThatComeEarlyWaitForTheQuery() {
        Credits credits = new Credits();
        var stream = hub.accept(credits);
        stream.onNext(frame(QUERY, 3).setBatch(BATCH).build());
        stream.onNext(frame(QUERY, 3).setLast(true).build());
        stream.onCompleted();
        assertTrue(credits.completed);
        hub.start(QUERY, memory);
        assertEquals(10, memory.used());
        InboundExchange exchange = hub.inbound(QUERY, EXCHANGE);
        assertFalse(exchange.finished());
        exchange.expectSenders(1);
        // The sender has gone already: it gets no credit, and reading is no error.
        assertEquals(BATCH, exchange.poll());
        assertEquals(0, memory.used());
        assertEquals(List.of(), credits.granted);
        assertTrue(exchange.finished());
        assertNull(exchange.poll());
        hub.end(QUERY);
        assertEquals(0, hub.openExchanges());
    }

    @Test
    void creditComesWhenABatchIsTaken() {
        hub.start(QUERY, memory);
        Credits credits = new Credits();
        hub.accept(credits).onNext(frame(QUERY, 3).setBatch(BATCH).build());
        assertEquals(List.of(), credits.granted);
        hub.inbound(QUERY, EXCHANGE).poll();
        assertEquals(List.of(10L), credits.granted);
    }

    @Test
    void batchesAfterTheEndAreDroppedAndCredited() {
        hub.start(QUERY, memory);
        hub.end(QUERY);
        Credits credits = new Credits();
        hub.accept(credits).onNext(frame(QUERY, 3).setBatch(BATCH).build());
        assertEquals(List.of(10L), credits.granted);
        assertEquals(0, hub.openExchanges());
    }

    @Test
    void whatIsLeftAtTheEndIsCredited() {
        hub.start(QUERY, memory);
        Credits credits = new Credits();
        hub.accept(credits).onNext(frame(QUERY, 3).setBatch(BATCH).build());
        assertEquals(10, memory.used());
        hub.end(QUERY);
        assertEquals(0, memory.used());
        assertEquals(List.of(10L), credits.granted);
    }

    @Test
    void queriesThatNeverStartDoNotPileUp() {
        for (long query = 1; query <= 1_000; query++) {
            hub.accept(new Credits()).onNext(frame(query, 3).setBatch(BATCH).build());
        }
        assertEquals(64, hub.openExchanges());
        hub.start(1_000, memory);
        assertEquals(BATCH, hub.inbound(1_000, EXCHANGE).poll());
        // The first one's batches are gone: it must not run as if there had been none.
        assertThrows(ColonnadeException.class, () -> hub.start(1, memory));
    }

    @Test
    void aRunningQueryIsNeverDropped() {
        hub.start(QUERY, memory);
        hub.accept(new Credits()).onNext(frame(QUERY, 3).setBatch(BATCH).build());
        for (long query = 100; query <= 1_000; query++) {
            hub.accept(new Credits()).onNext(frame(query, 3).setBatch(BATCH).build());
        }
        assertEquals(BATCH, hub.inbound(QUERY, EXCHANGE).poll());
    }

    @Test
    void aLostSenderFailsItsReaders() {
        hub.start(QUERY, memory);
        var stream = hub.accept(new Credits());
        stream.onNext(frame(QUERY, 3).setBatch(BATCH).build());
        stream.onError(Status.CANCELLED.asRuntimeException());
        InboundExchange exchange = hub.inbound(QUERY, EXCHANGE);
        ColonnadeException failure = assertThrows(ColonnadeException.class, exchange::poll);
        assertEquals(ErrorCode.NODE_UNAVAILABLE, failure.code());
        assertTrue(failure.getMessage().contains("compute node 3"), failure.getMessage());
        assertFalse(exchange.finished());
    }

    @Test
    void aSenderMayBeLostOnceItHasSentAll() {
        hub.start(QUERY, memory);
        var stream = hub.accept(new Credits());
        stream.onNext(frame(QUERY, 3).setLast(true).build());
        stream.onError(Status.CANCELLED.asRuntimeException());
        InboundExchange exchange = hub.inbound(QUERY, EXCHANGE);
        exchange.expectSenders(1);
        assertTrue(exchange.finished());
    }

    @Test
    void aSendersFailureKeepsItsCode() {
        hub.start(QUERY, memory);
        ColonnadeException cause =
                new ColonnadeException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
        hub.accept(new Credits())
                .onNext(frame(QUERY, 3).setFailure(Failures.toProto(cause, 3)).build());
        InboundExchange exchange = hub.inbound(QUERY, EXCHANGE);
        assertTrue(exchange.available().isDone());
        assertEquals(
                ErrorCode.DIVISION_BY_ZERO,
                assertThrows(ColonnadeException.class, exchange::poll).code());
    }

    @Test
    void finishedOnlyWhenAllSendersAre() {
        hub.start(QUERY, memory);
        InboundExchange exchange = hub.inbound(QUERY, EXCHANGE);
        exchange.expectSenders(2);
        hub.accept(new Credits()).onNext(frame(QUERY, 1).setLast(true).build());
        assertFalse(exchange.finished());
        assertFalse(exchange.available().isDone());
        hub.accept(new Credits()).onNext(frame(QUERY, 2).setLast(true).build());
        assertTrue(exchange.finished());
        assertTrue(exchange.available().isDone());
    }
}
