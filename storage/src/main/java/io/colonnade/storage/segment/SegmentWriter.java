package io.colonnade.storage.segment;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.ColumnSummary;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.encoding.DictionaryCodec;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.FailPoints;
import io.colonnade.storage.segment.SegmentFooter.BlockEntry;
import io.colonnade.storage.segment.SegmentFooter.ColumnEntry;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.type.ColumnEncoding;
import io.colonnade.type.SqlType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one segment from batches in their final order. Encoded blocks stay in memory until {@link
 * #finish} puts the object in one piece: a writer that is dropped leaves nothing behind. One
 * thread.
 */
public final class SegmentWriter {
    /** Rows moved at a time, so that buffers of long texts stay in bounds. */
    private static final int STEP_ROWS = 512;

    /** Waiting text that ends a row group early. */
    private static final long MAX_HELD_BYTES = 16L << 20;

    private final TableDefinition table;
    private final ObjectStore store;
    private final String key;
    private final ColumnBuffer[] buffers;
    private final ColumnTotals[] totals;
    private final BlockBuilder builder = new BlockBuilder();
    private final List<ByteBuffer> body = new ArrayList<>();
    private final List<BlockEntry> blocks = new ArrayList<>();
    private final List<Integer> rowGroupRows = new ArrayList<>();
    private long bytes;
    private long rows;
    private int waiting;
    private int rowGroupTarget = SegmentFormat.MAX_ROW_GROUP_ROWS;

    /** What the descriptor says of a column. */
    private static final class ColumnTotals {
        private long min = Long.MAX_VALUE;
        private long max = Long.MIN_VALUE;
        private long nulls;
        private long encodedBytes;
        private long rawBytes;
        private final long[] rowsByEncoding = new long[Encoding.values().length];

        private void add(EncodedBlock block, long raw) {
            min = Math.min(min, block.minImage());
            max = Math.max(max, block.maxImage());
            nulls += block.nullCount();
            encodedBytes += block.bytes().length;
            rawBytes += raw;
            rowsByEncoding[block.encoding().number()] += block.rows();
        }

        private Encoding mainEncoding() {
            Encoding main = Encoding.RAW;
            for (Encoding encoding : Encoding.values()) {
                boolean more = rowsByEncoding[encoding.number()] > rowsByEncoding[main.number()];
                main = more ? encoding : main;
            }
            return main;
        }
    }

    public SegmentWriter(TableDefinition table, ObjectStore store, String key) {
        this.table = table;
        this.store = store;
        this.key = key;
        int count = table.getColumnsCount();
        buffers = new ColumnBuffer[count];
        totals = new ColumnTotals[count];
        for (int i = 0; i < count; i++) {
            ColumnDefinition column = table.getColumns(i);
            SqlType type = SqlType.fromProto(column.getType());
            buffers[i] = ColumnBuffer.create(type, ColumnEncoding.of(column.getEncode()));
            totals[i] = new ColumnTotals();
        }
    }

    /** Rows appended so far. */
    public long rows() {
        return rows;
    }

    /** No room for another batch, or big enough: finish it. */
    public boolean isFull() {
        return rows > SegmentFormat.MAX_ROWS - Batch.CAPACITY || bytes >= SegmentFormat.FULL_BYTES;
    }

    /** Appends the selected rows; columns as in the table definition. Only while not full. */
    public void append(Batch batch) {
        int count = batch.rowCount();
        if (rows + count > SegmentFormat.MAX_ROWS || batch.columnCount() != buffers.length) {
            throw new IllegalArgumentException(
                    count
                            + " rows of "
                            + batch.columnCount()
                            + " columns do not fit segment "
                            + key);
        }
        int done = 0;
        while (done < count) {
            int step = Math.min(Math.min(STEP_ROWS, count - done), rowGroupTarget - waiting);
            for (int i = 0; i < buffers.length; i++) {
                buffers[i].append(batch.column(i), batch.selection(), done, step);
            }
            done += step;
            waiting += step;
            rows += step;
            while (waiting >= rowGroupTarget || heldBytes() > MAX_HELD_BYTES) {
                writeRowGroup();
            }
        }
    }

    private long heldBytes() {
        long held = 0;
        for (ColumnBuffer buffer : buffers) {
            held += buffer instanceof TextBuffer text ? text.heldBytes() : 0;
        }
        return held;
    }

    private void writeRowGroup() {
        int count = waiting;
        EncodedBlock[] encoded = new EncodedBlock[buffers.length];
        int column = 0;
        while (column < buffers.length) {
            EncodedBlock block = buffers[column].encode(count, builder);
            if (block.bytes().length <= SegmentFormat.MAX_BLOCK_BYTES) {
                encoded[column++] = block;
            } else {
                count = shorter(count, block.bytes().length);
                rowGroupTarget = count;
                column = 0;
            }
        }
        int longest = 0;
        for (int i = 0; i < buffers.length; i++) {
            totals[i].add(encoded[i], buffers[i].rawBytes(count));
            addBlock(encoded[i]);
            buffers[i].drop(count);
            longest = Math.max(longest, encoded[i].bytes().length);
        }
        if (2 * longest < SegmentFormat.MAX_BLOCK_BYTES) {
            rowGroupTarget = Math.min(2 * rowGroupTarget, SegmentFormat.MAX_ROW_GROUP_ROWS);
        }
        rowGroupRows.add(count);
        waiting -= count;
    }

    /** How many rows to try when `count` rows took `length` bytes, too many for a block. */
    private static int shorter(int count, int length) {
        long fitting = (long) (0.95 * count * SegmentFormat.MAX_BLOCK_BYTES / length);
        int vector = SegmentFormat.VECTOR_ROWS;
        long whole = fitting < vector ? fitting : fitting / vector * vector;
        if (whole < 1) {
            throw new IllegalStateException("one row takes " + length + " bytes in a block");
        }
        return (int) whole;
    }

    private void addBlock(EncodedBlock block) {
        blocks.add(
                new BlockEntry(
                        bytes,
                        block.bytes().length,
                        SegmentFooter.crc(block.bytes(), 0, block.bytes().length),
                        block.encoding(),
                        block.minImage(),
                        block.maxImage(),
                        block.nullCount()));
        add(block.bytes());
    }

    private void add(byte[] part) {
        body.add(ByteBuffer.wrap(part));
        bytes += part.length;
    }

    /** Writes the object, durable when this returns. All buckets and no ordinal yet. */
    public SegmentDescriptor finish() {
        if (rows == 0) {
            throw new IllegalStateException("segment " + key + " has no rows");
        }
        while (waiting > 0) {
            writeRowGroup();
        }
        List<ColumnEntry> columns = new ArrayList<>();
        for (int i = 0; i < buffers.length; i++) {
            columns.add(columnEntry(i));
        }
        int[] counts = rowGroupRows.stream().mapToInt(Integer::intValue).toArray();
        byte[] footer = new SegmentFooter(table.getId(), rows, counts, columns, blocks).toBytes();
        add(footer);
        FailPoints.hit("segment.before-put");
        store.put(key, body);
        FailPoints.hit("segment.after-put");
        return descriptor(footer);
    }

    private ColumnEntry columnEntry(int index) {
        ColumnDefinition column = table.getColumns(index);
        SqlType type = SqlType.fromProto(column.getType());
        if (!(buffers[index] instanceof TextBuffer text) || text.segmentDictionary() == null) {
            return new ColumnEntry(column.getId(), type, 0, 0, 0);
        }
        byte[] encoded = DictionaryCodec.encode(text.segmentDictionary());
        long offset = bytes;
        add(encoded);
        totals[index].encodedBytes += encoded.length;
        int crc = SegmentFooter.crc(encoded, 0, encoded.length);
        return new ColumnEntry(column.getId(), type, offset, encoded.length, crc);
    }

    private SegmentDescriptor descriptor(byte[] footer) {
        SegmentDescriptor.Builder result =
                SegmentDescriptor.newBuilder()
                        .setName(key)
                        .setBytes(bytes)
                        .setFooterBytes(footer.length)
                        .setFooterCrc(SegmentFooter.carriedCrc(footer))
                        .setRows(rows)
                        .setRowGroups(rowGroupRows.size())
                        .setLastBucket(Hashing.BUCKETS - 1)
                        .setFormatVersion(SegmentFormat.VERSION);
        for (int i = 0; i < buffers.length; i++) {
            ColumnTotals of = totals[i];
            boolean hasRange = of.min <= of.max;
            result.addColumns(
                    ColumnSummary.newBuilder()
                            .setColumnId(table.getColumns(i).getId())
                            .setHasRange(hasRange)
                            .setMinImage(hasRange ? of.min : 0)
                            .setMaxImage(hasRange ? of.max : 0)
                            .setNullCount(of.nulls)
                            .setEncodedBytes(of.encodedBytes)
                            .setRawBytes(of.rawBytes)
                            .setMainEncoding(of.mainEncoding().number() + 1)
                            .setDistinctSketch(buffers[i].distinct().toBytes()));
        }
        return result.build();
    }
}
