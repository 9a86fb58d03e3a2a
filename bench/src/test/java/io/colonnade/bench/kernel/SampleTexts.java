package io.colonnade.bench.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A batch of texts of seven words out of fifty, one after the other, and a LIKE for two of them.
 */
final class SampleTexts {
    static final int ROWS = 2048;

    private static final int WORDS = 50;
    private static final int WORDS_PER_TEXT = 7;

    final int[] starts = new int[ROWS];
    final int[] lengths = new int[ROWS];
    final byte[] heap;
    final byte[] like;

    SampleTexts(long seed) {
        Random random = new Random(seed);
        String[] words = new String[WORDS];
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            random.ints(3 + random.nextInt(7), 'a', 'z' + 1).forEach(word::appendCodePoint);
            words[i] = word.toString();
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            starts[row] = text.length();
            for (int word = 0; word < WORDS_PER_TEXT; word++) {
                text.append(words[random.nextInt(WORDS)]).append(' ');
            }
            lengths[row] = text.length() - starts[row];
        }
        heap = text.toString().getBytes(StandardCharsets.US_ASCII);
        like = ("%" + words[3] + "%" + words[7] + "%").getBytes(StandardCharsets.US_ASCII);
    }
}
