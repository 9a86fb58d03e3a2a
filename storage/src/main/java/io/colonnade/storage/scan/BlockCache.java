package io.colonnade.storage.scan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.colonnade.storage.cache.CacheCounters;
import io.colonnade.storage.cache.Tier;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.object.StoreWaits;
import io.colonnade.storage.segment.Block;
import io.colonnade.storage.segment.Segment;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encoded blocks in memory, checked when they came in, bounded by bytes; the least useful go first
 * (W-TinyLFU: one big scan does not push out what is used often). Below it, blocks that are on
 * their way, so that no block is read twice at once. Thread-safe.
 */
public final class BlockCache {
    private final Cache<Key, Block> blocks;
    private final Map<Key, Fetch> underWay = new ConcurrentHashMap<>();
    private final long limitBytes;
    private final TieredReader reader;
    private final CacheCounters counters;

    /** A block of a segment. */
    record Key(String segment, int rowGroup, int column) {}

    /** A block and the tier that it came from. */
    record Loaded(Block block, Tier tier) {}

    /** A block on its way. Whoever waits for one that was asked for ahead of time uses it up. */
    static final class Fetch {
        private final Key key;
        private final Runnable used;
        private final CompletableFuture<Loaded> result = new CompletableFuture<>();

        /**
         * @param used what to do when an early block gets into use; null = somebody waits for it
         */
        private Fetch(Key key, Runnable used) {
            this.key = key;
            this.used = used;
        }
    }

    BlockCache(long limitBytes, TieredReader reader) {
        this.limitBytes = limitBytes;
        this.reader = reader;
        counters = reader.counters();
        // evicting on the caller's thread keeps the bound tight and needs no pool
        blocks =
                Caffeine.newBuilder()
                        .maximumWeight(limitBytes)
                        .weigher((Key key, Block block) -> (int) block.retainedBytes())
                        .executor(Runnable::run)
                        .build();
    }

    /** The block; read from a lower tier if it is not here, once even when racing. */
    Block get(Segment segment, int rowGroup, int column, ScanCounters scan) {
        Key key = new Key(segment.name(), rowGroup, column);
        Block block = blocks.getIfPresent(key);
        if (block != null) {
            counters.memoryHits.increment();
            if (reader.hasDisk()) {
                reader.touch(segment.blockRange(rowGroup, column));
            }
            return block;
        }
        Loaded loaded = fetch(key, segment);
        scan.fetched(loaded.tier());
        return loaded.block();
    }

    private Loaded fetch(Key key, Segment segment) {
        while (true) {
            Fetch mine = new Fetch(key, null);
            Fetch other = underWay.putIfAbsent(key, mine);
            if (other == null) {
                return load(mine, segment);
            }
            try {
                Loaded loaded = StoreWaits.join(other.result);
                use(other, loaded);
                return loaded;
            } catch (CancellationException e) {
                // Nobody wanted it ahead of time any more, or the query that read it was canceled.
                underWay.remove(key, other);
            } catch (CompletionException e) {
                if (other.used == null && e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                // What failed ahead of time may work now; if not, the reason is told.
                underWay.remove(key, other);
            }
        }
    }

    private void use(Fetch fetch, Loaded loaded) {
        if (fetch.used != null && underWay.containsKey(fetch.key)) {
            blocks.put(fetch.key, loaded.block());
            if (underWay.remove(fetch.key, fetch)) {
                counters.prefetchesUsed.increment();
                fetch.used.run();
            }
        }
    }

    private Loaded load(Fetch mine, Segment segment) {
        try {
            Loaded loaded = loadOnce(mine.key, segment);
            mine.result.complete(loaded);
            return loaded;
        } catch (RuntimeException | Error e) {
            if (StoreWaits.haveEnded()) {
                mine.result.cancel(false);
            } else {
                mine.result.completeExceptionally(e);
            }
            throw e;
        } finally {
            underWay.remove(mine.key, mine);
        }
    }

    private Loaded loadOnce(Key key, Segment segment) {
        // Another may have brought it between the look at the cache and the claim.
        Block known = blocks.getIfPresent(key);
        if (known != null) {
            counters.memoryHits.increment();
            return new Loaded(known, Tier.MEMORY);
        }
        Segment.Fetched read = segment.readBlock(key.rowGroup, key.column);
        if (read.tier() == Tier.STORE) {
            counters.misses.increment();
        }
        blocks.put(key, read.block());
        return new Loaded(read.block(), read.tier());
    }

    /** Announces a block ahead of time; null if it is here or on its way already. */
    Fetch announce(Key key, Runnable used) {
        Fetch fetch = new Fetch(key, used);
        if (underWay.putIfAbsent(key, fetch) != null) {
            return null;
        }
        if (blocks.asMap().containsKey(key)) {
            giveUp(fetch, null);
            return null;
        }
        return fetch;
    }

    /** The announced block has come. */
    void arrived(Fetch fetch, Block block) {
        fetch.result.complete(new Loaded(block, Tier.STORE));
    }

    /** The announced block did not come, or nobody wants it (no reason). */
    void giveUp(Fetch fetch, Throwable reason) {
        underWay.remove(fetch.key, fetch);
        if (reason == null) {
            fetch.result.cancel(false);
        } else {
            fetch.result.completeExceptionally(reason);
        }
    }

    /** Whether somebody still may use the announced block. */
    boolean isWanted(Fetch fetch) {
        return underWay.get(fetch.key) == fetch;
    }

    boolean isInMemory(Segment segment, int rowGroup, int column) {
        return blocks.asMap().containsKey(new Key(segment.name(), rowGroup, column));
    }

    void forget(Set<String> objects) {
        blocks.asMap().keySet().removeIf(key -> objects.contains(key.segment()));
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
}
