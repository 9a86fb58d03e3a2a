package io.colonnade.storage.scan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.cache.BlockCache;
import io.colonnade.storage.cache.DictionaryPool;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.segment.Block;
import io.colonnade.storage.segment.Segment;

/**
 * Opens segments of an object store and keeps footers, dictionaries and encoded blocks in bounded
 * memory. One per node, shared by all queries; thread-safe. Segments never change, so nothing here
 * is ever stale.
 */
public final class SegmentStore {
    /** Footers and dictionaries get at least this, else a share of the limit for blocks. */
    private static final long MIN_FOOTER_BYTES = 16L << 20;

    private static final int FOOTER_SHARE = 8;

    private final ObjectStore objects;
    private final BlockCache blocks;
    private final Cache<String, Segment> segments;
    private final DictionaryPool dictionaries = new DictionaryPool();

    public SegmentStore(ObjectStore objects, long cacheLimitBytes) {
        Integers.warmUp();
        this.objects = objects;
        blocks = new BlockCache(cacheLimitBytes);
        segments =
                Caffeine.newBuilder()
                        .maximumWeight(Math.max(MIN_FOOTER_BYTES, cacheLimitBytes / FOOTER_SHARE))
                        .weigher((String name, Segment segment) -> (int) segment.retainedBytes())
                        .executor(Runnable::run)
                        .build();
    }

    /** The segment, its footer checked; reads the object if it was not open. */
    public Segment open(SegmentDescriptor descriptor) {
        return segments.get(
                descriptor.getName(),
                ignored -> Segment.open(descriptor, objects, dictionaries::intern));
    }

    Block block(Segment segment, int rowGroup, int column) {
        return blocks.get(segment, rowGroup, column);
    }

    /** For system tables. */
    public BlockCache cache() {
        return blocks;
    }
}
