package io.colonnade.compute.load;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.LoadFiles;
import io.colonnade.rpc.FileRange;
import io.colonnade.storage.vector.Batch;

/**
 * Cuts one file range into rows and fields. A range owns the lines that start in it. Fields that
 * hold quotes or escapes are unescaped in place (they only get shorter). One thread's.
 */
final class RowSplitter implements AutoCloseable {
    private final FileRange range;
    private final LoadFormat format;
    private final RejectedRows rejected;
    private final ChunkReader reader;
    private final long endOffset;
    private final int columns;
    private long line;
    private boolean started;
    private final long headerLines;

    RowSplitter(FileRange range, LoadFiles load, LoadFormat format, RejectedRows rejected) {
        this.range = range;
        this.format = format;
        this.rejected = rejected;
        this.columns = load.getColumnNamesCount();
        this.reader = new ChunkReader(range, load.getOptions().getCompression());
        this.endOffset =
                range.getLength() < 0 ? Long.MAX_VALUE : range.getOffset() + range.getLength();
        this.headerLines = range.getFirst() ? load.getOptions().getIgnoreHeader() : 0;
    }

    /** Bytes of the file that were taken in so far. */
    long consumedOffset() {
        return reader.fileOffset(reader.position());
    }

    /** Fills the block with the next rows; false when the range is exhausted. */
    boolean next(RowBlock block) {
        block.clear();
        if (!started) {
            started = true;
            reader.fill();
            skipToFirstLine();
        }
        // Rows must stay in one window: its bytes move when it is refilled.
        while (block.rows < Batch.CAPACITY && reader.fileOffset(reader.position()) < endOffset) {
            int end = findLineEnd(reader.position());
            if (end < 0) {
                if (block.rows > 0) {
                    break;
                }
                if (!reader.fill()) {
                    if (reader.position() == reader.limit()) {
                        break;
                    }
                    end = reader.limit();
                } else {
                    continue;
                }
            }
            takeLine(block, reader.position(), end);
            reader.consumeTo(Math.min(end + 1, reader.limit()));
        }
        block.bytes = reader.buffer();
        return block.rows > 0 || moreToCome();
    }

    private boolean moreToCome() {
        return reader.fileOffset(reader.position()) < endOffset
                && (reader.position() < reader.limit() || reader.fill());
    }

    private void skipToFirstLine() {
        if (range.getOffset() > 0) {
            skipLine();
        }
        for (long i = 0; i < headerLines; i++) {
            skipLine();
            line++;
        }
        if (range.getFirst() && headerLines == 0) {
            skipByteOrderMark();
        }
    }

    private void skipByteOrderMark() {
        byte[] b = reader.buffer();
        int p = reader.position();
        if (reader.limit() - p >= 3
                && b[p] == (byte) 0xEF
                && b[p + 1] == (byte) 0xBB
                && b[p + 2] == (byte) 0xBF) {
            reader.consumeTo(p + 3);
        }
    }

    private void skipLine() {
        int end = findLineEnd(reader.position());
        while (end < 0) {
            if (!reader.fill()) {
                end = reader.limit();
                break;
            }
            end = findLineEnd(reader.position());
        }
        reader.consumeTo(Math.min(end + 1, reader.limit()));
    }

    /**
     * Position of the line feed that ends the row starting at `from`, or -1 if not in the window.
     */
    private int findLineEnd(int from) {
        byte[] b = reader.buffer();
        int limit = reader.limit();
        return format.linesCanSpan()
                ? findQuotedLineEnd(b, from, limit)
                : findLineFeed(b, from, limit);
    }

    private static int findLineFeed(byte[] b, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (b[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** A quote opens only at the start of a field; a doubled one stays inside. */
    private int findQuotedLineEnd(byte[] b, int from, int limit) {
        boolean quoted = false;
        boolean fieldStart = true;
        for (int i = from; i < limit; i++) {
            int c = b[i];
            if (c == format.escape() && i + 1 < limit) {
                i++;
            } else if (quoted) {
                if (c == format.quote() && i + 1 < limit && b[i + 1] == c) {
                    i++;
                } else if (c == format.quote()) {
                    quoted = false;
                }
            } else if (c == '\n') {
                return i;
            } else {
                quoted = fieldStart && c == format.quote();
            }
            fieldStart = !quoted && c == format.delimiter();
        }
        return -1;
    }

    private void takeLine(RowBlock block, int start, int lineEnd) {
        byte[] b = reader.buffer();
        long number = line + 1;
        line += format.linesCanSpan() ? lineFeeds(b, start, lineEnd) + 1 : 1;
        int end = lineEnd > start && b[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (end == start && (format.ignoreBlankLines() || columns > 1)) {
            if (!format.ignoreBlankLines()) {
                rejectLine(number, b, start, end, "the line is empty");
            }
            return;
        }
        int row = block.rows;
        block.lines[row] = number;
        block.lineStarts[row] = start;
        block.lineLengths[row] = end - start;
        int fields = split(block, row, b, start, end);
        if (fields < columns && format.fillRecord()) {
            for (int c = fields; c < columns; c++) {
                block.lengths[c][row] = RowBlock.NULL;
            }
            fields = columns;
        }
        if (fields == columns) {
            block.rows++;
        } else {
            rejectLine(
                    number,
                    b,
                    start,
                    end,
                    fields < columns
                            ? "the line has "
                                    + fields
                                    + " fields where "
                                    + columns
                                    + " are expected"
                            : "the line has more fields than the " + columns + " expected");
        }
    }

    private static int lineFeeds(byte[] b, int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++) {
            count += b[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private void rejectLine(long number, byte[] b, int start, int end, String reason) {
        rejected.line(range, number, b, start, end - start, reason);
    }

    /** Cuts one line; the number of fields found, which is right up to columns + 1. */
    private int split(RowBlock block, int row, byte[] b, int start, int end) {
        int field = 0;
        int p = start;
        byte delimiter = format.delimiter();
        while (true) {
            int fieldStart = p;
            boolean special = false;
            int quote = format.quote();
            int escape = format.escape();
            if (quote >= 0 && p < end && b[p] == quote) {
                special = true;
                p = skipQuoted(b, p + 1, end);
            }
            while (p < end && b[p] != delimiter) {
                if (b[p] == escape && p + 1 < end) {
                    special = true;
                    p++;
                }
                p++;
            }
            if (field == columns) {
                // dbgen ends every line with a delimiter: an empty last field is no field.
                return p == end && fieldStart == end ? columns : columns + 1;
            }
            store(block, row, field++, b, fieldStart, p, special);
            if (p >= end) {
                return field;
            }
            p++;
        }
    }

    /** Position behind the closing quote (a doubled quote is one quote of the value). */
    private int skipQuoted(byte[] b, int from, int end) {
        int p = from;
        while (p < end) {
            if (b[p] == format.escape()) {
                p += 2;
            } else if (b[p] == format.quote()) {
                if (p + 1 < end && b[p + 1] == format.quote() && !format.removeQuotes()) {
                    p += 2;
                } else {
                    return p + 1;
                }
            } else {
                p++;
            }
        }
        return end;
    }

    private void store(
            RowBlock block, int row, int field, byte[] b, int start, int end, boolean special) {
        int length = end - start;
        if (format.isNull(b, start, length)) {
            block.lengths[field][row] = RowBlock.NULL;
            return;
        }
        block.starts[field][row] = start;
        block.lengths[field][row] = special ? unescape(b, start, end) : length;
    }

    /** Takes quotes and escapes away in place; the value's new length. */
    private int unescape(byte[] b, int start, int end) {
        int to = start;
        boolean quoted = format.quote() >= 0 && b[start] == format.quote();
        int p = quoted ? start + 1 : start;
        while (p < end) {
            byte c = b[p];
            if (c == format.escape() && p + 1 < end) {
                b[to++] = b[p + 1];
                p += 2;
            } else if (quoted && c == format.quote()) {
                if (p + 1 < end && b[p + 1] == format.quote() && !format.removeQuotes()) {
                    b[to++] = c;
                    p += 2;
                } else {
                    quoted = false;
                    p++;
                }
            } else {
                b[to++] = c;
                p++;
            }
        }
        return to - start;
    }

    /** The range that rows come from, for reports. */
    FileRange range() {
        return range;
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Told about lines that make no row. */
    interface RejectedRows {
        void line(FileRange range, long line, byte[] bytes, int start, int length, String reason)
                throws ColonnadeException;
    }
}
