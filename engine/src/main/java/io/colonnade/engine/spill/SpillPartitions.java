package io.colonnade.engine.spill;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Rows on disk, dealt out by the hash of their keys, so that each partition can be worked on alone.
 * A partition that is still too large is dealt out again at the next level, by other bits. Shared
 * by workers, each with a writer of its own.
 */
public final class SpillPartitions implements AutoCloseable {
    /** Enough that one level makes 16 MB of 256; each partition costs a page per worker. */
    public static final int COUNT = 16;

    /** 16^4 partitions: what is too large then has too many equal keys. */
    public static final int MAX_LEVEL = 4;

    private static final int BITS = 4;

    /** Hash tables and buckets use the top bits of the hash as it is. */
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** A page before compression: 128 KB make a disk's seek and a call cheap. */
    private static final int PAGE_BYTES = 128 << 10;

    private static final int MIN_PAGE_ROWS = 64;

    /** Rows with text are taken so many at a time, however wide they are. */
    private static final int TEXT_ROWS = 256;

    /** Pages being filled take no more than this part of a query's memory, per worker. */
    private static final int PENDING_FRACTION = 16;

    private final Shape shape;
    private final SpillFile file;
    private final SpilledRows[] partitions = new SpilledRows[COUNT];
    private final int pageRows;
    private final int pageBytes;
    private final int step;

    /**
     * What the rows are like.
     *
     * @param types of all columns of their batches
     * @param columns that are kept, ascending; others are missing when rows are read again
     * @param keys columns to deal by
     * @param equalHashes whether all hashes are taken for equal, to test what that does
     * @param written is told how many bytes went to disk
     */
    public record Shape(
            List<PhysicalType> types,
            int[] columns,
            int[] keys,
            boolean equalHashes,
            LongConsumer written) {}

    /**
     * @param memoryBytes the query's memory
     */
    public SpillPartitions(Shape shape, SpillFile file, long memoryBytes) {
        this.shape = shape;
        this.file = file;
        int rowBytes = 1;
        boolean text = false;
        for (int c : shape.columns()) {
            rowBytes += shape.types().get(c) == PhysicalType.INT128 ? 16 : 8;
            text |= shape.types().get(c) == PhysicalType.BYTES;
        }
        step = text ? TEXT_ROWS : Batch.CAPACITY;
        long most = memoryBytes / PENDING_FRACTION / COUNT;
        pageBytes = (int) Math.max(1, Math.min(PAGE_BYTES, most));
        pageRows = Math.clamp(pageBytes / rowBytes, MIN_PAGE_ROWS, Batch.CAPACITY);
        for (int p = 0; p < COUNT; p++) {
            partitions[p] = new SpilledRows(file);
        }
    }

    /** Partition of a hash at a level. */
    public static int of(long hash, int level) {
        long mixed = (hash ^ hash >>> 32) * MULTIPLIER;
        return (int) (mixed >>> 64 - BITS * (level + 1)) & COUNT - 1;
    }

    /** Complete once all writers are closed. */
    public SpilledRows partition(int number) {
        return partitions[number];
    }

    /** A partition's rows in batches of all columns, of which those not kept are missing. */
    public Reader reader(int number) {
        return new Reader(partitions[number].reader());
    }

    /**
     * A worker's way in.
     *
     * @param memory pays for the pages being filled; a part of it ends with the writer
     */
    public Writer writer(int level, MemoryReservation memory) {
        return new Writer(level, memory.part());
    }

    /**
     * Deals the rows of one partition out to others, by more bits of their keys' hash.
     *
     * @param level of the others
     * @param check called for each batch; throws once the query is canceled
     */
    public void dealOut(
            int number,
            SpillPartitions target,
            int level,
            MemoryReservation memory,
            Runnable check) {
        try (Writer writer = target.writer(level, memory)) {
            Reader reader = reader(number);
            Batch input;
            while ((input = reader.next()) != null) {
                check.run();
                writer.add(input);
            }
            writer.finish();
        }
    }

    /** The rows must not be read any more. */
    @Override
    public void close() {
        file.close();
    }

    /** Reads one partition once. One thread. */
    public final class Reader {
        private final SpilledRows.Reader rows;
        private final Batch batch = new Batch(new Vector[shape.types().size()]);

        private Reader(SpilledRows.Reader rows) {
            this.rows = rows;
        }

        /** The next batch, valid until the next call; null at the end. */
        public Batch next() {
            Batch kept = rows.next();
            if (kept == null) {
                return null;
            }
            for (int i = 0; i < shape.columns().length; i++) {
                batch.setColumn(shape.columns()[i], kept.column(i));
            }
            batch.setSize(kept.size());
            return batch;
        }
    }

    /** Deals one worker's rows out. One thread. */
    public final class Writer implements AutoCloseable {
        private final int level;
        private final MemoryReservation memory;
        private final long[] hashes = new long[Batch.CAPACITY + Vector.PADDING];
        private final int[][] positions = new int[COUNT][];
        private final int[] counts = new int[COUNT];
        private final Batch[] pending = new Batch[COUNT];
        private final int[] piece = new int[Batch.CAPACITY];

        private Writer(int level, MemoryReservation memory) {
            this.level = level;
            this.memory = memory;
        }

        /** Takes the selected rows; keys and kept columns are there, in any form. */
        public void add(Batch batch) {
            int rows = batch.rowCount();
            Arrays.fill(counts, 0);
            if (!shape.equalHashes()) {
                Hashing.hash(batch, shape.keys(), hashes);
            }
            for (int i = 0; i < rows; i++) {
                int position = batch.position(i);
                int p = of(hashes[position], level);
                if (positions[p] == null) {
                    positions[p] = new int[Batch.CAPACITY];
                }
                positions[p][counts[p]++] = position;
            }
            for (int p = 0; p < COUNT; p++) {
                int done = 0;
                while (done < counts[p]) {
                    done += append(p, batch, done);
                }
            }
        }

        /** Takes rows that were in memory, one column for each that is kept. */
        public void addAll(RowBuffer rows, Runnable cancelCheck) {
            Batch batch = new Batch(new Vector[shape.types().size()]);
            for (int column : shape.columns()) {
                batch.setColumn(column, Vector.create(shape.types().get(column), Batch.CAPACITY));
            }
            for (int first = 0; first < rows.rows(); first += Batch.CAPACITY) {
                cancelCheck.run();
                int count = Math.min(Batch.CAPACITY, rows.rows() - first);
                for (int i = 0; i < shape.columns().length; i++) {
                    rows.column(i).copy(first, count, batch.column(shape.columns()[i]));
                }
                batch.setSize(count);
                add(batch);
            }
        }

        /** Takes as many rows of a partition as its page has room for. */
        private int append(int p, Batch batch, int done) {
            if (pending[p] == null) {
                pending[p] = newPage();
            }
            Batch page = pending[p];
            int count = Math.min(Math.min(counts[p] - done, step), pageRows - page.size());
            System.arraycopy(positions[p], done, piece, 0, count);
            boolean full = page.size() + count == pageRows;
            for (int i = 0; i < shape.columns().length; i++) {
                Vector target = page.column(i);
                target.gather(batch.column(shape.columns()[i]), piece, count, page.size());
                full |= target instanceof BytesVector text && text.reservedStart() >= pageBytes;
            }
            page.setSize(page.size() + count);
            if (full) {
                flush(p);
            }
            return count;
        }

        private Batch newPage() {
            Vector[] columns = new Vector[shape.columns().length];
            long bytes = 0;
            for (int i = 0; i < columns.length; i++) {
                columns[i] = Vector.create(shape.types().get(shape.columns()[i]), pageRows);
                bytes += columns[i].retainedBytes();
            }
            memory.grow(bytes + pageRows * 8L * columns.length);
            Batch page = new Batch(columns);
            page.setSize(0);
            return page;
        }

        private void flush(int p) {
            Batch page = pending[p];
            shape.written().accept(partitions[p].append(page));
            for (int i = 0; i < page.columnCount(); i++) {
                page.column(i).reset();
            }
            page.setSize(0);
        }

        /** Writes what is left; not needed after a failure. */
        public void finish() {
            for (int p = 0; p < COUNT; p++) {
                if (pending[p] != null && pending[p].size() > 0) {
                    flush(p);
                }
            }
            close();
        }

        @Override
        public void close() {
            Arrays.fill(pending, null);
            memory.close();
        }
    }
}
