package io.colonnade.storage.encoding;

import java.util.Arrays;

/**
 * Finds a good symbol table for a sample of text. Owned by one column writer.
 *
 * <pre>
 * table = no symbols
 * five times:
 *   encode the sample with the table, counting the symbols and the pairs of neighbours
 *   candidates = symbols, bytes that had to be escaped, and pairs put together (up to 8 bytes)
 *   table = the 255 candidates that cover most bytes of the sample (count x length)
 * </pre>
 */
public final class FsstTrainer {
    private static final int ROUNDS = 5;

    /** Codes while counting: symbols 0..254, then escaped bytes. */
    private static final int CODES = 512;

    private static final int FIRST_BYTE = 256;

    /** Rarer pairs are chance. */
    private static final int MIN_COUNT = 4;

    /** A byte without symbol costs an escape: better to have one for it than for a rare pair. */
    private static final int SINGLE_BYTE_WEIGHT = 8;

    private static final int MAX_CANDIDATES = 1 << 14;

    private final int[] counts = new int[CODES];
    private final int[] pairs = new int[CODES * CODES];
    private final long[] candidates = new long[MAX_CANDIDATES];
    private final int[] lengths = new int[MAX_CANDIDATES];
    private final long[] gains = new long[MAX_CANDIDATES];
    private int candidateCount;

    /**
     * @param text the sample's values, one after the other, with padding behind
     * @param ends end of each value in text; the first starts at 0
     */
    public Fsst train(byte[] text, int[] ends) {
        Fsst table = Fsst.of(candidates, lengths, 0);
        for (int round = 0; round < ROUNDS; round++) {
            count(table, text, ends);
            collect(table, round == ROUNDS - 1);
            table = best();
        }
        return table;
    }

    private void count(Fsst table, byte[] text, int[] ends) {
        Arrays.fill(counts, 0);
        Arrays.fill(pairs, 0);
        int position = 0;
        for (int value = 0; value < ends.length; value++) {
            int last = -1;
            while (position < ends[value]) {
                int found = table.find(text, position, ends[value] - position);
                int code = found & 0xFF;
                if (code == Fsst.ESCAPE) {
                    code = FIRST_BYTE + (text[position] & 0xFF);
                }
                counts[code]++;
                if (last >= 0) {
                    pairs[last * CODES + code]++;
                }
                last = code;
                position += found >>> 8;
            }
        }
    }

    private static long symbol(Fsst table, int code) {
        return code >= FIRST_BYTE ? code - FIRST_BYTE : table.symbol(code);
    }

    private static int length(Fsst table, int code) {
        return code >= FIRST_BYTE ? 1 : table.length(code);
    }

    private void collect(Fsst table, boolean lastRound) {
        candidateCount = 0;
        for (int code = 0; code < CODES; code++) {
            if (counts[code] == 0) {
                continue;
            }
            int length = length(table, code);
            long weight = length == 1 ? SINGLE_BYTE_WEIGHT : length;
            add(symbol(table, code), length, weight * counts[code]);
            if (lastRound) {
                continue;
            }
            for (int next = 0; next < CODES; next++) {
                int count = pairs[code * CODES + next];
                if (count >= MIN_COUNT) {
                    addPair(table, code, next, count);
                }
            }
        }
    }

    private void addPair(Fsst table, int code, int next, int count) {
        int length = length(table, code);
        int whole = Math.min(8, length + length(table, next));
        if (length < 8) {
            long joined = symbol(table, code) | symbol(table, next) << 8 * length;
            add(joined, whole, (long) count * whole);
        }
    }

    private void add(long symbol, int length, long gain) {
        if (candidateCount < MAX_CANDIDATES) {
            candidates[candidateCount] = symbol;
            lengths[candidateCount] = length;
            gains[candidateCount++] = gain;
        }
    }

    /** The table of the candidates with the largest gains; equal ones put together. */
    private Fsst best() {
        mergeEqual();
        long[] order = new long[candidateCount];
        for (int i = 0; i < candidateCount; i++) {
            order[i] = gains[i] << 16 | i;
        }
        Arrays.sort(order);
        long[] sorted = new long[candidateCount];
        int[] sortedLengths = new int[candidateCount];
        for (int i = 0; i < candidateCount; i++) {
            int from = (int) order[candidateCount - 1 - i] & 0xFFFF;
            sorted[i] = candidates[from];
            sortedLengths[i] = lengths[from];
        }
        return Fsst.of(sorted, sortedLengths, candidateCount);
    }

    private void mergeEqual() {
        int[] table = new int[2 * MAX_CANDIDATES];
        int kept = 0;
        for (int i = 0; i < candidateCount; i++) {
            long key = candidates[i] * 0x9E3779B97F4A7C15L + lengths[i];
            int slot = (int) (key >>> 40) & table.length - 1;
            while (table[slot] != 0 && !same(table[slot] - 1, i)) {
                slot = slot + 1 & table.length - 1;
            }
            if (table[slot] == 0) {
                candidates[kept] = candidates[i];
                lengths[kept] = lengths[i];
                gains[kept++] = gains[i];
                table[slot] = kept;
            } else {
                gains[table[slot] - 1] += gains[i];
            }
        }
        candidateCount = kept;
    }

    private boolean same(int a, int b) {
        return candidates[a] == candidates[b] && lengths[a] == lengths[b];
    }
}
