package io.colonnade.compute.exchange;

import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.error.ColonnadeException;
import io.colonnade.rpc.ExchangeCredit;
import io.colonnade.rpc.ExchangeFrame;
import io.grpc.stub.StreamObserver;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * All inbound exchanges of a node. Batches may arrive before the query has started here: then the
 * exchange is made on arrival and the query finds it. One per node; thread-safe.
 */
public final class ExchangeHub {
    /** Queries remembered after their end, so that late batches are dropped, not kept. */
    private static final int REMEMBERED_QUERIES = 1_024;

    /**
     * Queries that may have batches here before they start. A query that was canceled before its
     * start reached this node never claims them, so the oldest have to go at some time.
     */
    private static final int MAX_UNCLAIMED_QUERIES = 64;

    private record Key(long queryId, int exchangeId) {}

    // Guarded by this.
    private final Map<Key, InboundExchange> exchanges = new HashMap<>();

    // Guarded by this: queries that have exchanges but did not start, oldest first.
    private final SequencedSet<Long> unclaimed = new LinkedHashSet<>();

    // Guarded by this: queries that run here.
    private final Map<Long, QueryMemory> claimed = new HashMap<>();

    // Guarded by this: queries that ended here, newest last.
    private final Map<Long, Boolean> ended =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                    return size() > REMEMBERED_QUERIES;
                }
            };

    /**
     * Says that the query starts here; from now on its exchanges stay until {@link #end}.
     *
     * @param memory pays for what has arrived and is not read
     */
    public void start(long queryId, QueryMemory memory) {
        for (InboundExchange exchange : claim(queryId, memory)) {
            exchange.chargeTo(memory);
        }
    }

    private synchronized List<InboundExchange> claim(long queryId, QueryMemory memory) {
        if (ended.containsKey(queryId)) {
            // Its batches were dropped: running on would lose rows without a word.
            throw ColonnadeException.internal("query " + queryId + " has already ended here");
        }
        unclaimed.remove(queryId);
        claimed.put(queryId, memory);
        return exchangesOf(queryId);
    }

    /** The exchange, made if need be; one that drops everything if the query has ended here. */
    InboundExchange inbound(long queryId, int exchangeId) {
        long dropped = -1;
        InboundExchange found;
        synchronized (this) {
            if (ended.containsKey(queryId)) {
                InboundExchange gone = new InboundExchange();
                gone.close();
                return gone;
            }
            if (!claimed.containsKey(queryId)
                    && unclaimed.add(queryId)
                    && unclaimed.size() > MAX_UNCLAIMED_QUERIES) {
                dropped = unclaimed.getFirst();
            }
            found =
                    exchanges.computeIfAbsent(
                            new Key(queryId, exchangeId),
                            key -> {
                                InboundExchange exchange = new InboundExchange();
                                exchange.chargeTo(claimed.get(queryId));
                                return exchange;
                            });
        }
        if (dropped >= 0) {
            end(dropped);
        }
        return found;
    }

    /** Fails every exchange of the query, so that its readers stop. */
    public void fail(long queryId, ColonnadeException error) {
        for (InboundExchange exchange : exchangesOf(queryId)) {
            exchange.fail(error);
        }
    }

    /** Forgets the query; senders that still send are acknowledged and ignored. */
    public void end(long queryId) {
        List<InboundExchange> rest;
        synchronized (this) {
            rest = exchangesOf(queryId);
            ended.put(queryId, Boolean.TRUE);
            unclaimed.remove(queryId);
            claimed.remove(queryId);
            exchanges.keySet().removeIf(key -> key.queryId == queryId);
        }
        rest.forEach(InboundExchange::close);
    }

    private synchronized List<InboundExchange> exchangesOf(long queryId) {
        return exchanges.entrySet().stream()
                .filter(entry -> entry.getKey().queryId == queryId)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Exchanges that are open now, of running queries and of those that have not started. */
    public synchronized int openExchanges() {
        return exchanges.size();
    }

    /** Serves one incoming stream: every frame names its query and exchange. */
    public StreamObserver<ExchangeFrame> accept(StreamObserver<ExchangeCredit> credits) {
        return new InboundStream(this, credits);
    }
}
