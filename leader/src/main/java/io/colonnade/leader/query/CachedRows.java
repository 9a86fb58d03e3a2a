package io.colonnade.leader.query;

import com.google.protobuf.ByteString;

import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;

import java.util.Iterator;

/** A result that was kept, read once more. */
final class CachedRows implements ResultStream {
    private final Iterator<ByteString> batches;
    private Batch current;

    CachedRows(Iterable<ByteString> batches) {
        this.batches = batches.iterator();
    }

    @Override
    public Batch next() {
        if (!batches.hasNext()) {
            return null;
        }
        current = BatchCodec.decode(batches.next().asReadOnlyByteBuffer(), current);
        return current;
    }

    @Override
    public CommandTag tag() {
        return CommandTag.SELECT;
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
