package io.colonnade.compute.load;

import io.colonnade.engine.kernel.DecimalText;
import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

/**
 * Parsers for integers and short decimals, the bulk of most files. They read digits straight from
 * the bytes; an empty field is NULL, blanks around are allowed, as in Redshift.
 */
final class NumberParsers {
    /** No number has this image: more digits than fit, or no digits. */
    private static final long INVALID = Long.MIN_VALUE;

    private static final int MAX_DIGITS = 18;

    /** A larger value may overflow when a digit is added. */
    private static final long MULTIPLY_LIMIT = (Long.MAX_VALUE - 9) / 10;

    private NumberParsers() {}

    /** SMALLINT and INTEGER. */
    record Ints(SqlType type, int min, int max) implements FieldParser {
        @Override
        public void parse(RowBlock block, int column, Vector target, BadValues bad) {
            int[] values = ((IntVector) target).values();
            int[] starts = block.starts[column];
            int[] lengths = block.lengths[column];
            for (int r = 0; r < block.rows; r++) {
                if (lengths[r] <= 0) {
                    target.setNull(r);
                    continue;
                }
                long value = integer(block.bytes, starts[r], lengths[r]);
                if (value < min || value > max) {
                    reject(block, r, column, target, value, type, bad);
                } else {
                    values[r] = (int) value;
                }
            }
        }
    }

    /** BIGINT up to 18 digits; longer ones by the JDK. */
    record Longs() implements FieldParser {
        @Override
        public void parse(RowBlock block, int column, Vector target, BadValues bad) {
            long[] values = ((LongVector) target).values();
            int[] starts = block.starts[column];
            int[] lengths = block.lengths[column];
            for (int r = 0; r < block.rows; r++) {
                if (lengths[r] <= 0) {
                    target.setNull(r);
                    continue;
                }
                long value = integer(block.bytes, starts[r], lengths[r]);
                if (value == INVALID) {
                    parseLong(block, r, column, target, bad);
                } else {
                    values[r] = value;
                }
            }
        }

        private static void parseLong(
                RowBlock block, int row, int column, Vector target, BadValues bad) {
            String text = Fields.text(block, row, column).strip();
            if (text.isEmpty()) {
                target.setNull(row);
                return;
            }
            try {
                ((LongVector) target).values()[row] = Long.parseLong(text);
            } catch (NumberFormatException e) {
                reject(block, row, column, target, INVALID, SqlType.BIGINT, bad);
            }
        }
    }

    /** DECIMAL of up to 18 digits, scaled; digits beyond the scale round half away from zero. */
    record Decimals(SqlType type, long limit) implements FieldParser {
        @Override
        public void parse(RowBlock block, int column, Vector target, BadValues bad) {
            long[] values = ((LongVector) target).values();
            int[] starts = block.starts[column];
            int[] lengths = block.lengths[column];
            int scale = type.scale();
            for (int r = 0; r < block.rows; r++) {
                if (lengths[r] <= 0) {
                    target.setNull(r);
                    continue;
                }
                long value = decimal(block.bytes, starts[r], lengths[r], scale);
                if (value == INVALID || value >= limit || value <= -limit) {
                    parseRare(block, r, column, (LongVector) target, bad);
                } else {
                    values[r] = value;
                }
            }
        }

        /** Exponents, many digits, blanks only, and what is wrong. */
        private void parseRare(
                RowBlock block, int row, int column, LongVector target, BadValues bad) {
            if (Fields.text(block, row, column).isBlank()) {
                target.setNull(row);
                return;
            }
            try {
                target.values()[row] =
                        DecimalText.parse(
                                block.bytes,
                                block.starts[column][row],
                                block.lengths[column][row],
                                type.precision(),
                                type.scale());
            } catch (ColonnadeException e) {
                bad.value(block, row, column, e.getMessage());
            }
        }
    }

    private static void reject(
            RowBlock block,
            int row,
            int column,
            Vector target,
            long value,
            SqlType type,
            FieldParser.BadValues bad) {
        if (Fields.text(block, row, column).isBlank()) {
            target.setNull(row);
            return;
        }
        bad.value(
                block,
                row,
                column,
                value == INVALID
                        ? "invalid input syntax for type " + type
                        : "value is out of range for type " + type);
    }

    /** The integer in a field, or INVALID. */
    private static long integer(byte[] b, int start, int length) {
        int p = start;
        int end = start + length;
        while (p < end && b[p] == ' ') {
            p++;
        }
        while (end > p && b[end - 1] == ' ') {
            end--;
        }
        boolean negative = p < end && b[p] == '-';
        if (negative || p < end && b[p] == '+') {
            p++;
        }
        if (p == end || end - p > MAX_DIGITS) {
            return INVALID;
        }
        long value = 0;
        for (; p < end; p++) {
            int digit = b[p] - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    /** The scaled decimal in a field, or INVALID (also for more than 18 digits). */
    private static long decimal(byte[] b, int start, int length, int scale) {
        int p = start;
        int end = start + length;
        while (p < end && b[p] == ' ') {
            p++;
        }
        while (end > p && b[end - 1] == ' ') {
            end--;
        }
        boolean negative = p < end && b[p] == '-';
        if (negative || p < end && b[p] == '+') {
            p++;
        }
        long value = 0;
        int digits = 0;
        int fraction = -1;
        boolean roundUp = false;
        for (; p < end; p++) {
            int c = b[p];
            if (c == '.' && fraction < 0) {
                fraction = 0;
                continue;
            }
            int digit = c - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            if (fraction >= scale) {
                roundUp |= fraction == scale && digit >= 5;
                fraction++;
                digits++;
                continue;
            }
            if (value > MULTIPLY_LIMIT) {
                return INVALID;
            }
            value = value * 10 + digit;
            digits++;
            fraction = fraction < 0 ? fraction : fraction + 1;
        }
        if (digits == 0) {
            return INVALID;
        }
        for (int f = Math.max(fraction, 0); f < scale; f++) {
            if (value > MULTIPLY_LIMIT) {
                return INVALID;
            }
            value *= 10;
        }
        value += roundUp ? 1 : 0;
        return negative ? -value : value;
    }
}
