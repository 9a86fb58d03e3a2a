package io.colonnade.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Symbol tables: whatever text they were trained on, every value comes back by itself. */
class FsstTest {
    private static final long SEED = Long.getLong("seed", 20260104L);

    private final Random random = new Random(SEED);

    private static Fsst train(List<byte[]> values) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int[] ends = new int[values.size()];
        for (int i = 0; i < ends.length; i++) {
            text.writeBytes(values.get(i));
            ends[i] = text.size();
        }
        text.writeBytes(new byte[Fsst.PADDING]);
        return new FsstTrainer().train(text.toByteArray(), ends);
    }

    private static int roundTrip(Fsst table, byte[] value) {
        byte[] source = Arrays.copyOf(value, value.length + Fsst.PADDING);
        // what follows in memory must not matter
        Arrays.fill(source, value.length, source.length, (byte) 'e');
        byte[] encoded = new byte[2 * value.length + 10];
        int end = table.encode(source, 0, value.length, encoded, 1);
        byte[] stored = table.toBytes();
        Fsst read = Fsst.read(Arrays.copyOf(stored, stored.length + 8), 0);
        byte[] decoded = new byte[value.length + Fsst.PADDING];
        assertEquals(value.length, read.decode(encoded, 1, end, decoded, 0));
        assertArrayEquals(value, Arrays.copyOf(decoded, value.length));
        return end - 1;
    }

    private byte[] sentence() {
        String[] words = {
            "carefully ", "final ", "deposits ", "sleep ", "furiously ", "even ", "the "
        };
        StringBuilder text = new StringBuilder();
        while (text.length() < 40) {
            text.append(words[random.nextInt(words.length)]);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(50)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void wordsShrinkToAThird() {
        List<byte[]> values = IntStream.range(0, 500).mapToObj(i -> sentence()).toList();
        Fsst table = train(values);
        int before = 0;
        int after = 0;
        for (byte[] value : values) {
            before += value.length;
            after += roundTrip(table, value);
        }
        assertTrue(3 * after < before, after + " of " + before + ", seed " + SEED);
    }

    @Test
    void textItWasNotTrainedOn() {
        Fsst words = train(IntStream.range(0, 100).mapToObj(i -> sentence()).toList());
        Fsst bytes = train(IntStream.range(0, 300).mapToObj(i -> noise()).toList());
        Fsst nothing = train(List.of());
        for (int i = 0; i < 200; i++) {
            for (Fsst table : List.of(words, bytes, nothing)) {
                roundTrip(table, noise());
                roundTrip(table, sentence());
            }
        }
        roundTrip(words, new byte[0]);
        roundTrip(words, new byte[100]);
        roundTrip(nothing, new byte[] {-1, -1, 0, 127});
    }

    @Test
    void zerosAtTheEndAreNotTakenForText() {
        List<byte[]> values = IntStream.range(0, 200).mapToObj(i -> new byte[i % 9]).toList();
        Fsst table = train(values);
        for (byte[] value : values) {
            roundTrip(table, value);
        }
    }

    @Test
    void aDamagedTableIsRefused() {
        byte[] bytes = new byte[100];
        bytes[0] = 3;
        bytes[1] = 9;
        assertThrows(IllegalStateException.class, () -> Fsst.read(bytes, 0));
    }
}
