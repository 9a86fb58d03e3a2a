package io.colonnade.storage.segment;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.encoding.DictionaryBuilder;
import io.colonnade.storage.encoding.Fsst;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.ColumnEncoding;

import java.util.Arrays;

/**
 * Rows of a text column. Starts with codes into a dictionary of the whole segment; when the values
 * turn out to be too many, it turns to plain bytes for good, and blocks written by then keep their
 * codes.
 */
final class TextBuffer extends ColumnBuffer {
    private static final int MAX_ENTRIES = 65_536;
    private static final int MAX_DICTIONARY_BYTES = SegmentFormat.MAX_VALUE_BYTES;

    /** Rows after which AUTO gives the dictionary a first look. */
    private static final int EARLY_ROWS = 8192;

    private static final int UNKNOWN = -1;

    private final TextEncoder encoder;
    private int[] codes = new int[SegmentFormat.VECTOR_ROWS];
    private final DictionaryBuilder dictionary =
            new DictionaryBuilder(MAX_ENTRIES, MAX_DICTIONARY_BYTES);
    private boolean coded;
    private boolean sorted;
    private boolean blocksWithCodes;
    private int sketchedEntries;

    private byte[] heap = new byte[0];
    private int[] offsets = new int[0];

    /** The codes of the dictionary that values came with last. */
    private Dictionary source;

    private int[] sourceCodes = new int[0];

    TextBuffer(ColumnEncoding choice) {
        super(choice);
        encoder = new TextEncoder(this);
        coded = choice == ColumnEncoding.AUTO || choice == ColumnEncoding.RUNLENGTH;
        if (!coded) {
            offsets = new int[SegmentFormat.VECTOR_ROWS + 1];
        }
    }

    @Override
    void appendValues(Vector vector, int[] selection, int first, int count) {
        BytesVector from = (BytesVector) vector;
        int done = coded ? appendCodes(from, selection, first, count) : 0;
        if (done < count) {
            appendBytes(from, selection, first + done, count - done, rows() + done);
        }
    }

    /** The number of rows taken before the dictionary was full. */
    private int appendCodes(BytesVector from, int[] selection, int first, int count) {
        int at = rows();
        if (at + count > codes.length) {
            codes = Arrays.copyOf(codes, grown(codes.length, at + count));
        }
        if (choice() == ColumnEncoding.AUTO
                && !sorted
                && at >= EARLY_ROWS
                && dictionary.size() > at / 2) {
            leaveDictionary(at);
            return 0;
        }
        if (from.isDictionary()) {
            useSource(from.dictionary());
        }
        byte[] bytes = from.heapAt();
        boolean nulls = from.mayHaveNulls();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? first + i : selection[first + i];
            int code = 0;
            if (!nulls || !from.isNull(p)) {
                code =
                        from.isDictionary()
                                ? sourceCode(from.codes()[from.isConstant() ? 0 : p])
                                : dictionary.add(bytes, from.startAt(p), from.lengthAt(p));
            }
            if (code == DictionaryBuilder.FULL) {
                leaveDictionary(at + i);
                return i;
            }
            codes[at + i] = code;
        }
        return count;
    }

    private void useSource(Dictionary wanted) {
        if (source != wanted) {
            source = wanted;
            sourceCodes = new int[wanted.size()];
            Arrays.fill(sourceCodes, UNKNOWN);
        }
    }

    private int sourceCode(int code) {
        int own = sourceCodes[code];
        if (own == UNKNOWN) {
            own = dictionary.add(source.bytes(), source.starts()[code], source.lengths()[code]);
            sourceCodes[code] = own;
        }
        return own;
    }

    /** From now on values are kept as bytes, also those of the first `count` rows. */
    private void leaveDictionary(int count) {
        coded = false;
        offsets = new int[codes.length + 1];
        sketchEntries();
        for (int row = 0; row < count; row++) {
            int length = isNull(row) ? 0 : dictionary.length(codes[row]);
            reserve(row, length);
            if (length > 0) {
                int start = dictionary.start(codes[row]);
                System.arraycopy(dictionary.bytes(), start, heap, offsets[row], length);
            }
            offsets[row + 1] = offsets[row] + length;
        }
        codes = new int[0];
        source = null;
        sourceCodes = new int[0];
    }

    private void sketchEntries() {
        for (; sketchedEntries < dictionary.size(); sketchedEntries++) {
            distinct().add(dictionary.hash(sketchedEntries));
        }
    }

    private void reserve(int row, int length) {
        int wanted = Math.addExact(offsets[row], length + Fsst.PADDING);
        if (wanted > heap.length) {
            long grown = Math.max(Math.max(1 << 16, wanted), heap.length * 3L / 2);
            heap = Arrays.copyOf(heap, (int) Math.min(grown, Integer.MAX_VALUE - 16));
        }
    }

    private void appendBytes(BytesVector from, int[] selection, int first, int count, int at) {
        if (at + count >= offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(offsets.length - 1, at + count) + 1);
        }
        byte[] bytes = from.heapAt();
        for (int i = 0; i < count; i++) {
            int row = at + i;
            int p = selection == null ? first + i : selection[first + i];
            int length = 0;
            if (!from.isNull(p)) {
                int start = from.startAt(p);
                length = from.lengthAt(p);
                if (length > SegmentFormat.MAX_VALUE_BYTES) {
                    throw tooLong(length);
                }
                reserve(row, length);
                System.arraycopy(bytes, start, heap, offsets[row], length);
                distinct().add(Hashing.textImage(bytes, start, length));
            }
            offsets[row + 1] = offsets[row] + length;
        }
    }

    private static ColonnadeException tooLong(int length) {
        return new ColonnadeException(
                ErrorCode.STRING_TOO_LONG,
                "a text value of "
                        + length
                        + " bytes exceeds the limit of "
                        + SegmentFormat.MAX_VALUE_BYTES);
    }

    @Override
    EncodedBlock encode(int count, BlockBuilder builder) {
        if (coded && !sorted) {
            if (choice() == ColumnEncoding.AUTO && dictionary.size() > count / 4) {
                leaveDictionary(rows());
            } else {
                sortDictionary();
            }
        }
        if (!coded) {
            return encoder.encode(count, builder);
        }
        sketchEntries();
        blocksWithCodes = true;
        return encoder.encodeCodes(count, codes, dictionary, builder);
    }

    /** Once, before the first codes are written: values that come later go to the end. */
    private void sortDictionary() {
        if (dictionary.size() == 0) {
            // codes of NULLs must lead somewhere
            dictionary.add(new byte[0], 0, 0);
        }
        int[] newCodes = dictionary.sort();
        for (int row = 0; row < rows(); row++) {
            codes[row] = newCodes[codes[row]];
        }
        source = null;
        sorted = true;
    }

    /** The dictionary that blocks of the segment refer to, or null if none does. */
    Dictionary segmentDictionary() {
        return blocksWithCodes ? dictionary.build() : null;
    }

    /** Values of the waiting rows, one after the other, with Fsst.PADDING spare bytes behind. */
    byte[] heap() {
        return heap;
    }

    /** Where the bytes of a row start in the heap; those of NULLs are empty. */
    int offset(int row) {
        return offsets[row];
    }

    /** Bytes held for waiting rows; codes count as nothing. */
    long heldBytes() {
        return coded ? 0 : offsets[rows()];
    }

    @Override
    void dropValues(int count) {
        int rest = rows() - count;
        if (coded) {
            System.arraycopy(codes, count, codes, 0, rest);
            return;
        }
        int dropped = offsets[count];
        System.arraycopy(heap, dropped, heap, 0, offsets[rows()] - dropped);
        for (int row = 0; row <= rest; row++) {
            offsets[row] = offsets[count + row] - dropped;
        }
    }

    @Override
    long rawBytes(int count) {
        if (!coded) {
            return offsets[count];
        }
        long total = 0;
        for (int row = 0; row < count; row++) {
            total += isNull(row) ? 0 : dictionary.length(codes[row]);
        }
        return total;
    }
}
