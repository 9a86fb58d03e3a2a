package io.colonnade.compute.load;

/**
 * Cuts a line into fields. Values that hold doubled quotes or escapes are rewritten in place (they
 * only get shorter). One thread's.
 */
final class FieldSplitter {
    private final LoadFormat format;
    private final boolean isPlain;
    private final byte delimiter;
    private final int columns;

    // Where the field that was found last is, and what came of it.
    private int valueStart;
    private int valueLength;
    private boolean isNull;
    private boolean rewritten;
    private String problem;

    FieldSplitter(LoadFormat format, int columns) {
        this.format = format;
        this.isPlain = format.isPlain();
        this.delimiter = format.delimiter();
        this.columns = columns;
    }

    /**
     * Fills in the fields of a row of the block from the line {@code [start, end)} of its bytes.
     * Null, or why the line makes no row.
     */
    String split(RowBlock block, int row, byte[] b, int start, int end) {
        return isPlain
                ? splitPlain(block, row, b, start, end)
                : splitQuoted(block, row, b, start, end);
    }

    /** The loop for most files: fields are what stands between delimiters. */
    private String splitPlain(RowBlock block, int row, byte[] b, int start, int end) {
        int[][] starts = block.starts;
        int[][] lengths = block.lengths;
        int fieldStart = start;
        for (int field = 0; field < columns; field++) {
            int p = fieldStart;
            while (p < end && b[p] != delimiter) {
                p++;
            }
            starts[field][row] = fieldStart;
            int length = p - fieldStart;
            lengths[field][row] = format.isNull(b, fieldStart, length) ? RowBlock.NULL : length;
            if (p >= end) {
                return field + 1 == columns ? null : fill(block, row, field + 1, end);
            }
            fieldStart = p + 1;
        }
        return fieldStart == end ? null : tooMany();
    }

    private String tooMany() {
        return "the line has more fields than the " + columns + " wanted";
    }

    private String splitQuoted(RowBlock block, int row, byte[] b, int start, int end) {
        int field = 0;
        int p = start;
        problem = null;
        rewritten = false;
        while (true) {
            if (field == columns) {
                // dbgen ends every line with a delimiter: an empty last field is no field.
                block.rewritten[row] = rewritten;
                return p == end ? null : tooMany();
            }
            p = next(b, p, end);
            if (problem != null) {
                return problem;
            }
            block.starts[field][row] = valueStart;
            block.lengths[field][row] = isNull ? RowBlock.NULL : valueLength;
            field++;
            if (p >= end) {
                break;
            }
            p++;
        }
        block.rewritten[row] = rewritten;
        return field == columns ? null : fill(block, row, field, end);
    }

    private String fill(RowBlock block, int row, int fields, int end) {
        if (!format.fillRecord()) {
            return "the line has "
                    + fields
                    + (fields == 1 ? " field" : " fields")
                    + " where "
                    + columns
                    + " are wanted";
        }
        // An empty field is NULL for all but text, and for text if EMPTYASNULL says so.
        for (int c = fields; c < columns; c++) {
            block.starts[c][row] = end;
            block.lengths[c][row] = 0;
        }
        return null;
    }

    /** Finds the field at `p`; the position of the delimiter behind it, or the line's end. */
    private int next(byte[] b, int p, int end) {
        if (format.csv()) {
            return p < end && b[p] == format.quote() ? quotedCsv(b, p, end) : plainCsv(b, p, end);
        }
        if (format.removeQuotes() && p < end && (b[p] == '"' || b[p] == '\'')) {
            return surrounded(b, p, end);
        }
        return format.escapes() ? escaped(b, p, end) : plain(b, p, end);
    }

    private int plain(byte[] b, int start, int end) {
        int p = start;
        while (p < end && b[p] != delimiter) {
            p++;
        }
        take(start, p - start, format.isNull(b, start, p - start));
        return p;
    }

    private void take(int start, int length, boolean nullValue) {
        valueStart = start;
        valueLength = length;
        isNull = nullValue;
    }

    private int plainCsv(byte[] b, int start, int end) {
        int p = plain(b, start, end);
        for (int i = start; i < p; i++) {
            if (b[i] == format.quote()) {
                problem = "a quote stands in a value that is not quoted";
            }
        }
        return p;
    }

    private int quotedCsv(byte[] b, int start, int end) {
        byte quote = format.quote();
        int to = start + 1;
        int p = start + 1;
        while (p < end) {
            byte c = b[p++];
            if (c == quote) {
                if (p == end || b[p] != quote) {
                    take(start + 1, to - start - 1, false);
                    if (p < end && b[p] != delimiter) {
                        problem = "text follows the closing quote of a value";
                    }
                    return p;
                }
                p++;
                rewritten = true;
            }
            b[to++] = c;
        }
        take(start + 1, to - start - 1, false);
        problem = "the quote that opens a value is not closed";
        return p;
    }

    /** The closing quote is the one that a delimiter or the line's end follows. */
    private int surrounded(byte[] b, int start, int end) {
        byte quote = b[start];
        for (int p = start + 1; p < end; p++) {
            if (format.escapes() && b[p] == LoadFormat.ESCAPE) {
                p++;
            } else if (b[p] == quote && (p + 1 == end || b[p + 1] == delimiter)) {
                int length = format.escapes() ? unescape(b, start + 1, p) : p - start - 1;
                take(start + 1, length, false);
                return p + 1;
            }
        }
        take(start, end - start, false);
        problem = "the quote that opens a value is not closed";
        return end;
    }

    private int escaped(byte[] b, int start, int end) {
        int p = start;
        boolean special = false;
        while (p < end && b[p] != delimiter) {
            if (b[p] == LoadFormat.ESCAPE && p + 1 < end) {
                special = true;
                p++;
            }
            p++;
        }
        boolean nullValue = format.isNull(b, start, p - start);
        int length = special && !nullValue ? unescape(b, start, p) : p - start;
        take(start, length, nullValue);
        return p;
    }

    /** Takes escapes away in place; the value's new length. */
    private int unescape(byte[] b, int start, int end) {
        int to = start;
        int p = start;
        while (p < end) {
            if (b[p] == LoadFormat.ESCAPE && p + 1 < end) {
                p++;
                rewritten = true;
            }
            b[to++] = b[p++];
        }
        return to - start;
    }
}
