package io.colonnade.compute.load;

import io.colonnade.plan.LoadOptions;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.nio.charset.StandardCharsets;

/**
 * CHAR and VARCHAR columns. Values point into the block's bytes without a copy; only what has to
 * change (wrong UTF-8 that is to be replaced) is copied. Lengths count bytes, as in Redshift.
 */
final class TextParser implements FieldParser {
    private final SqlType type;
    private final boolean trim;
    private final boolean blanksAsNull;
    private final boolean emptyAsNull;
    private final boolean truncate;
    private final boolean acceptInvalid;
    private final String replacement;

    TextParser(SqlType type, LoadOptions options) {
        this.type = type;
        this.trim = type.kind() == TypeKind.CHAR || options.getTrimBlanks();
        this.blanksAsNull = options.getBlanksAsNull();
        this.emptyAsNull = options.getEmptyAsNull();
        this.truncate = options.getTruncateColumns();
        this.acceptInvalid = options.getAcceptInvChars();
        this.replacement = options.getReplacement().isEmpty() ? "?" : options.getReplacement();
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
            if (!ascii(bytes, start, length) && !validUtf8(bytes, start, length)) {
                length = repairOrReject(block, r, column, bad);
            }
            if (trim) {
                length = trimmedLength(bytes, start, length);
            }
            if (length == 0 && emptyAsNull || blanksAsNull && blank(bytes, start, length)) {
                text.setNull(r);
                continue;
            }
            if (type.precision() > 0 && length > type.precision()) {
                if (truncate) {
                    length = cutAtCharacter(bytes, start, type.precision());
                } else {
                    bad.value(block, r, column, "value too long for type " + type);
                }
            }
            text.starts()[r] = start;
            text.lengths()[r] = length;
        }
    }

    private static boolean ascii(byte[] bytes, int start, int length) {
        int or = 0;
        for (int i = start; i < start + length; i++) {
            or |= bytes[i];
        }
        return or >= 0;
    }

    /**
     * Whether the bytes are well-formed UTF-8 (no overlong forms, surrogates, or past U+10FFFF).
     */
    static boolean validUtf8(byte[] b, int start, int length) {
        int end = start + length;
        int p = start;
        while (p < end) {
            int lead = b[p++] & 0xFF;
            if (lead < 0x80) {
                continue;
            }
            int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
            if (lead < 0xC2 || lead > 0xF4 || p + more > end) {
                return false;
            }
            int second = b[p] & 0xFF;
            int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            if (second < low || second > high) {
                return false;
            }
            for (int i = 1; i < more; i++) {
                if ((b[p + i] & 0xC0) != 0x80) {
                    return false;
                }
            }
            p += more;
        }
        return true;
    }

    /** Replaces each wrong byte in place, or reports the value; the length that remains. */
    private int repairOrReject(RowBlock block, int row, int column, BadValues bad) {
        int start = block.starts[column][row];
        int length = block.lengths[column][row];
        if (!acceptInvalid) {
            bad.value(block, row, column, "the value is not valid UTF-8");
            return length;
        }
        String repaired =
                new String(block.bytes, start, length, StandardCharsets.UTF_8)
                        .replace("\uFFFD", replacement);
        byte[] encoded = repaired.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(encoded.length, length);
        System.arraycopy(encoded, 0, block.bytes, start, kept);
        return kept;
    }

    private static int trimmedLength(byte[] bytes, int start, int length) {
        int n = length;
        while (n > 0 && bytes[start + n - 1] == ' ') {
            n--;
        }
        return n;
    }

    private static boolean blank(byte[] bytes, int start, int length) {
        return length > 0 && trimmedLength(bytes, start, length) == 0;
    }

    private static int cutAtCharacter(byte[] bytes, int start, int limit) {
        int n = limit;
        while (n > 0 && (bytes[start + n] & 0xC0) == 0x80) {
            n--;
        }
        return n;
    }
}
