package io.colonnade.storage.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.colonnade.storage.segment.Block;
import io.colonnade.storage.segment.Segment;

import java.util.concurrent.atomic.LongAdder;

/**
 * Encoded blocks in memory, checked when they came in, bounded by bytes; the least useful go first
 * (W-TinyLFU: one big scan does not push out what is used often). Thread-safe.
 */
public final class BlockCache {
    private final Cache<Key, Block> blocks;
    private final long limitBytes;
    private final LongAdder requests = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder bytesFetched = new LongAdder();

    private record Key(String segment, int rowGroup, int column) {}

    public BlockCache(long limitBytes) {
        this.limitBytes = limitBytes;
        // evicting on the caller's thread keeps the bound tight and needs no pool
        blocks =
                Caffeine.newBuilder()
                        .maximumWeight(limitBytes)
                        .weigher((Key key, Block block) -> (int) block.retainedBytes())
                        .executor(Runnable::run)
                        .build();
    }

    /** The block, read from the segment's object if it is not here; read once even when racing. */
    public Block get(Segment segment, int rowGroup, int column) {
        requests.increment();
        Key key = new Key(segment.name(), rowGroup, column);
        return blocks.get(key, ignored -> load(segment, rowGroup, column));
    }

    private Block load(Segment segment, int rowGroup, int column) {
        misses.increment();
        Block block = segment.readBlock(rowGroup, column);
        bytesFetched.add(block.length());
        return block;
    }

    public long limitBytes() {
        return limitBytes;
    }

    public long usedBytes() {
        return blocks.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }

    public long blockCount() {
        return blocks.estimatedSize();
    }

    public long requests() {
        return requests.sum();
    }

    public long misses() {
        return misses.sum();
    }

    /** Bytes read from the object store since the start. */
    public long bytesFetched() {
        return bytesFetched.sum();
    }
}
