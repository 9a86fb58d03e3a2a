package io.colonnade.compute.load;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.LoadFiles;
import io.colonnade.rpc.FileRange;
import io.colonnade.storage.vector.Batch;

/**
 * Cuts one file range into rows and fields. A range owns the lines that start in it; the first line
 * of a file belongs to its first range, whatever stands before it. One thread's.
 */
final class RowSplitter implements AutoCloseable {
    private final FileRange range;
    private final LoadFormat format;
    private final RejectedRows rejected;
    private final ChunkReader reader;
    private final LineEnds lineEnds;
    private final FieldSplitter fields;
    private final long endOffset;
    private final int columns;
    private final long headerLines;
    private long line;
    private boolean started;
    private boolean firstLineDue;

    /**
     * @param buffer see {@link #buffer}; null for the first splitter
     */
    RowSplitter(
            FileRange range,
            LoadFiles load,
            LoadFormat format,
            RejectedRows rejected,
            byte[] buffer) {
        this.range = range;
        this.format = format;
        this.rejected = rejected;
        this.columns = load.getColumnNamesCount();
        this.fields = new FieldSplitter(format, columns);
        this.lineEnds = new LineEnds(format);
        this.endOffset =
                range.getLength() < 0 ? Long.MAX_VALUE : range.getOffset() + range.getLength();
        this.headerLines = range.getFirst() ? load.getOptions().getIgnoreHeader() : 0;
        this.firstLineDue = range.getFirst() && headerLines == 0;
        this.reader = new ChunkReader(range, load.getOptions().getCompression(), buffer);
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
        for (int lines = 0; lines < Batch.CAPACITY && startsInRange(); lines++) {
            int end = lineEnds.find(reader.buffer(), reader.position(), reader.limit());
            if (end < 0) {
                if (block.rows > 0) {
                    break;
                }
                if (isTooLong(reader.limit() - reader.position())) {
                    rejectTooLong();
                    skipLine();
                    continue;
                }
                if (reader.fill()) {
                    lines--;
                    continue;
                }
                if (reader.position() == reader.limit()) {
                    break;
                }
                end = reader.limit();
            }
            takeLine(block, reader.position(), end);
            reader.consumeTo(Math.min(end + 1, reader.limit()));
            firstLineDue = false;
        }
        block.bytes = reader.buffer();
        return block.rows > 0 || moreToCome();
    }

    private boolean startsInRange() {
        return firstLineDue || reader.fileOffset(reader.position()) < endOffset;
    }

    private boolean moreToCome() {
        return startsInRange() && (reader.position() < reader.limit() || reader.fill());
    }

    private void skipToFirstLine() {
        if (range.getOffset() > 0) {
            skipLine();
        }
        for (long i = 0; i < headerLines; i++) {
            skipLine();
            line++;
        }
        if (firstLineDue) {
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

    /** Goes behind the next line feed, however far it is. */
    private void skipLine() {
        int end = LineEnds.lineFeed(reader.buffer(), reader.position(), reader.limit());
        while (end < 0) {
            reader.consumeTo(reader.limit());
            if (!reader.fill()) {
                return;
            }
            end = LineEnds.lineFeed(reader.buffer(), reader.position(), reader.limit());
        }
        reader.consumeTo(end + 1);
    }

    private static boolean isTooLong(int bytes) {
        return bytes > ChunkReader.MAX_ROW_BYTES;
    }

    private void rejectTooLong() {
        line++;
        String reason =
                "the row is longer than "
                        + ChunkReader.MAX_ROW_BYTES
                        + " bytes"
                        + (format.csv() ? "; a quote may not be closed" : "");
        rejected.line(range, line, reader.buffer(), reader.position(), 0, reason);
    }

    private void takeLine(RowBlock block, int start, int lineEnd) {
        byte[] b = reader.buffer();
        long number = line + 1;
        line += format.linesCanSpan() ? LineEnds.countLineFeeds(b, start, lineEnd) + 1 : 1;
        int end = lineEnd > start && b[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (end == start && format.ignoreBlankLines()) {
            return;
        }
        String problem;
        if (end == start && columns > 1 && !format.fillRecord()) {
            problem = "the line is empty";
        } else if (isTooLong(end - start)) {
            problem = "the row is longer than " + ChunkReader.MAX_ROW_BYTES + " bytes";
        } else {
            problem = fields.split(block, block.rows, b, start, end);
        }
        if (problem != null) {
            rejected.line(range, number, b, start, end - start, problem);
            return;
        }
        int row = block.rows++;
        block.lines[row] = number;
        block.lineStarts[row] = start;
        block.lineLengths[row] = end - start;
    }

    /** The range that rows come from, for reports. */
    FileRange range() {
        return range;
    }

    /** The window's bytes, for the next splitter to use again once this one is closed. */
    byte[] buffer() {
        return reader.buffer();
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
