package io.colonnade.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes rows as dbgen does: fields in ASCII, each followed by '|', the row by a newline. One
 * thread owns a writer; it does not close its stream.
 */
final class TblWriter {
    /** Rows are far shorter than this (the longest, of supplier, has under 400 bytes). */
    private static final int ROW_LIMIT_BYTES = 4096;

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int MOST_DIGITS = 19;
    private static final long[] POWERS = new long[MOST_DIGITS];
    private static final byte[][] DATES = new byte[30_000][];

    static {
        POWERS[0] = 1;
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            POWERS[digits] = POWERS[digits - 1] * 10;
        }
        // 1970 to 2052; TPC-H's dates lie in the nineties
        for (int day = 0; day < DATES.length; day++) {
            DATES[day] = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int size;

    TblWriter(OutputStream out) {
        this.out = out;
    }

    TblWriter number(long value) {
        long rest = value;
        if (rest < 0) {
            buffer[size++] = '-';
            rest = -rest;
        }
        digits(rest, 1);
        buffer[size++] = '|';
        return this;
    }

    /** A decimal with two fraction digits, given in hundredths. */
    TblWriter hundredths(long value) {
        long rest = value;
        if (rest < 0) {
            buffer[size++] = '-';
            rest = -rest;
        }
        digits(rest / 100, 1);
        buffer[size++] = '.';
        digits(rest % 100, 2);
        buffer[size++] = '|';
        return this;
    }

    TblWriter text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        buffer[size++] = '|';
        return this;
    }

    TblWriter character(char value) {
        buffer[size++] = (byte) value;
        buffer[size++] = '|';
        return this;
    }

    TblWriter date(int epochDay) {
        byte[] bytes = DATES[epochDay];
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        buffer[size++] = '|';
        return this;
    }

    void endRow() throws IOException {
        buffer[size++] = '\n';
        if (size > BUFFER_BYTES - ROW_LIMIT_BYTES) {
            flush();
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }

    /** Writes a value that is not negative with at least so many digits. */
    private void digits(long value, int least) {
        int count = least;
        while (count < MOST_DIGITS && value >= POWERS[count]) {
            count++;
        }
        long rest = value;
        for (int at = size + count - 1; at >= size; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
    }
}
