package io.colonnade.compute.exchange;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.rpc.ExchangeCredit;
import io.colonnade.rpc.ExchangeFrame;
import io.colonnade.rpc.Failures;
import io.grpc.stub.StreamObserver;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All inbound exchanges of a node. Batches may arrive before the query has started here: then the
 * exchange is made on arrival and the query finds it. One per node; thread-safe.
 */
public final class ExchangeHub {
    /** Queries remembered after their end, so that late batches are dropped, not kept. */
    private static final int REMEMBERED_QUERIES = 1_024;

    private record Key(long queryId, int exchangeId) {}

    // Guarded by this.
    private final Map<Key, InboundExchange> exchanges = new HashMap<>();

    // Guarded by this: queries that ended here, newest last.
    private final Map<Long, Boolean> ended =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                    return size() > REMEMBERED_QUERIES;
                }
            };

    synchronized InboundExchange inbound(long queryId, int exchangeId) {
        if (ended.containsKey(queryId)) {
            InboundExchange gone = new InboundExchange();
            gone.close();
            return gone;
        }
        return exchanges.computeIfAbsent(
                new Key(queryId, exchangeId), key -> new InboundExchange());
    }

    /** Fails every exchange of the query, so that its readers stop. */
    public void fail(long queryId, ColonnadeException error) {
        for (InboundExchange exchange : exchangesOf(queryId)) {
            exchange.fail(error);
        }
    }

    /** Forgets the query; senders that still send are acknowledged and ignored. */
    public void end(long queryId) {
        Iterable<InboundExchange> rest = exchangesOf(queryId);
        synchronized (this) {
            ended.put(queryId, Boolean.TRUE);
            exchanges.keySet().removeIf(key -> key.queryId == queryId);
        }
        rest.forEach(InboundExchange::close);
    }

    private synchronized Iterable<InboundExchange> exchangesOf(long queryId) {
        return exchanges.entrySet().stream()
                .filter(entry -> entry.getKey().queryId == queryId)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Serves one incoming stream: every frame names its query and exchange. */
    public StreamObserver<ExchangeFrame> accept(StreamObserver<ExchangeCredit> credits) {
        return new InboundStream(credits);
    }

    private final class InboundStream implements StreamObserver<ExchangeFrame> {
        private final StreamObserver<ExchangeCredit> credits;
        private InboundExchange exchange;
        private boolean finished;

        InboundStream(StreamObserver<ExchangeCredit> credits) {
            this.credits = credits;
        }

        @Override
        public void onNext(ExchangeFrame frame) {
            exchange = inbound(frame.getQueryId(), frame.getExchangeId());
            if (frame.hasFailure()) {
                exchange.fail(Failures.fromProto(frame.getFailure()));
                finished = true;
            } else if (frame.getLast()) {
                exchange.senderFinished(frame.getSenderNodeId());
                finished = true;
            } else {
                exchange.offer(frame.getBatch(), this::grant);
            }
        }

        /** Readers of several workers grant at once; an observer takes one call at a time. */
        private void grant(int bytes) {
            synchronized (credits) {
                credits.onNext(ExchangeCredit.newBuilder().setBytes(bytes).build());
            }
        }

        @Override
        public void onError(Throwable error) {
            if (exchange != null && !finished) {
                exchange.fail(
                        new ColonnadeException(
                                ErrorCode.NODE_UNAVAILABLE,
                                "a compute node stopped sending: " + error.getMessage(),
                                error));
            }
        }

        @Override
        public void onCompleted() {
            synchronized (credits) {
                credits.onCompleted();
            }
        }
    }
}
