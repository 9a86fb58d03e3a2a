package io.colonnade.storage.segment;

import io.colonnade.storage.encoding.ByteOutput;
import io.colonnade.storage.encoding.Compression;
import io.colonnade.storage.encoding.DictionaryBuilder;
import io.colonnade.storage.encoding.DictionaryCodec;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.encoding.Integers;
import io.colonnade.type.ColumnEncoding;

/**
 * Encodes the rows of a {@link TextBuffer} as one block; AUTO tries the candidates on a sample.
 *
 * <pre>
 * RAW, LZ4, ZSTD  vector: Integers of the lengths | bytes
 * FSST            vector: Integers of the lengths | bytes of the codes i32 | codes
 * DICTIONARY      vector: Integers of the codes
 * RUNLENGTH       vector: Integers of the codes, as runs; without dictionary, and others:
 *                 see {@link ExplicitTextEncoder}
 * </pre>
 */
final class TextEncoder {
    private static final int SAMPLE_BYTES = 1 << 16;

    /** Shorter texts are not worth a trial. */
    private static final int MIN_SAMPLE_BYTES = 256;

    /** What a byte of each form counts in a trial: the slower to decode, the more. */
    private static final double RAW_WEIGHT = 0.85;

    private static final double SYMBOLS_WEIGHT = 1.0;

    /** Fast, but always for the whole block. */
    private static final double LZ4_WEIGHT = 1.3;

    private static final double ZSTD_WEIGHT = 2.0;

    private static final int SAMPLE_ROWS = 4096;
    private static final int MAX_BLOCK_ENTRIES = 16_384;
    private static final int MAX_BLOCK_DICTIONARY_BYTES = 256 << 10;

    private final TextBuffer buffer;
    private final long[] scratch = new long[SegmentFormat.VECTOR_ROWS];
    private final long[] images = new long[SegmentFormat.VECTOR_ROWS];
    private final SymbolCodec symbolCodec;
    private final ExplicitTextEncoder explicit;
    private long[] entryImages = new long[0];
    private int entryImageCount;

    TextEncoder(TextBuffer buffer) {
        this.buffer = buffer;
        symbolCodec = new SymbolCodec(buffer);
        explicit = new ExplicitTextEncoder(buffer, this);
    }

    EncodedBlock encode(int count, BlockBuilder builder) {
        return switch (buffer.choice()) {
            case RAW -> encodeBytes(Encoding.RAW, count, builder);
            case LZO -> encodeBytes(Encoding.LZ4, count, builder);
            case ZSTD -> encodeBytes(Encoding.ZSTD, count, builder);
            case BYTEDICT -> explicit.encodeByteDictionary(count, builder);
            case TEXT255 -> encodeWords(Encoding.TEXT255, count, builder);
            case TEXT32K -> encodeWords(Encoding.TEXT32K, count, builder);
            case RUNLENGTH -> explicit.encodeRuns(count, builder);
            case AUTO, AZ64, DELTA, DELTA32K, MOSTLY8, MOSTLY16, MOSTLY32 ->
                    encodeByTrial(count, builder);
        };
    }

    /** A row of many unknown or empty words may grow beyond a block: it stays as it is. */
    private EncodedBlock encodeWords(Encoding encoding, int count, BlockBuilder builder) {
        EncodedBlock block = explicit.encodeWords(encoding, count, builder);
        boolean fits = count > 1 || block.bytes().length <= SegmentFormat.MAX_BLOCK_BYTES;
        return fits ? block : encodeBytes(Encoding.RAW, count, builder);
    }

    private EncodedBlock encodeByTrial(int count, BlockBuilder builder) {
        DictionaryBuilder own = ownDictionary(count);
        if (own != null) {
            return encodeOwnDictionary(own, count, builder);
        }
        Encoding encoding = bestCompression(count);
        return encoding == Encoding.FSST
                ? encodeSymbols(count, builder)
                : encodeBytes(encoding, count, builder);
    }

    private Encoding bestCompression(int count) {
        int middle = count / 2;
        int start = buffer.offset(middle);
        int end = middle;
        while (end < count && buffer.offset(end) - start < SAMPLE_BYTES) {
            end++;
        }
        int length = buffer.offset(end) - start;
        if (length < MIN_SAMPLE_BYTES) {
            return Encoding.RAW;
        }
        int lz4 = Compression.compress(Encoding.LZ4, buffer.heap(), start, length).length;
        int zstd = Compression.compress(Encoding.ZSTD, buffer.heap(), start, length).length;
        double symbols = SYMBOLS_WEIGHT * symbolCodec.sample(middle, end);
        double raw = RAW_WEIGHT * length;
        double best =
                Math.min(Math.min(raw, symbols), Math.min(LZ4_WEIGHT * lz4, ZSTD_WEIGHT * zstd));
        if (best == raw) {
            return Encoding.RAW;
        }
        if (best == symbols) {
            return Encoding.FSST;
        }
        return best == LZ4_WEIGHT * lz4 ? Encoding.LZ4 : Encoding.ZSTD;
    }

    /** A dictionary of this block's values if it pays, else null. */
    private DictionaryBuilder ownDictionary(int count) {
        int step = Math.max(1, count / SAMPLE_ROWS);
        int sampled = count / step;
        DictionaryBuilder sample = new DictionaryBuilder(sampled / 2, MAX_BLOCK_DICTIONARY_BYTES);
        if (!collect(sample, count, step)) {
            return null;
        }
        int limit = Math.min(MAX_BLOCK_ENTRIES, count / 4);
        DictionaryBuilder all = new DictionaryBuilder(limit, MAX_BLOCK_DICTIONARY_BYTES);
        return collect(all, count, 1) && all.size() > 0 ? all : null;
    }

    private boolean collect(DictionaryBuilder builder, int count, int step) {
        for (int row = 0; row < count; row += step) {
            int start = buffer.offset(row);
            int length = buffer.offset(row + 1) - start;
            if (!buffer.isNull(row)
                    && builder.add(buffer.heap(), start, length) == DictionaryBuilder.FULL) {
                return false;
            }
        }
        return true;
    }

    private EncodedBlock encodeOwnDictionary(
            DictionaryBuilder dictionary, int count, BlockBuilder builder) {
        dictionary.sort();
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (startVector(first, n, builder)) {
                long last = 0;
                for (int i = 0; i < n; i++) {
                    int row = first + i;
                    if (!buffer.isNull(row)) {
                        int start = buffer.offset(row);
                        last = dictionary.add(buffer.heap(), start, buffer.offset(row + 1) - start);
                    }
                    scratch[i] = last;
                }
                Integers.encode(scratch, n, builder.body());
            }
        }
        byte[] extra = DictionaryCodec.encode(dictionary.build());
        return builder.finish(Encoding.DICTIONARY, Block.OWN_DICTIONARY, extra);
    }

    private void putCodes(int n, ByteOutput body) {
        if (buffer.choice() == ColumnEncoding.RUNLENGTH) {
            Integers.encodeRuns(scratch, n, body);
        } else {
            Integers.encode(scratch, n, body);
        }
    }

    /** The rows as codes into the segment's dictionary. */
    EncodedBlock encodeCodes(
            int count, int[] codes, DictionaryBuilder dictionary, BlockBuilder builder) {
        addEntryImages(dictionary);
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            int valid = 0;
            long last = 0;
            for (int i = 0; i < n; i++) {
                if (!buffer.isNull(first + i)) {
                    last = codes[first + i];
                    images[valid++] = entryImages[(int) last];
                }
                scratch[i] = last;
            }
            if (startVector(first, n, valid, builder)) {
                putCodes(n, builder.body());
            }
        }
        boolean runs = buffer.choice() == ColumnEncoding.RUNLENGTH;
        Encoding encoding = runs ? Encoding.RUNLENGTH : Encoding.DICTIONARY;
        return builder.finish(encoding, Block.SEGMENT_DICTIONARY, new byte[0]);
    }

    private void addEntryImages(DictionaryBuilder dictionary) {
        if (entryImages.length < dictionary.size()) {
            entryImages = java.util.Arrays.copyOf(entryImages, 2 * dictionary.size());
        }
        for (; entryImageCount < dictionary.size(); entryImageCount++) {
            int code = entryImageCount;
            entryImages[code] =
                    ZoneImage.of(
                            dictionary.bytes(), dictionary.start(code), dictionary.length(code));
        }
    }

    private EncodedBlock encodeBytes(Encoding encoding, int count, BlockBuilder builder) {
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (startVector(first, n, builder)) {
                ByteOutput body = builder.body();
                putLengths(first, n, body);
                int start = buffer.offset(first);
                body.putBytes(buffer.heap(), start, buffer.offset(first + n) - start);
            }
        }
        return builder.finish(encoding, Block.NO_DICTIONARY, new byte[0]);
    }

    private EncodedBlock encodeSymbols(int count, BlockBuilder builder) {
        builder.start();
        for (int first = 0; first < count; first += SegmentFormat.VECTOR_ROWS) {
            int n = Math.min(SegmentFormat.VECTOR_ROWS, count - first);
            if (startVector(first, n, builder)) {
                putLengths(first, n, builder.body());
                symbolCodec.put(first, first + n, builder.body());
            }
        }
        return builder.finish(Encoding.FSST, Block.NO_DICTIONARY, symbolCodec.table());
    }

    void putLengths(int first, int n, ByteOutput body) {
        for (int i = 0; i < n; i++) {
            scratch[i] = (long) buffer.offset(first + i + 1) - buffer.offset(first + i);
        }
        Integers.encodeAz64(scratch, n, body);
    }

    /** Starts a vector of plain values; false if all are NULL. */
    boolean startVector(int first, int n, BlockBuilder builder) {
        int valid = 0;
        for (int row = first; row < first + n; row++) {
            if (!buffer.isNull(row)) {
                int start = buffer.offset(row);
                int length = buffer.offset(row + 1) - start;
                images[valid++] = ZoneImage.of(buffer.heap(), start, length);
            }
        }
        return startVector(first, n, valid, builder);
    }

    private boolean startVector(int first, int n, int valid, BlockBuilder builder) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < valid; i++) {
            min = Math.min(min, images[i]);
            max = Math.max(max, images[i]);
        }
        builder.startVector(n, min, max, n - valid);
        if (valid == 0) {
            return false;
        }
        if (valid < n) {
            builder.putValidity(buffer.validity(), first, n);
        }
        return true;
    }
}
