package io.colonnade.storage.scan;

import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.encoding.Lane;
import io.colonnade.storage.scan.Morsel.OpenSegment;
import io.colonnade.storage.segment.Block;
import io.colonnade.storage.segment.BlockDecoder;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.SegmentFooter.BlockEntry;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads morsels vector by vector; one per worker. Columns are fetched and decoded only when asked
 * for, so read those of the filters first and the others only where rows are left.
 *
 * <pre>
 * reader.open(morsel);
 * while ((count = reader.next()) > 0) { reader.read(0, vector); .. }
 * </pre>
 */
public final class MorselReader implements AutoCloseable {
    /** Bits of a row id for the row within its segment. */
    public static final int ROW_BITS = 20;

    private final TableScan scan;
    private final SegmentStore store;
    private final ScanCounters counters;
    private final List<ColumnRange> ranges;
    private final BlockDecoder[] decoders;
    private final Lane[] lanes;
    private final boolean[] decoding;
    private final Block[] blocks;

    /** Ranges that the vectors of the current morsel are checked against. */
    private final List<ColumnRange> vectorRanges = new ArrayList<>();

    private final int[] live = new int[Batch.CAPACITY];
    private Morsel morsel;
    private OpenSegment of;
    private int vectors;
    private int vector;
    private int count;
    private int[] liveSelection;
    private int liveCount;
    private int vectorsRead;

    MorselReader(TableScan scan) {
        this.scan = scan;
        store = scan.request().store();
        counters = scan.counters();
        ranges = new ArrayList<>(scan.request().ranges());
        int columns = scan.request().columnIds().length;
        decoders = new BlockDecoder[columns];
        lanes = new Lane[columns];
        decoding = new boolean[columns];
        blocks = new Block[columns];
    }

    /** Turns to a morsel; what was left of the last one is dropped. */
    public void open(Morsel next) {
        close();
        morsel = next;
        of = next.of();
        vector = -1;
        vectorsRead = 0;
        vectors = (next.rows() + Batch.CAPACITY - 1) / Batch.CAPACITY;
        Arrays.fill(blocks, null);
        Arrays.fill(decoding, false);
        vectorRanges.clear();
        checkRanges(ranges);
    }

    /** Runtime filters: prune by these too, from the next vector on and in later morsels. */
    public void addRanges(List<ColumnRange> more) {
        ranges.addAll(more);
        if (morsel != null) {
            checkRanges(more);
        }
    }

    /** Ends the morsel if a range rules it out; keeps the ranges that may rule out vectors. */
    private void checkRanges(List<ColumnRange> toCheck) {
        if (!TableScan.mayHaveRows(of, morsel.rowGroup(), toCheck)) {
            vectors = Math.min(vectors, vector + 1);
            return;
        }
        if (of.isInline()) {
            return;
        }
        for (ColumnRange range : toCheck) {
            int column = of.columns()[range.column()];
            if (column < 0) {
                continue;
            }
            BlockEntry block = of.segment().footer().block(morsel.rowGroup(), column);
            if (!range.covers(
                    block.minImage(), block.maxImage(), block.nullCount(), morsel.rows())) {
                vectorRanges.add(range);
            }
        }
    }

    /** Positions of the next vector that may have rows within the ranges; 0 at the end. */
    public int next() {
        while (++vector < vectors) {
            if (!mayHaveRows()) {
                continue;
            }
            count = Math.min(Batch.CAPACITY, morsel.rows() - vector * Batch.CAPACITY);
            selectLive();
            if (liveCount > 0) {
                vectorsRead++;
                return count;
            }
        }
        close();
        return 0;
    }

    private boolean mayHaveRows() {
        for (int i = 0; i < vectorRanges.size(); i++) {
            ColumnRange range = vectorRanges.get(i);
            Block block = block(range.column());
            if (!range.meets(block.min(vector), block.max(vector), block.nullCount(vector))) {
                return false;
            }
        }
        return true;
    }

    /** Whether all rows of the current vector lie in a range; may say no where they do. */
    public boolean covers(ColumnRange range) {
        int column = range.column() < blocks.length ? of.columns()[range.column()] : -1;
        if (column < 0 || of.isInline()) {
            return false;
        }
        BlockEntry entry = of.segment().footer().block(morsel.rowGroup(), column);
        if (range.covers(entry.minImage(), entry.maxImage(), entry.nullCount(), morsel.rows())) {
            return true;
        }
        Block block = blocks[range.column()];
        return block != null
                && range.covers(
                        block.min(vector), block.max(vector), block.nullCount(vector), count);
    }

    private void selectLive() {
        liveSelection = null;
        liveCount = count;
        RoaringBitmap deleted = of.deleted();
        if (deleted == null) {
            return;
        }
        int first = morsel.firstRow() + vector * Batch.CAPACITY;
        if (deleted.rangeCardinality(first, (long) first + count) == 0) {
            return;
        }
        PeekableIntIterator rows = deleted.getIntIterator();
        rows.advanceIfNeeded(first);
        int nextDeleted = rows.hasNext() ? rows.next() : Integer.MAX_VALUE;
        liveCount = 0;
        for (int i = 0; i < count; i++) {
            if (first + i == nextDeleted) {
                nextDeleted = rows.hasNext() ? rows.next() : Integer.MAX_VALUE;
            } else {
                live[liveCount++] = i;
            }
        }
        liveSelection = live;
    }

    /** Positions that are not deleted, ascending; null = all. Valid until next(). */
    public int[] liveSelection() {
        return liveSelection;
    }

    public int liveCount() {
        return liveCount;
    }

    /** Decodes a column of the current vector; valid until next(). */
    public void read(int column, Vector target) {
        read(column, target, null, 0);
    }

    /** As read, but only the selected positions (null: all) need be right: cheap when few. */
    public void read(int column, Vector target, int[] selection, int selected) {
        int stored = of.columns()[column];
        if (stored < 0) {
            target.setConstantNull();
            return;
        }
        if (of.isInline()) {
            readInline(stored, target);
            return;
        }
        Segment segment = of.segment();
        try {
            decoder(column, stored).decode(vector, target, selection, selected);
            setBound(target, blocks[column]);
        } catch (ColonnadeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw segment.damagedBlock(morsel.rowGroup(), stored, "it cannot be decoded", e);
        }
    }

    /** By the zone map, whose images of these types are the values if they fit 64 bits. */
    private void setBound(Vector target, Block block) {
        switch (target) {
            case IntVector v -> v.setBound(Vector.boundOf(block.min(vector), block.max(vector)));
            case LongVector v -> v.setBound(Vector.boundOf(block.min(vector), block.max(vector)));
            case Int128Vector v -> v.setBound(Vector.boundOf(block.min(vector), block.max(vector)));
            case BooleanVector v -> {}
            case DoubleVector v -> {}
            case BytesVector v -> {}
        }
    }

    private void readInline(int stored, Vector target) {
        store.inline().read(of.descriptor(), vector, stored, target);
    }

    private BlockDecoder decoder(int column, int stored) {
        if (decoding[column]) {
            return decoders[column];
        }
        Lane lane = Lane.of(of.segment().footer().columns().get(stored).type());
        if (lanes[column] != lane) {
            lanes[column] = lane;
            decoders[column] = new BlockDecoder(lane);
        }
        Dictionary dictionary = of.segment().dictionary(stored);
        decoders[column].open(block(column), dictionary);
        decoding[column] = true;
        return decoders[column];
    }

    private Block block(int column) {
        Block block = blocks[column];
        if (block == null) {
            block = store.block(of.segment(), morsel.rowGroup(), of.columns()[column], counters);
            blocks[column] = block;
        }
        return block;
    }

    /** Segment ordinal &lt;&lt; 20 | row in the segment, of a position of the current vector. */
    public long rowId(int position) {
        int row = morsel.firstRow() + vector * Batch.CAPACITY + position;
        return of.ordinal() << ROW_BITS | row;
    }

    /** The row ids of the current vector. */
    public void readRowIds(LongVector target) {
        target.reset();
        long first = rowId(0);
        long[] values = target.values();
        for (int i = 0; i < count; i++) {
            values[i] = first + i;
        }
    }

    /** Leaves the current morsel and counts what was read of it. */
    @Override
    public void close() {
        if (morsel == null) {
            return;
        }
        int read = 0;
        long bytes = 0;
        for (Block block : blocks) {
            read += block == null ? 0 : 1;
            bytes += block == null ? 0 : block.length();
        }
        int all = (morsel.rows() + Batch.CAPACITY - 1) / Batch.CAPACITY;
        if (read > 0 || vectorsRead > 0) {
            counters.readRowGroup(read, blocks.length, bytes);
        } else {
            counters.skipRowGroups(1, blocks.length);
        }
        counters.vectors(vectorsRead, all - vectorsRead);
        scan.left(morsel, blocks);
        morsel = null;
    }
}
