package io.colonnade.storage.scan;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.cache.CacheCounters;
import io.colonnade.storage.cache.DictionaryPool;
import io.colonnade.storage.cache.HeatMap;
import io.colonnade.storage.cache.Tier;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.storage.inline.InlineReader;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.object.StoreWaits;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.segment.Block;
import io.colonnade.storage.segment.Segment;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Opens segments of an object store and keeps footers, dictionaries and encoded blocks in bounded
 * memory, over the local cache if there is one. One per node, shared by all queries; thread-safe.
 * Segments never change, so nothing here is ever stale.
 */
public final class SegmentStore implements AutoCloseable {
    /** Footers and dictionaries get at least this, else a share of the limit for blocks. */
    private static final long MIN_FOOTER_BYTES = 16L << 20;

    private static final int FOOTER_SHARE = 8;

    private final TieredReader reader;
    private final BlockCache blocks;
    private final HeatMap heat = new HeatMap(Clock.system());
    private final Cache<String, Segment> segments;

    /** Segments that are being opened, each once; who waits for one can be canceled. */
    private final Map<String, CompletableFuture<Segment>> opening = new ConcurrentHashMap<>();

    private final DictionaryPool dictionaries = new DictionaryPool();
    private final InlineReader inline = new InlineReader();

    // Null when the store is near: then nothing is read ahead of time.
    private final Prefetcher prefetcher;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /** Over a store that is near, without a local cache. */
    public SegmentStore(ObjectStore objects, long cacheLimitBytes) {
        this(new TieredReader(objects, null, new CacheCounters()), cacheLimitBytes, false);
    }

    /**
     * @param reader closed with this
     * @param cacheLimitBytes for blocks in memory
     * @param distant whether a read takes so long that reading ahead pays
     */
    public SegmentStore(TieredReader reader, long cacheLimitBytes, boolean distant) {
        Integers.warmUp();
        this.reader = reader;
        blocks = new BlockCache(cacheLimitBytes, reader);
        prefetcher = distant ? new Prefetcher(blocks, reader, executor) : null;
        segments =
                Caffeine.newBuilder()
                        .maximumWeight(Math.max(MIN_FOOTER_BYTES, cacheLimitBytes / FOOTER_SHARE))
                        .weigher((String name, Segment segment) -> (int) segment.retainedBytes())
                        .executor(Runnable::run)
                        .build();
    }

    /** The segment, its footer checked; reads the object if it was not open. */
    public Segment open(SegmentDescriptor descriptor) {
        String name = descriptor.getName();
        while (true) {
            Segment known = segments.getIfPresent(name);
            if (known != null) {
                return known;
            }
            CompletableFuture<Segment> mine = new CompletableFuture<>();
            CompletableFuture<Segment> other = opening.putIfAbsent(name, mine);
            if (other == null) {
                return open(descriptor, mine);
            }
            try {
                return StoreWaits.join(other);
            } catch (CancellationException e) {
                // The query that was opening it was canceled.
                opening.remove(name, other);
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
    }

    private Segment open(SegmentDescriptor descriptor, CompletableFuture<Segment> mine) {
        try {
            Segment opened = Segment.open(descriptor, reader, dictionaries::intern);
            segments.put(descriptor.getName(), opened);
            mine.complete(opened);
            return opened;
        } catch (RuntimeException | Error e) {
            if (StoreWaits.haveEnded()) {
                mine.cancel(false);
            } else {
                mine.completeExceptionally(e);
            }
            throw e;
        } finally {
            opening.remove(descriptor.getName(), mine);
        }
    }

    /** Opens a segment that will be wanted soon, if waiting for it would take long. */
    void openAhead(SegmentDescriptor descriptor) {
        if (prefetcher == null
                || InlineSegments.isInline(descriptor)
                || segments.getIfPresent(descriptor.getName()) != null) {
            return;
        }
        executor.execute(
                StoreWaits.carrying(
                        () -> {
                            try {
                                open(descriptor);
                            } catch (RuntimeException e) {
                                // Whoever needs it tries again and is told.
                            }
                        }));
    }

    Block block(Segment segment, int rowGroup, int column, ScanCounters scan) {
        return blocks.get(segment, rowGroup, column, scan);
    }

    /**
     * Counts what a reader read of a row group, once per row group: it costs more than a block that
     * is in memory.
     *
     * @param columns positions in the segment of the blocks, which are null if they were not read
     */
    void countReads(Segment segment, int rowGroup, int[] columns, Block[] read) {
        HeatMap.Counting counting = heat.count(segment.name(), segment.footer().blocks().size());
        int first = rowGroup * segment.footer().columns().size();
        for (int i = 0; i < read.length; i++) {
            if (read[i] != null) {
                counting.touch(first + columns[i]);
            }
        }
    }

    /** Whether scans should ask for row groups before they read them. */
    boolean readsAhead() {
        return prefetcher != null;
    }

    Prefetcher.Ahead readAhead(Segment segment, int rowGroup, int[] columns) {
        return prefetcher.start(segment, rowGroup, columns);
    }

    /** Bytes read ahead that nobody has used yet. */
    long waitingBytes() {
        return prefetcher.waitingBytes();
    }

    /** The fastest tier that has a block now. */
    public Tier tierOf(Segment segment, int rowGroup, int column) {
        if (blocks.isInMemory(segment, rowGroup, column)) {
            return Tier.MEMORY;
        }
        return reader.isOnDisk(segment.blockRange(rowGroup, column)) ? Tier.DISK : Tier.STORE;
    }

    /** How often a block was read lately; see HeatMap. */
    public double temperatureOf(Segment segment, int rowGroup, int column) {
        int columns = segment.footer().columns().size();
        return heat.temperature(segment.name(), rowGroup * columns + column);
    }

    /** Reads segments whose rows are in their descriptors. */
    InlineReader inline() {
        return inline;
    }

    /** Lets go of objects that are no more, in memory and on local disk. */
    public void forget(Set<String> objects) {
        segments.invalidateAll(objects);
        blocks.forget(objects);
        reader.forget(objects);
    }

    /** For system tables. */
    public BlockCache cache() {
        return blocks;
    }

    /** The tiers below memory, and what all tiers counted. */
    public TieredReader reader() {
        return reader;
    }

    /** Ends what is under way; the local cache writes what it still holds. */
    @Override
    public void close() {
        executor.shutdownNow();
        reader.close();
    }
}
