package io.colonnade.storage.segment;

import static io.colonnade.storage.vector.LittleEndian.getInt;
import static io.colonnade.storage.vector.LittleEndian.getShort;

import io.colonnade.storage.encoding.Fsst;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.storage.encoding.Words;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.Vector;

/**
 * Decodes vectors of text; see TextEncoder and ExplicitTextEncoder for the layouts. Checks that
 * what it hands out lies within its heap. One per BlockDecoder.
 */
final class TextDecoder {
    private static final int MAX_SYMBOL_BYTES = 8;

    private final int[] scratch = new int[SegmentFormat.VECTOR_ROWS + Vector.PADDING];
    private final int[] runs = new int[SegmentFormat.VECTOR_ROWS + Vector.PADDING];

    void decode(
            Block block,
            Dictionary dictionary,
            byte[] body,
            int at,
            int count,
            BytesVector target) {
        switch (block.encoding()) {
            case DICTIONARY -> decodeCodes(dictionary, body, at, count, target);
            case RUNLENGTH -> {
                if (dictionary != null) {
                    decodeCodes(dictionary, body, at, count, target);
                } else {
                    decodeRuns(body, at, count, target);
                }
            }
            case BYTEDICT -> decodeByteCodes(dictionary, body, at, count, target);
            case RAW, LZ4, ZSTD -> {
                target.setHeap(body);
                Integers.decode(body, at, count, target.lengths());
                int start = Integers.end(body, at, count);
                place(target.lengths(), count, start, body.length, target.starts());
            }
            case FSST -> decodeSymbols(block.symbols(), body, at, count, target);
            case TEXT255, TEXT32K -> decodeWords(block, dictionary, body, at, count, target);
            case AZ64, DELTA, DELTA32K, MOSTLY8, MOSTLY16, MOSTLY32, ALP ->
                    throw new IllegalStateException(block.encoding() + " of text");
        }
    }

    private static void decodeCodes(
            Dictionary dictionary, byte[] body, int at, int count, BytesVector target) {
        int[] codes = target.setDictionary(dictionary);
        Integers.decode(body, at, count, codes);
        checkCodes(codes, count, dictionary.size());
    }

    private static void checkCodes(int[] codes, int count, int size) {
        // as unsigned numbers, so that one comparison sees both ends
        int largest = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, codes[i] ^ Integer.MIN_VALUE);
        }
        if (largest >= (size ^ Integer.MIN_VALUE)) {
            throw new IllegalStateException("a code outside of the dictionary");
        }
    }

    /** Sets the starts of values that lie one after the other; returns where the last one ends. */
    private static int place(int[] lengths, int count, int start, int limit, int[] starts) {
        long total = start;
        int signs = 0;
        for (int i = 0; i < count; i++) {
            starts[i] = (int) total;
            total += lengths[i];
            signs |= lengths[i];
        }
        if (signs < 0 || total > limit) {
            throw new IllegalStateException("lengths of text lead out of the block");
        }
        return (int) total;
    }

    /** The sum of lengths to reserve room for, which must not exceed what the codes can give. */
    private static int total(int[] lengths, int count, long limit) {
        long total = 0;
        int signs = 0;
        for (int i = 0; i < count; i++) {
            total += lengths[i];
            signs |= lengths[i];
        }
        if (signs < 0 || total > Math.min(limit, Integer.MAX_VALUE >>> 1)) {
            throw new IllegalStateException("lengths of text add up to " + total);
        }
        return (int) total;
    }

    private void decodeByteCodes(
            Dictionary dictionary, byte[] body, int at, int count, BytesVector target) {
        int exceptionsAt = Integers.end(body, at, count);
        int exceptions = getShort(body, exceptionsAt);
        if (exceptions == 0) {
            decodeCodes(dictionary, body, at, count, target);
            return;
        }
        Integers.decode(body, at, count, scratch);
        checkCodes(scratch, count, dictionary.size());
        int positions = exceptionsAt + 2;
        int lengthsAt = positions + 2 * exceptions;
        checkCount(exceptions);
        Integers.decode(body, lengthsAt, exceptions, runs);
        int from = Integers.end(body, lengthsAt, exceptions);
        int next = 0;
        int nextRow = getShort(body, positions);
        for (int i = 0; i < count; i++) {
            boolean plain = i == nextRow;
            byte[] bytes = plain ? body : dictionary.bytes();
            int start = plain ? from : dictionary.starts()[scratch[i]];
            int length = plain ? runs[next] : dictionary.lengths()[scratch[i]];
            if (plain) {
                from += length;
                next++;
                nextRow = next < exceptions ? getShort(body, positions + 2 * next) : count;
            }
            target.append(i, bytes, start, length);
        }
        if (next != exceptions) {
            throw new IllegalStateException("exceptions out of order");
        }
    }

    private static void checkCount(int count) {
        if (count > SegmentFormat.VECTOR_ROWS) {
            throw new IllegalStateException(count + " values in a vector");
        }
    }

    private void decodeRuns(byte[] body, int at, int count, BytesVector target) {
        int found = getShort(body, at);
        checkCount(found);
        target.setHeap(body);
        Integers.decode(body, at + 2, found, runs);
        int lengthsAt = Integers.end(body, at + 2, found);
        Integers.decode(body, lengthsAt, found, scratch);
        int start = Integers.end(body, lengthsAt, found);
        int to = 0;
        for (int run = 0; run < found; run++) {
            int length = scratch[run];
            int end = to + runs[run];
            if (length < 0 || length > body.length - start || end < to || end > count) {
                throw new IllegalStateException("runs of text lead out of the block");
            }
            for (; to < end; to++) {
                target.starts()[to] = start;
                target.lengths()[to] = length;
            }
            start += length;
        }
        if (to != count) {
            throw new IllegalStateException(to + " values in runs instead of " + count);
        }
    }

    private static void decodeSymbols(
            Fsst symbols, byte[] body, int at, int count, BytesVector target) {
        Integers.decode(body, at, count, target.lengths());
        int total = total(target.lengths(), count, (long) MAX_SYMBOL_BYTES * body.length);
        byte[] heap = target.reserve(total + Fsst.PADDING);
        int first = target.reservedStart();
        int end = place(target.lengths(), count, first, heap.length, target.starts());
        int codes = Integers.end(body, at, count);
        int codesEnd = codes + 4 + getInt(body, codes);
        if (symbols.decode(body, codes + 4, codesEnd, heap, first) != end) {
            throw new IllegalStateException("text does not decode to its length");
        }
    }

    private static void decodeWords(
            Block block,
            Dictionary dictionary,
            byte[] body,
            int at,
            int count,
            BytesVector target) {
        int[] lengths = target.lengths();
        Integers.decode(body, at, count, lengths);
        long limit = (1L + dictionary.bytes().length) * body.length;
        byte[] heap = target.reserve(total(lengths, count, limit));
        int first = target.reservedStart();
        place(lengths, count, first, heap.length, target.starts());
        int words = Integers.end(body, at, count);
        Words.decode(block.encoding(), dictionary, body, words, count, target, heap);
    }
}
