package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.memory.BytesColumn;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** LISTAGG (values with a separator between them) and ARRAY_AGG (PostgreSQL's '{a,b}' text). */
final class TextList implements OrderedResult {
    /** Redshift's longest VARCHAR. */
    private static final int MAX_LIST_BYTES = 65_535;

    private static final byte[] NULL = "NULL".getBytes(StandardCharsets.US_ASCII);

    private final boolean array;
    private final int separatorColumn;

    private TextList(boolean array, int separatorColumn) {
        this.array = array;
        this.separatorColumn = separatorColumn;
    }

    /** Column of the separator, -1 = none. */
    static TextList list(int separatorColumn) {
        return new TextList(false, separatorColumn);
    }

    static TextList array() {
        return new TextList(true, -1);
    }

    @Override
    public void write(
            RowBuffer rows, int[] sorted, int from, int end, Vector target, int position) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        BytesColumn values = (BytesColumn) rows.column(0);
        if (array) {
            text.write('{');
        }
        for (int i = from; i < end; i++) {
            if (i > from) {
                separate(rows, sorted[i], text);
            }
            if (array) {
                element(values, sorted[i], text);
            } else {
                append(values, sorted[i], text);
            }
        }
        if (array) {
            text.write('}');
        } else if (text.size() > MAX_LIST_BYTES) {
            throw new ColonnadeException(
                    ErrorCode.STRING_TOO_LONG, "Result size exceeds LISTAGG limit");
        }
        ((BytesVector) target).append(position, text.toByteArray(), 0, text.size());
    }

    private void separate(RowBuffer rows, int row, ByteArrayOutputStream text) {
        if (array) {
            text.write(',');
        } else if (separatorColumn >= 0 && !rows.column(separatorColumn).isNull(row)) {
            append((BytesColumn) rows.column(separatorColumn), row, text);
        }
    }

    private static void append(BytesColumn column, int row, ByteArrayOutputStream text) {
        text.write(column.heap(), column.starts()[row], column.lengths()[row]);
    }

    private static void element(BytesColumn column, int row, ByteArrayOutputStream text) {
        if (column.isNull(row)) {
            text.writeBytes(NULL);
            return;
        }
        byte[] heap = column.heap();
        int start = column.starts()[row];
        int end = start + column.lengths()[row];
        if (!needsQuotes(heap, start, end)) {
            append(column, row, text);
            return;
        }
        text.write('"');
        for (int i = start; i < end; i++) {
            if (heap[i] == '"' || heap[i] == '\\') {
                text.write('\\');
            }
            text.write(heap[i]);
        }
        text.write('"');
    }

    private static boolean needsQuotes(byte[] heap, int start, int end) {
        if (start == end) {
            return true;
        }
        for (int i = start; i < end; i++) {
            byte b = heap[i];
            if (b == '"' || b == '\\' || b == '{' || b == '}' || b == ',' || b >= 0 && b <= ' ') {
                return true;
            }
        }
        return end - start == 4
                && "null".equalsIgnoreCase(new String(heap, start, 4, StandardCharsets.ISO_8859_1));
    }
}
