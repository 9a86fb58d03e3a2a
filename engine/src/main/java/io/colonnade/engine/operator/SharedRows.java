package io.colonnade.engine.operator;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rows that are made once and read in several places of a fragment: one buffer per worker, in no
 * order. Shared by the node's workers; read only when complete.
 */
public final class SharedRows implements Sink {
    private final ExecutionContext context;
    private final int nodeId;
    private final List<SqlType> types;
    private final MemoryReservation memory;

    /** One per worker; guarded by itself until the sink is finished, then never changed. */
    private final List<RowBuffer> parts = new ArrayList<>();

    /** Readers that have not ended. */
    private final AtomicInteger readers = new AtomicInteger();

    public SharedRows(ExecutionContext context, PlanNode node) {
        this.context = context;
        nodeId = node.getId();
        types = Types.output(node);
        memory = context.reservation("shared rows " + nodeId);
    }

    @Override
    public SinkWriter open() {
        RowBuffer buffer = new RowBuffer(Types.physical(types), memory);
        synchronized (parts) {
            parts.add(buffer);
        }
        return new SinkWriter() {
            @Override
            public void write(Batch batch) {
                buffer.append(batch);
            }

            @Override
            public CompletableFuture<?> writable() {
                return null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void finish() {
        long bytes = 0;
        synchronized (parts) {
            for (RowBuffer part : parts) {
                bytes += part.bytes();
            }
        }
        context.counters(nodeId).memoryBytes.add(bytes);
    }

    /** Another place that reads all rows; asked for while compiling. */
    public Source reader() {
        readers.incrementAndGet();
        return new Reader();
    }

    private final class Reader extends ChunkSource {
        @Override
        protected long chunks() {
            long chunks = 0;
            for (RowBuffer part : parts) {
                chunks += chunksOf(part);
            }
            return chunks;
        }

        @Override
        protected ChunkReader reader() {
            Batch batch = Batch.create(types);
            int[] chosen = new int[Batch.CAPACITY];
            return chunk -> fill(batch, chosen, chunk);
        }

        @Override
        public void ended() {
            if (readers.decrementAndGet() == 0) {
                parts.forEach(RowBuffer::close);
                parts.clear();
                memory.close();
            }
        }
    }

    private static long chunksOf(RowBuffer part) {
        return (part.rows() + Batch.CAPACITY - 1L) / Batch.CAPACITY;
    }

    private Batch fill(Batch batch, int[] chosen, long chunk) {
        long rest = chunk;
        int index = 0;
        while (rest >= chunksOf(parts.get(index))) {
            rest -= chunksOf(parts.get(index));
            index++;
        }
        RowBuffer part = parts.get(index);
        int first = (int) (rest * Batch.CAPACITY);
        int count = Math.min(Batch.CAPACITY, part.rows() - first);
        for (int i = 0; i < count; i++) {
            chosen[i] = first + i;
        }
        for (int c = 0; c < types.size(); c++) {
            part.column(c).gather(chosen, count, batch.column(c));
        }
        batch.setSize(count);
        return batch;
    }
}
