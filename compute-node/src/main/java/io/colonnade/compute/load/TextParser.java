package io.colonnade.compute.load;

import io.colonnade.engine.kernel.Utf8;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.LoadOptions;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.HexFormat;

/**
 * CHAR and VARCHAR columns. Values point into the block's bytes without a copy; only what has to
 * change (wrong UTF-8 that is to be replaced) is overwritten. Lengths count bytes, as in Redshift.
 */
final class TextParser implements FieldParser {
    private final SqlType type;
    private final boolean trim;
    private final boolean blanksAsNull;
    private final boolean emptyAsNull;
    private final boolean truncate;
    private final boolean acceptInvalid;
    private final byte replacement;

    TextParser(SqlType type, LoadOptions options) {
        this.type = type;
        this.trim = type.kind() == TypeKind.CHAR || options.getTrimBlanks();
        this.blanksAsNull = options.getBlanksAsNull();
        this.emptyAsNull = options.getEmptyAsNull();
        this.truncate = options.getTruncateColumns();
        this.acceptInvalid = options.getAcceptInvChars();
        this.replacement = replacement(options.getReplacement());
    }

    private static byte replacement(String text) {
        if (text.isEmpty()) {
            return '?';
        }
        if (text.length() > 1 || text.charAt(0) == 0 || text.charAt(0) > 0x7F) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the replacement of ACCEPTINVCHARS must be one ASCII character");
        }
        return (byte) text.charAt(0);
    }

    @Override
    public void parse(RowBlock block, int column, Vector target, BadValues bad) {
        BytesVector text = (BytesVector) target;
        text.setHeap(block.bytes);
        int[] starts = block.starts[column];
        int[] lengths = block.lengths[column];
        byte[] bytes = block.bytes;
        for (int r = 0; r < block.rows; r++) {
            int length = lengths[r];
            if (length < 0) {
                text.setNull(r);
                continue;
            }
            int start = starts[r];
            if (!ascii(bytes, start, length)) {
                checkText(block, r, column, bad);
            }
            if (blanksAsNull && blank(bytes, start, length)) {
                text.setNull(r);
                continue;
            }
            if (trim) {
                length = trimmedLength(bytes, start, length);
            }
            if (length == 0 && emptyAsNull) {
                text.setNull(r);
                continue;
            }
            if (type.precision() > 0 && length > type.precision()) {
                if (truncate) {
                    length =
                            Utf8.floor(bytes, start, start + type.precision(), start + length)
                                    - start;
                } else {
                    bad.value(block, r, column, "value too long for type " + type);
                }
            }
            text.starts()[r] = start;
            text.lengths()[r] = length;
        }
    }

    /** Whether all bytes are between 1 and 127. */
    private static boolean ascii(byte[] bytes, int start, int length) {
        int or = 0;
        for (int i = start; i < start + length; i++) {
            // The byte before zero has its sign bit set, too.
            or |= bytes[i] | bytes[i] - 1;
        }
        return or >= 0;
    }

    /** Replaces bytes that are no text, or reports the value. */
    private void checkText(RowBlock block, int row, int column, BadValues bad) {
        byte[] bytes = block.bytes;
        int start = block.starts[column][row];
        int end = start + block.lengths[column][row];
        int p = invalidAt(bytes, start, end);
        if (p >= 0 && !acceptInvalid) {
            bad.value(block, row, column, reason(bytes[p], p - start));
            return;
        }
        while (p >= 0) {
            bytes[p] = replacement;
            p = invalidAt(bytes, p + 1, end);
        }
    }

    private static String reason(byte wrong, int offset) {
        String place = ", at byte " + (offset + 1) + " of the value";
        return wrong == 0
                ? "text cannot hold a zero byte" + place
                : "the value is not valid UTF-8: 0x"
                        + HexFormat.of().withUpperCase().toHexDigits(wrong)
                        + place;
    }

    /**
     * The first byte that is zero or does not belong to well-formed UTF-8 (overlong forms,
     * surrogates and what is past U+10FFFF are not), or -1.
     */
    static int invalidAt(byte[] b, int start, int end) {
        int p = start;
        while (p < end) {
            int lead = b[p] & 0xFF;
            if (lead < 0x80) {
                if (lead == 0) {
                    return p;
                }
                p++;
                continue;
            }
            int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
            if (lead < 0xC2 || lead > 0xF4 || p + more >= end) {
                return p;
            }
            int second = b[p + 1] & 0xFF;
            int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            if (second < low || second > high) {
                return p;
            }
            for (int i = 2; i <= more; i++) {
                if (!Utf8.isContinuation(b[p + i])) {
                    return p;
                }
            }
            p += more + 1;
        }
        return -1;
    }

    private static int trimmedLength(byte[] bytes, int start, int length) {
        int n = length;
        while (n > 0 && bytes[start + n - 1] == ' ') {
            n--;
        }
        return n;
    }

    /** Blanks and tabs only, and at least one. */
    private static boolean blank(byte[] bytes, int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return length > 0;
    }
}
