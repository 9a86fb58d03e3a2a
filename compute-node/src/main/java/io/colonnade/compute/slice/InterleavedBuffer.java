package io.colonnade.compute.slice;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.sort.RowOrder;
import io.colonnade.plan.SortKey;
import io.colonnade.storage.segment.ZoneImage;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.Arrays;
import java.util.List;

/**
 * Rows for the order of an interleaved sort key (a Z-order curve over the ranks of the key
 * columns), so that zone maps prune by each of its columns alike.
 *
 * <pre>
 * rank of a value   its place among the sorted values of these rows, as a 16-bit fraction;
 *                   equal values have equal ranks, NULL has the highest
 * place of a row    the ranks' bits in turn: first bit of each key, second bit of each key, ..
 * </pre>
 */
final class InterleavedBuffer implements RunBuffer, SortedRows {
    private static final int RANK_BITS = 16;
    private static final int NULL_RANK = (1 << RANK_BITS) - 1;

    /** Values that ranks are read from: as many as there are ranks. */
    private static final int MAX_SAMPLE = 1 << RANK_BITS;

    private static final List<SortKey> BY_PLACE = List.of(SortKey.newBuilder().build());

    private final List<SqlType> types;
    private final int[] keyColumns;
    private final MemoryReservation memory;
    private final MemoryReservation imageMemory;
    private final RowBuffer rows;
    private final RowBuffer places;
    private final int[] chosen = new int[Batch.CAPACITY];

    // By key: the zone image of each row's value, and whether it is NULL.
    private long[][] images;
    private boolean[][] nulls;
    private RowOrder order;
    private Batch output;

    InterleavedBuffer(List<SqlType> types, List<SortKey> keys, MemoryReservation memory) {
        this.types = types;
        this.keyColumns = keys.stream().mapToInt(SortKey::getColumn).toArray();
        this.memory = memory;
        this.imageMemory = memory.part();
        this.rows = new RowBuffer(types.stream().map(SqlType::physical).toList(), memory);
        this.places = new RowBuffer(List.of(PhysicalType.LONG), memory);
        this.images = new long[this.keyColumns.length][0];
        this.nulls = new boolean[this.keyColumns.length][0];
    }

    @Override
    public void add(Batch batch) {
        int first = rows.rows();
        rows.append(batch);
        ensure(rows.rows());
        for (int k = 0; k < keyColumns.length; k++) {
            readImages(batch.column(keyColumns[k]), batch, images[k], nulls[k], first);
        }
    }

    /** Takes all rows of another buffer of the same table, and closes that. */
    void take(InterleavedBuffer other) {
        int first = rows.rows();
        int count = other.rows.rows();
        ensure(first + count);
        rows.appendRows(other.rows, null, 0, count);
        for (int k = 0; k < keyColumns.length; k++) {
            System.arraycopy(other.images[k], 0, images[k], first, count);
            System.arraycopy(other.nulls[k], 0, nulls[k], first, count);
        }
        other.close();
    }

    private void ensure(int count) {
        if (images[0].length >= count) {
            return;
        }
        int capacity = Math.max(count, 2 * images[0].length);
        imageMemory.resize((long) capacity * keyColumns.length * (Long.BYTES + 1));
        for (int k = 0; k < keyColumns.length; k++) {
            images[k] = Arrays.copyOf(images[k], capacity);
            nulls[k] = Arrays.copyOf(nulls[k], capacity);
        }
    }

    private static void readImages(
            Vector column, Batch batch, long[] images, boolean[] nulls, int first) {
        for (int i = 0; i < batch.rowCount(); i++) {
            int position = batch.position(i);
            boolean isNull = column.isNull(position);
            nulls[first + i] = isNull;
            images[first + i] =
                    isNull ? 0 : ZoneImage.of(column, column.isConstant() ? 0 : position);
        }
    }

    @Override
    public long bytes() {
        return rows.bytes() + imageMemory.bytes();
    }

    @Override
    public SortedRows sort() {
        int count = rows.rows();
        int[][] ranks = new int[keyColumns.length][];
        imageMemory.grow((long) Integer.BYTES * keyColumns.length * count);
        for (int k = 0; k < keyColumns.length; k++) {
            ranks[k] = ranks(images[k], nulls[k], count);
        }
        Batch batch = Batch.create(List.of(SqlType.BIGINT));
        long[] target = ((LongVector) batch.column(0)).values();
        for (int first = 0; first < count; first += Batch.CAPACITY) {
            int n = Math.min(Batch.CAPACITY, count - first);
            for (int i = 0; i < n; i++) {
                // Signed order of what has its top bit flipped is unsigned order.
                target[i] = interleave(ranks, first + i) ^ Long.MIN_VALUE;
            }
            batch.setSize(n);
            places.append(batch);
        }
        order = new RowOrder(places, BY_PLACE, memory);
        output = Batch.create(types);
        return this;
    }

    /** The rank of each row's value among a sample of all. */
    static int[] ranks(long[] images, boolean[] nulls, int count) {
        int sampleSize = Math.min(count, MAX_SAMPLE);
        long[] sample = new long[sampleSize];
        int sampled = 0;
        for (int i = 0; i < sampleSize; i++) {
            int row = (int) ((long) i * count / sampleSize);
            if (!nulls[row]) {
                sample[sampled++] = images[row];
            }
        }
        Arrays.sort(sample, 0, sampled);
        int[] ranks = new int[count];
        for (int i = 0; i < count; i++) {
            ranks[i] = nulls[i] ? NULL_RANK : rank(sample, sampled, images[i]);
        }
        return ranks;
    }

    /** How much of the sample is less, in 16 bits. */
    private static int rank(long[] sample, int size, long image) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (sample[middle] < image) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return size == 0 ? 0 : (int) Math.min(NULL_RANK - 1, ((long) low << RANK_BITS) / size);
    }

    /** The upper bits of all ranks in turn, from the top of the word on. */
    static long interleave(int[][] ranks, int row) {
        int keys = ranks.length;
        int bits = Math.min(RANK_BITS, Long.SIZE / keys);
        long place = 0;
        for (int bit = 0; bit < bits; bit++) {
            for (int[] rank : ranks) {
                place = place << 1 | rank[row] >>> RANK_BITS - 1 - bit & 1;
            }
        }
        return place << Long.SIZE - bits * keys;
    }

    @Override
    public Batch next() {
        int count = order.next(chosen, Batch.CAPACITY);
        if (count == 0) {
            return null;
        }
        for (int c = 0; c < types.size(); c++) {
            rows.column(c).gather(chosen, count, output.column(c));
        }
        output.setSize(count);
        return output;
    }

    @Override
    public void close() {
        rows.close();
        places.close();
        memory.close();
    }
}
