package io.colonnade.storage.scan;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.ColumnSummary;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.scan.Morsel.OpenSegment;
import io.colonnade.storage.segment.Block;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.SegmentFooter.BlockEntry;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.type.SqlType;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * Hands out the row groups of a table that may have rows within the request's ranges, one morsel at
 * a time. Shared by the workers of a query; each reads its morsels with a reader of its own.
 */
public final class TableScan implements AutoCloseable {
    /** Row groups asked for ahead of the workers, beside one for each of them. */
    private static final int AHEAD = 2;

    private final ScanRequest request;
    private final List<SegmentDescriptor> segments = new ArrayList<>();
    private final ScanCounters counters = new ScanCounters();
    private final int maxMorsels;

    // guarded by this
    private int nextSegment;
    private OpenSegment current;
    private int nextRowGroup;
    private int nextRow;
    private final Queue<Morsel> ahead = new ArrayDeque<>();
    private int readers;
    private boolean closed;
    private final int[] readsOfColumn;
    private int morselsLeft;

    /** Prunes segments by what their descriptors say; reads nothing yet. */
    public TableScan(ScanRequest request) {
        this.request = request;
        int morsels = 0;
        for (SegmentDescriptor segment : request.segments()) {
            if (mayHaveRows(segment)) {
                segments.add(segment);
                morsels += segment.getRowGroups();
            } else {
                counters.skipSegment(segment.getRowGroups(), request.columnIds().length);
            }
        }
        maxMorsels = morsels;
        readsOfColumn = new int[request.columnIds().length];
    }

    private boolean mayHaveRows(SegmentDescriptor segment) {
        for (ColumnRange range : request.ranges()) {
            int id = request.columnIds()[range.column()];
            for (ColumnSummary column : segment.getColumnsList()) {
                if (column.getColumnId() == id && !mayHaveRows(column, range)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean mayHaveRows(ColumnSummary column, ColumnRange range) {
        return column.getHasRange()
                ? range.meets(column.getMinImage(), column.getMaxImage(), column.getNullCount())
                : range.meets(Long.MAX_VALUE, Long.MIN_VALUE, column.getNullCount());
    }

    /** How many row groups there are at most: the useful number of workers. */
    public int maxMorsels() {
        return maxMorsels;
    }

    public ScanCounters counters() {
        return counters;
    }

    ScanRequest request() {
        return request;
    }

    /** A reader for one worker. */
    public synchronized MorselReader openReader() {
        readers++;
        return new MorselReader(this);
    }

    /** The next row group to read; null at the end. May read a footer. */
    public synchronized Morsel take() {
        if (!request.store().readsAhead()) {
            return nextMorsel();
        }
        while (!closed && ahead.size() < readers + AHEAD) {
            Morsel next = nextMorsel();
            if (next == null) {
                break;
            }
            ahead.add(next);
        }
        return ahead.poll();
    }

    /** A reader has left a row group of which it read these blocks. */
    void left(Morsel morsel, Block[] blocks) {
        OpenSegment of = morsel.of();
        if (of.isInline()) {
            return;
        }
        request.store().countReads(of.segment(), morsel.rowGroup(), of.columns(), blocks);
        if (!request.store().readsAhead()) {
            return;
        }
        morsel.left();
        synchronized (this) {
            morselsLeft++;
            for (int i = 0; i < blocks.length; i++) {
                readsOfColumn[i] += blocks[i] == null ? 0 : 1;
            }
        }
    }

    /** Drops what was read ahead; when no reader will come any more. */
    @Override
    public synchronized void close() {
        closed = true;
        ahead.forEach(Morsel::left);
        ahead.clear();
    }

    /**
     * Positions in the segment of the columns worth reading ahead: those that most row groups
     * needed so far; at first those of the ranges, or all if there are none.
     */
    private int[] columnsAhead(OpenSegment of) {
        return IntStream.range(0, readsOfColumn.length)
                .filter(column -> of.columns()[column] >= 0)
                .filter(this::isWorthReadingAhead)
                .map(column -> of.columns()[column])
                .distinct()
                .toArray();
    }

    private boolean isWorthReadingAhead(int column) {
        if (morselsLeft > 0) {
            return 2 * readsOfColumn[column] >= morselsLeft;
        }
        return request.ranges().isEmpty()
                || request.ranges().stream().anyMatch(range -> range.column() == column);
    }

    private Morsel morsel(int rowGroup, int firstRow) {
        Prefetcher.Ahead blocks =
                request.store().readsAhead() && !current.isInline()
                        ? request.store()
                                .readAhead(current.segment(), rowGroup, columnsAhead(current))
                        : null;
        return new Morsel(current, rowGroup, firstRow, blocks);
    }

    private Morsel nextMorsel() {
        while (current != null || nextSegment < segments.size()) {
            if (current == null) {
                current = open(segments.get(nextSegment++));
                if (nextSegment < segments.size()) {
                    request.store().openAhead(segments.get(nextSegment));
                }
                nextRowGroup = 0;
                nextRow = 0;
            }
            while (nextRowGroup < current.rowGroups()) {
                int rowGroup = nextRowGroup++;
                int firstRow = nextRow;
                nextRow += current.rows(rowGroup);
                if (mayHaveRows(current, rowGroup, request.ranges())) {
                    return morsel(rowGroup, firstRow);
                }
                counters.skipRowGroups(1, request.columnIds().length);
            }
            current = null;
        }
        return null;
    }

    private OpenSegment open(SegmentDescriptor descriptor) {
        boolean deletes = !descriptor.getDeletedRows().isEmpty();
        RoaringBitmap deleted = deletes ? DeletedRows.decode(descriptor.getDeletedRows()) : null;
        int[] columns = new int[request.columnIds().length];
        if (InlineSegments.isInline(descriptor)) {
            List<Integer> stored = descriptor.getInline(0).getColumnIdsList();
            for (int i = 0; i < columns.length; i++) {
                columns[i] = stored.indexOf(request.columnIds()[i]);
            }
            return new OpenSegment(descriptor, null, deleted, columns);
        }
        Segment segment = request.store().open(descriptor);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = segment.footer().columnIndex(request.columnIds()[i]);
            if (columns[i] >= 0) {
                checkType(segment, columns[i], request.types().get(i));
            }
        }
        return new OpenSegment(descriptor, segment, deleted, columns);
    }

    private static void checkType(Segment segment, int column, SqlType wanted) {
        SqlType stored = segment.footer().columns().get(column).type();
        if (stored.physical() != wanted.physical()) {
            throw ColonnadeException.notSupported(
                    "reading type " + stored + " of segment " + segment.name() + " as " + wanted);
        }
    }

    static boolean mayHaveRows(OpenSegment of, int rowGroup, List<ColumnRange> ranges) {
        for (ColumnRange range : ranges) {
            int column = of.columns()[range.column()];
            if (column < 0) {
                // all NULL
                if (range.onlyNulls()) {
                    continue;
                }
                return false;
            }
            if (of.isInline()) {
                if (!mayHaveRows(of.descriptor().getColumns(column), range)) {
                    return false;
                }
                continue;
            }
            BlockEntry block = of.segment().footer().block(rowGroup, column);
            if (!range.meets(block.minImage(), block.maxImage(), block.nullCount())) {
                return false;
            }
        }
        return true;
    }
}
