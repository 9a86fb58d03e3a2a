package io.colonnade.storage.encoding;

import static io.colonnade.storage.vector.LittleEndian.getLong;
import static io.colonnade.storage.vector.LittleEndian.putLong;

/**
 * A table of up to 255 symbols of 1 to 8 bytes: text becomes one byte per symbol, so that every
 * value can be decoded alone, without what is before it. After "FSST: Fast Random Access String
 * Compression" (Boncz, Neumann, Leis, VLDB 2020). Immutable, shared.
 *
 * <pre>
 * table:  symbols u8 | length u8 of each | bytes of each
 * code:   number of the symbol, or 255 and then the byte itself
 * </pre>
 *
 * <p>Finding the symbol at a position: the longest one of three bytes and more that the hash of the
 * first three leads to (one per hash, the others are not in the table), else one of two, else one.
 */
public final class Fsst {
    static final int MAX_SYMBOLS = 255;
    static final int ESCAPE = 255;

    /** Spare bytes that decoding needs behind its target, and encoding behind its source. */
    public static final int PADDING = 8;

    private static final int HASH_BITS = 11;
    private static final int[] NONE = new int[0];

    private final int count;
    private final long[] symbols = new long[256];

    /** Bytes of each symbol; as ints, since decoding adds them up. */
    private final int[] lengths = new int[256];

    /** By hash of three bytes: number of a symbol + 1, 0 = none. Only to encode. */
    private final int[] hashed;

    /** By two bytes: number of the symbol to take | its length &lt;&lt; 8. Only to encode. */
    private final int[] shorts;

    /** The same for the last byte of a value. Only to encode. */
    private final int[] singles;

    private Fsst(int count, int[] hashed, int[] shorts, int[] singles) {
        this.count = count;
        this.hashed = hashed;
        this.shorts = shorts;
        this.singles = singles;
    }

    /** The best candidates, given best first: of those that one hash leads to, only the first. */
    static Fsst of(long[] candidates, int[] candidateLengths, int candidateCount) {
        int[] hashed = new int[1 << HASH_BITS];
        long[] kept = new long[256];
        int[] keptLengths = new int[256];
        int count = 0;
        for (int i = 0; i < candidateCount && count < MAX_SYMBOLS; i++) {
            int length = candidateLengths[i];
            if (length >= 3) {
                int slot = hash(candidates[i]);
                if (hashed[slot] != 0) {
                    continue;
                }
                hashed[slot] = count + 1;
            }
            kept[count] = candidates[i];
            keptLengths[count++] = length;
        }
        int[] singles = singles(kept, keptLengths, count);
        Fsst table = new Fsst(count, hashed, shorts(kept, keptLengths, count, singles), singles);
        System.arraycopy(kept, 0, table.symbols, 0, 256);
        System.arraycopy(keptLengths, 0, table.lengths, 0, 256);
        return table;
    }

    private static int[] singles(long[] symbols, int[] lengths, int count) {
        int[] singles = new int[256];
        java.util.Arrays.fill(singles, ESCAPE | 1 << 8);
        for (int i = 0; i < count; i++) {
            if (lengths[i] == 1) {
                singles[(int) symbols[i]] = i | 1 << 8;
            }
        }
        return singles;
    }

    private static int[] shorts(long[] symbols, int[] lengths, int count, int[] singles) {
        int[] shorts = new int[1 << 16];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = singles[i & 0xFF];
        }
        for (int i = 0; i < count; i++) {
            if (lengths[i] == 2) {
                shorts[(int) symbols[i]] = i | 2 << 8;
            }
        }
        return shorts;
    }

    private static int hash(long word) {
        return (int) ((word & 0xFFFFFF) * 2971215073L >>> 15) & (1 << HASH_BITS) - 1;
    }

    private static long mask(int length) {
        return -1L >>> 64 - 8 * length;
    }

    long symbol(int code) {
        return symbols[code];
    }

    int length(int code) {
        return lengths[code];
    }

    /** The code at a position with `rest` bytes left | its length in the text &lt;&lt; 8. */
    int find(byte[] text, int position, int rest) {
        long word = getLong(text, position);
        int candidate = hashed[hash(word)] - 1;
        if (candidate >= 0) {
            int length = lengths[candidate];
            if (length <= rest && (word & mask(length)) == symbols[candidate]) {
                return candidate | length << 8;
            }
        }
        int found = shorts[(int) word & 0xFFFF];
        if (found >>> 8 <= rest) {
            return found;
        }
        // a pair that reaches behind the end: only its first byte is ours
        return singles[(int) word & 0xFF];
    }

    /**
     * Encodes one value. Target needs twice the value's length.
     *
     * @return the end in the target
     */
    public int encode(byte[] text, int start, int end, byte[] target, int offset) {
        int to = offset;
        int position = start;
        while (position < end) {
            int found = find(text, position, end - position);
            int code = found & 0xFF;
            target[to++] = (byte) code;
            if (code == ESCAPE) {
                target[to++] = text[position];
            }
            position += found >>> 8;
        }
        return to;
    }

    /**
     * Decodes values that lie one after the other. Writes up to 7 bytes behind the last.
     *
     * @return the end in the target
     */
    public int decode(byte[] source, int start, int end, byte[] target, int offset) {
        long[] table = symbols;
        int[] sizes = lengths;
        int to = offset;
        int from = start;
        while (from < end) {
            if (from <= end - 8) {
                long codes = getLong(source, from);
                if (!hasEscape(codes)) {
                    for (int shift = 0; shift < 64; shift += 8) {
                        int code = (int) (codes >>> shift) & 0xFF;
                        putLong(target, to, table[code]);
                        to += sizes[code];
                    }
                    from += 8;
                    continue;
                }
            }
            int code = source[from++] & 0xFF;
            if (code == ESCAPE) {
                target[to++] = source[from++];
            } else {
                putLong(target, to, table[code]);
                to += sizes[code];
            }
        }
        return to;
    }

    /** Whether one of eight codes is 255: then a byte of the complement is 0. */
    private static boolean hasEscape(long codes) {
        long complement = ~codes;
        return (complement - 0x0101010101010101L & codes & 0x8080808080808080L) != 0;
    }

    public byte[] toBytes() {
        ByteOutput out = new ByteOutput(1 + 9 * count);
        out.putByte(count);
        for (int i = 0; i < count; i++) {
            out.putByte(lengths[i]);
        }
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < lengths[i]; k++) {
                out.putByte((int) (symbols[i] >>> 8 * k));
            }
        }
        return out.toByteArray();
    }

    /** A table that can decode but not encode. */
    public static Fsst read(byte[] bytes, int offset) {
        int count = bytes[offset] & 0xFF;
        Fsst table = new Fsst(count, NONE, NONE, NONE);
        int at = offset + 1 + count;
        for (int i = 0; i < count; i++) {
            int length = bytes[offset + 1 + i];
            if (length < 1 || length > 8) {
                throw new IllegalStateException("a symbol of " + length + " bytes");
            }
            table.lengths[i] = length;
            table.symbols[i] = getLong(bytes, at) & mask(length);
            at += length;
        }
        return table;
    }

    public long retainedBytes() {
        return 12L * 256 + 4L * (hashed.length + shorts.length);
    }
}
