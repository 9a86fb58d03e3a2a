package io.colonnade.storage.segment;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.encoding.ByteOutput;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.vector.LittleEndian;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What lies where in a segment. Immutable, shared.
 *
 * <pre>
 * table id i64 | rows i64 | row groups i32 | columns i32
 * row group: rows i32
 * column:    id i32 | type kind u8 | precision i32 | scale i32
 *            | dictionary offset i64 | length i32 (0 none) | CRC i32
 * block, row group by row group, in column order:
 *            offset i64 | length i32 | CRC i32 | encoding u8 | min i64 | max i64 | null count i32
 * tail:      footer length with tail i32 | format version i32 | CRC of all before i32 | magic i64
 * </pre>
 */
public record SegmentFooter(
        long tableId,
        long rows,
        int[] rowGroupRows,
        List<ColumnEntry> columns,
        List<BlockEntry> blocks) {

    static final int TAIL_BYTES = 20;

    private static final int CRC_FROM_END = 12;

    /** A column of the segment; dictionaryBytes 0 = it has no dictionary. */
    public record ColumnEntry(
            int id, SqlType type, long dictionaryOffset, int dictionaryBytes, int dictionaryCrc) {}

    /** A block of the segment; min above max = all NULL. */
    public record BlockEntry(
            long offset,
            int length,
            int crc,
            Encoding encoding,
            long minImage,
            long maxImage,
            int nullCount) {}

    public SegmentFooter {
        columns = List.copyOf(columns);
        blocks = List.copyOf(blocks);
    }

    public int rowGroups() {
        return rowGroupRows.length;
    }

    public BlockEntry block(int rowGroup, int column) {
        return blocks.get(rowGroup * columns.size() + column);
    }

    /** Position of a column, -1 if the segment was written without it. */
    public int columnIndex(int columnId) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id() == columnId) {
                return i;
            }
        }
        return -1;
    }

    /** How many bytes of a footer its CRC covers. */
    static int checkedBytes(int footerBytes) {
        return footerBytes - CRC_FROM_END;
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /**
     * The checksum that a footer with its tail carries. (One over all of its bytes would be the
     * same for every footer: so is any CRC over data and their CRC.)
     */
    static int carriedCrc(byte[] bytes) {
        return LittleEndian.getInt(bytes, bytes.length - CRC_FROM_END);
    }

    byte[] toBytes() {
        ByteOutput out = new ByteOutput(1024 + 64 * blocks.size());
        out.putLong(tableId);
        out.putLong(rows);
        out.putInt(rowGroups());
        out.putInt(columns.size());
        for (int count : rowGroupRows) {
            out.putInt(count);
        }
        for (ColumnEntry column : columns) {
            out.putInt(column.id());
            out.putByte(column.type().kind().number());
            out.putInt(column.type().precision());
            out.putInt(column.type().scale());
            out.putLong(column.dictionaryOffset());
            out.putInt(column.dictionaryBytes());
            out.putInt(column.dictionaryCrc());
        }
        for (BlockEntry block : blocks) {
            out.putLong(block.offset());
            out.putInt(block.length());
            out.putInt(block.crc());
            out.putByte(block.encoding().number());
            out.putLong(block.minImage());
            out.putLong(block.maxImage());
            out.putInt(block.nullCount());
        }
        out.putInt(out.size() + TAIL_BYTES);
        out.putInt(SegmentFormat.VERSION);
        out.putInt(crc(out.array(), 0, out.size()));
        out.putLong(SegmentFormat.MAGIC);
        return out.toByteArray();
    }

    /** Reads a footer with its tail; `name` is the segment's, for messages. */
    static SegmentFooter read(String name, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int tail = bytes.length - TAIL_BYTES;
        if (tail < 0 || in.getLong(bytes.length - 8) != SegmentFormat.MAGIC) {
            throw damaged(name, "it does not end like a segment");
        }
        checkVersion(name, in.getInt(tail + 4));
        if (in.getInt(tail) != bytes.length
                || carriedCrc(bytes) != crc(bytes, 0, bytes.length - CRC_FROM_END)) {
            throw damaged(name, "length or checksum of the footer do not fit");
        }
        try {
            return readBody(in);
        } catch (RuntimeException e) {
            throw damaged(name, "the footer cannot be read: " + e.getMessage());
        }
    }

    static void checkVersion(String name, int version) {
        if (version < 1 || version > SegmentFormat.VERSION) {
            throw new ColonnadeException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "segment "
                                    + name
                                    + " has format version "
                                    + version
                                    + ", this build reads up to "
                                    + SegmentFormat.VERSION)
                    .hint("A newer release wrote it; run that release.");
        }
    }

    static ColonnadeException damaged(String name, String what) {
        return new ColonnadeException(
                ErrorCode.DATA_CORRUPTED, "segment " + name + " is damaged: " + what);
    }

    private static SegmentFooter readBody(ByteBuffer in) {
        long tableId = in.getLong();
        long rows = in.getLong();
        int rowGroups = in.getInt();
        int columnCount = in.getInt();
        // before memory is taken for them; no entry is that short
        if ((long) rowGroups * columnCount > in.remaining()) {
            throw new IllegalStateException(rowGroups + " row groups of " + columnCount);
        }
        int[] rowGroupRows = new int[rowGroups];
        ColumnEntry[] columns = new ColumnEntry[columnCount];
        for (int i = 0; i < rowGroupRows.length; i++) {
            rowGroupRows[i] = in.getInt();
        }
        for (int i = 0; i < columns.length; i++) {
            int id = in.getInt();
            SqlType type = new SqlType(TypeKind.of(in.get()), in.getInt(), in.getInt());
            columns[i] = new ColumnEntry(id, type, in.getLong(), in.getInt(), in.getInt());
        }
        BlockEntry[] blocks = new BlockEntry[rowGroupRows.length * columns.length];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] =
                    new BlockEntry(
                            in.getLong(),
                            in.getInt(),
                            in.getInt(),
                            Encoding.of(in.get()),
                            in.getLong(),
                            in.getLong(),
                            in.getInt());
        }
        return new SegmentFooter(
                tableId, rows, rowGroupRows, Arrays.asList(columns), Arrays.asList(blocks));
    }
}
