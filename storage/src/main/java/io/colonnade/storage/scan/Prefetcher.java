package io.colonnade.storage.scan;

import io.colonnade.storage.cache.ObjectRange;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.object.StoreWaits;
import io.colonnade.storage.scan.BlockCache.Fetch;
import io.colonnade.storage.segment.Segment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads blocks from a distant store before anybody waits for them: blocks that lie side by side in
 * one request, a few requests at a time, a bounded number of bytes that are not yet in use. One per
 * node, thread-safe.
 */
final class Prefetcher {
    /** Enough to fill a fast line at some 20 ms per request; more only queue up in the store. */
    private static final int MAX_REQUESTS = 16;

    /** Reading over a gap of this size is cheaper than another request. */
    private static final long MAX_GAP_BYTES = 64 << 10;

    /** A request of this size uses the line well, and its end is not far from its start. */
    private static final long MAX_REQUEST_BYTES = 8L << 20;

    /** Blocks that wait for their use take this share of what blocks in memory may take. */
    private static final int WAITING_SHARE = 4;

    private final BlockCache blocks;
    private final TieredReader reader;
    private final Executor executor;
    private final long maxWaitingBytes;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Semaphore requests = new Semaphore(MAX_REQUESTS);

    Prefetcher(BlockCache blocks, TieredReader reader, Executor executor) {
        this.blocks = blocks;
        this.reader = reader;
        this.executor = executor;
        maxWaitingBytes = blocks.limitBytes() / WAITING_SHARE;
    }

    /** Blocks of one row group that were asked for; close it when their reader has left. */
    final class Ahead implements AutoCloseable {
        private final Segment segment;
        private final int rowGroup;
        private final List<Part> parts = new ArrayList<>();

        private Ahead(Segment segment, int rowGroup) {
            this.segment = segment;
            this.rowGroup = rowGroup;
        }

        /** What nobody used is dropped; requests that have not begun are not made. */
        @Override
        public void close() {
            for (Part part : parts) {
                blocks.giveUp(part.fetch, null);
                part.release.run();
            }
        }
    }

    private record Part(int column, ObjectRange range, Fetch fetch, Runnable release) {}

    /** Asks for those blocks of a row group that are neither in memory nor on local disk. */
    Ahead start(Segment segment, int rowGroup, int[] columns) {
        Ahead ahead = new Ahead(segment, rowGroup);
        int[] sorted = columns.clone();
        Arrays.sort(sorted);
        for (int column : sorted) {
            ObjectRange range = segment.blockRange(rowGroup, column);
            if (waitingBytes.get() + range.length() > maxWaitingBytes || reader.isOnDisk(range)) {
                continue;
            }
            Runnable release = reserve(range.length());
            Fetch fetch =
                    blocks.announce(new BlockCache.Key(segment.name(), rowGroup, column), release);
            if (fetch == null) {
                release.run();
            } else {
                ahead.parts.add(new Part(column, range, fetch, release));
            }
        }
        reader.counters().prefetches.add(ahead.parts.size());
        for (List<Part> run : runs(ahead.parts)) {
            executor.execute(StoreWaits.carrying(() -> read(ahead, run)));
        }
        return ahead;
    }

    /** Counts bytes as waiting; what is returned counts them back, once. */
    private Runnable reserve(int bytes) {
        waitingBytes.addAndGet(bytes);
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                waitingBytes.addAndGet(-bytes);
            }
        };
    }

    private static List<List<Part>> runs(List<Part> parts) {
        List<List<Part>> runs = new ArrayList<>();
        long start = 0;
        long end = 0;
        for (Part part : parts) {
            long offset = part.range.offset();
            long partEnd = offset + part.range.length();
            if (runs.isEmpty()
                    || offset - end > MAX_GAP_BYTES
                    || partEnd - start > MAX_REQUEST_BYTES) {
                runs.add(new ArrayList<>());
                start = offset;
            }
            runs.getLast().add(part);
            end = partEnd;
        }
        return runs;
    }

    private void read(Ahead ahead, List<Part> run) {
        requests.acquireUninterruptibly();
        try {
            if (run.stream().anyMatch(part -> blocks.isWanted(part.fetch))) {
                readRun(ahead, run);
            }
        } catch (RuntimeException | Error e) {
            for (Part part : run) {
                blocks.giveUp(part.fetch, e);
                part.release.run();
            }
        } finally {
            requests.release();
        }
    }

    private void readRun(Ahead ahead, List<Part> run) {
        ObjectRange first = run.getFirst().range;
        ObjectRange last = run.getLast().range;
        byte[] bytes = new byte[(int) (last.offset() + last.length() - first.offset())];
        reader.readStore(first.object(), first.offset(), ByteBuffer.wrap(bytes));
        for (Part part : run) {
            int from = (int) (part.range.offset() - first.offset());
            blocks.arrived(
                    part.fetch,
                    ahead.segment.acceptBlock(ahead.rowGroup, part.column, bytes, from));
        }
    }

    long waitingBytes() {
        return waitingBytes.get();
    }
}
