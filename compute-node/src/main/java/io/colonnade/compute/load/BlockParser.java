package io.colonnade.compute.load;

import io.colonnade.log.LoadError;
import io.colonnade.plan.DataType;
import io.colonnade.plan.LoadFiles;
import io.colonnade.plan.LoadOptions;
import io.colonnade.plan.PlanNode;
import io.colonnade.rpc.FileRange;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Converts row blocks into batches column by column and reports bad values. One worker's. */
final class BlockParser implements FieldParser.BadValues, RowSplitter.RejectedRows {
    private final LoadFiles load;
    private final LoadErrors errors;
    private final DataType[] types;
    private final FieldParser[] parsers;
    private final int[] good = new int[Batch.CAPACITY];

    // Of the current block: lines that make no row are found first, then values, by column.
    private final List<LoadError> found = new ArrayList<>();

    private FileRange range;
    private boolean anyBad;

    // Lines of the file before the range, counted when first asked for.
    private long linesBefore = -1;

    BlockParser(PlanNode plan, LoadErrors errors) {
        this.load = plan.getLoadFiles();
        this.errors = errors;
        this.types = plan.getOutputList().toArray(DataType[]::new);
        this.parsers = new FieldParser[types.length];
        for (int c = 0; c < types.length; c++) {
            parsers[c] = parser(SqlType.fromProto(types[c]), load.getOptions());
        }
    }

    private static FieldParser parser(SqlType type, LoadOptions options) {
        return switch (type.kind()) {
            case SMALLINT -> new NumberParsers.Ints(type, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> new NumberParsers.Ints(type, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> new NumberParsers.Longs();
            case BOOLEAN -> new OtherParsers.Booleans();
            case CHAR, VARCHAR -> new TextParser(type, options);
            case DECIMAL ->
                    type.precision() <= SqlType.MAX_LONG_PRECISION
                            ? new NumberParsers.Decimals(type, power(type.precision()))
                            : new OtherParsers.LongDecimals(type);
            case REAL, DOUBLE -> new OtherParsers.Doubles(type);
            case DATE -> TimeParsers.dates(options);
            case TIME, TIMESTAMP, TIMESTAMPTZ -> TimeParsers.times(type, options);
            case INTERVAL_MONTH, INTERVAL_MICROS -> new OtherParsers.Unsupported(type);
        };
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /** Converts the block; rows with a bad value are left out of the batch's selection. */
    void parse(FileRange source, RowBlock block, Batch batch) {
        startRange(source);
        anyBad = false;
        for (int c = 0; c < parsers.length; c++) {
            Vector target = batch.column(c);
            target.reset();
            parsers[c].parse(block, c, target, this);
            if (!types[c].getNullable() && target.mayHaveNulls()) {
                rejectNulls(block, c, target);
            }
        }
        reportFound();
        batch.setSize(block.rows);
        if (anyBad) {
            int n = 0;
            for (int r = 0; r < block.rows; r++) {
                if (!block.bad[r]) {
                    good[n++] = r;
                }
            }
            batch.select(good, n);
        }
    }

    /** Reports what is wrong with a block, in the order of its lines. */
    void reportFound() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingLong(LoadError::getLine));
            found.forEach(errors::add);
            found.clear();
        }
    }

    private void startRange(FileRange source) {
        if (range != source) {
            range = source;
            linesBefore = -1;
        }
    }

    private void rejectNulls(RowBlock block, int column, Vector target) {
        for (int r = 0; r < block.rows; r++) {
            if (!block.bad[r] && target.isNull(r)) {
                value(block, r, column, "missing value for a column that is NOT NULL");
            }
        }
    }

    @Override
    public void value(RowBlock block, int row, int column, String reason) {
        if (block.bad[row]) {
            return;
        }
        block.bad[row] = true;
        anyBad = true;
        int position = block.starts[column][row] - block.lineStarts[row];
        found.add(
                LoadError.newBuilder()
                        .setFile(range.getPath())
                        .setLine(linesBefore() + block.lines[row])
                        .setColumn(load.getColumnNames(column))
                        .setType(SqlType.fromProto(types[column]).toString())
                        .setValue(Fields.shown(Fields.text(block, row, column)))
                        .setReason(reason)
                        .setPosition(Math.max(0, position))
                        .setRawLine(rawLine(block, row))
                        .build());
    }

    @Override
    public void line(
            FileRange source, long line, byte[] bytes, int start, int length, String reason) {
        startRange(source);
        found.add(
                LoadError.newBuilder()
                        .setFile(source.getPath())
                        .setLine(linesBefore() + line)
                        .setReason(reason)
                        .setRawLine(raw(bytes, start, length))
                        .build());
    }

    /** Empty where taking quotes away has changed the line's bytes. */
    private static String rawLine(RowBlock block, int row) {
        return block.rewritten[row]
                ? ""
                : raw(block.bytes, block.lineStarts[row], block.lineLengths[row]);
    }

    private static String raw(byte[] bytes, int start, int length) {
        return Fields.shown(new String(bytes, start, length, StandardCharsets.UTF_8));
    }

    /** Reads the file up to the range: only a load that meets a bad row pays for line numbers. */
    private long linesBefore() {
        if (linesBefore < 0) {
            linesBefore = range.getOffset() == 0 ? 0 : countLines();
        }
        return linesBefore;
    }

    /** Line feeds before the first line that the range owns. */
    private long countLines() {
        try (InputStream in =
                new BufferedInputStream(new FileInputStream(range.getPath()), 1 << 20)) {
            long lines = 0;
            for (long i = 0; i < range.getOffset() - 1; i++) {
                lines += in.read() == '\n' ? 1 : 0;
            }
            int c = in.read();
            while (c >= 0 && c != '\n') {
                c = in.read();
            }
            return lines + 1;
        } catch (IOException e) {
            // The report is about the row; without the count its line is relative to the range.
            return 0;
        }
    }
}
