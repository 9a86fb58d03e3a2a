package io.colonnade.compute.exchange;

import com.google.protobuf.ByteString;

import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;
import io.colonnade.type.SqlType;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The receiving end of an exchange as a pipeline's source; any worker may take any batch. */
public final class ExchangeReaderSource implements Source {
    private final InboundExchange exchange;
    private final List<SqlType> types;
    private final int parallelism;

    public ExchangeReaderSource(
            ExchangeHub hub,
            long queryId,
            int exchangeId,
            int senders,
            List<SqlType> types,
            int parallelism) {
        this.exchange = hub.inbound(queryId, exchangeId);
        this.exchange.expectSenders(senders);
        this.types = types;
        this.parallelism = parallelism;
    }

    @Override
    public SourceReader open() {
        return new Reader();
    }

    @Override
    public int maxParallelism() {
        return parallelism;
    }

    private final class Reader implements SourceReader {
        private Batch batch = Batch.create(types);

        @Override
        public Batch next() {
            ByteString bytes = exchange.poll();
            if (bytes == null) {
                return null;
            }
            batch = BatchCodec.decode(bytes.asReadOnlyByteBuffer(), batch);
            return batch;
        }

        @Override
        public boolean finished() {
            return exchange.finished();
        }

        @Override
        public CompletableFuture<?> available() {
            return exchange.available();
        }

        @Override
        public void close() {
            if (!exchange.finished()) {
                // A limit was reached, or the query failed: nobody reads on, and senders that
                // wait for room must not wait for ever.
                exchange.close();
            }
        }
    }
}
