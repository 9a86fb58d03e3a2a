package io.colonnade.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;

/** LIKE and substring search against java.util.regex and String on random texts. */
class LikePatternTest {
    private final Random random = new Random(Long.getLong("seed", 42));

    private String any(String alphabet, int most) {
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most + 1);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int c : pattern.codePoints().toArray()) {
            regex.append(
                    switch (c) {
                        case '%' -> ".*";
                        case '_' -> ".";
                        default -> Pattern.quote(Character.toString(c));
                    });
        }
        return regex.toString();
    }

    @Test
    void patterns() {
        for (int i = 0; i < 30_000; i++) {
            String alphabet = i % 2 == 0 ? "ab" : "a\u00e9\u20ac\ud83d\ude00";
            String pattern = any(alphabet + "%%_", 7);
            byte[] p = pattern.getBytes(StandardCharsets.UTF_8);
            LikePattern like = LikePattern.compile(p, 0, p.length, '\\');
            Pattern reference = Pattern.compile(regex(pattern), Pattern.DOTALL);
            for (int k = 0; k < 5; k++) {
                String text = any(alphabet, 12);
                byte[] b = ("ab" + text + "ba").getBytes(StandardCharsets.UTF_8);
                assertEquals(
                        reference.matcher(text).matches(),
                        like.matches(b, 2, b.length - 4),
                        () -> text + " LIKE " + pattern);
            }
        }
    }

    /** Texts that lie one after the other are searched as one. */
    @Test
    void adjacentTexts() {
        for (int i = 0; i < 2_000; i++) {
            String alphabet = i % 2 == 0 ? "ab" : "a\u00e9\u20ac\ud83d\ude00";
            byte[] p = ("%" + any(alphabet + "%_", 4) + "%").getBytes(StandardCharsets.UTF_8);
            LikePattern like = LikePattern.compile(p, 0, p.length, '\\');
            int n = random.nextInt(100);
            int[] starts = new int[n];
            int[] lengths = new int[n];
            ByteArrayOutputStream heap = new ByteArrayOutputStream();
            for (int row = 0; row < n; row++) {
                byte[] text = any(alphabet, i % 20).getBytes(StandardCharsets.UTF_8);
                starts[row] = heap.size();
                lengths[row] = text.length;
                heap.writeBytes(text);
            }
            byte[] bytes = heap.toByteArray();
            int flip = random.nextInt(2);
            byte[] found = new byte[n];
            like.test(bytes, starts, lengths, null, n, flip, found);
            for (int row = 0; row < n; row++) {
                int expected = (like.matches(bytes, starts[row], lengths[row]) ? 1 : 0) ^ flip;
                assertEquals(expected, found[row], "row " + row + " of round " + i);
            }
        }
    }

    @Test
    void search() {
        for (int i = 0; i < 50_000; i++) {
            String text = any("aab", 40);
            String sought = any("aab", 6);
            byte[] b = ("ab" + text + "ab").getBytes(StandardCharsets.UTF_8);
            byte[] needle = ("b" + sought).getBytes(StandardCharsets.UTF_8);
            int expected = text.indexOf(sought);
            assertEquals(
                    expected < 0 ? -1 : expected + 2,
                    TextSearch.indexOf(b, 2, b.length - 2, needle, 1, sought.length()),
                    () -> text + " in " + sought);
        }
    }
}
