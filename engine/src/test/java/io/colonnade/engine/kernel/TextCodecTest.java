package io.colonnade.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;

/** Values to text and back, against the JDK's own conversions. */
class TextCodecTest {
    private final Random random = new Random(Long.getLong("seed", 42));
    private final byte[] buffer = new byte[100];

    private static byte[] bytes(String text) {
        // in the middle of an array, as values of a heap are
        return ("#" + text + "#").getBytes(StandardCharsets.UTF_8);
    }

    private String written(int end) {
        return new String(buffer, 3, end - 3, StandardCharsets.UTF_8);
    }

    private long anyLong() {
        return random.nextLong() >> random.nextInt(64);
    }

    @Test
    void integers() {
        for (int i = 0; i < 20_000; i++) {
            long value = i == 0 ? Long.MIN_VALUE : i == 1 ? Long.MAX_VALUE : anyLong();
            String text = Long.toString(value);
            assertEquals(text, written(IntegerText.write(value, buffer, 3)));
            assertEquals(value, IntegerText.parseBigint(bytes(text), 1, text.length()));
        }
    }

    @Test
    void shortDecimals() {
        for (int i = 0; i < 20_000; i++) {
            int scale = random.nextInt(0, 12);
            long value = anyLong() / 10;
            String text = BigDecimal.valueOf(value, scale).toPlainString();
            assertEquals(text, written(DecimalText.write(value, scale, buffer, 3)));
            int target = random.nextInt(0, 7);
            BigDecimal expected = new BigDecimal(text).setScale(target, RoundingMode.HALF_UP);
            if (expected.precision() <= 18) {
                long parsed = DecimalText.parse(bytes(text), 1, text.length(), 18, target);
                assertEquals(expected.unscaledValue().longValue(), parsed, text);
            }
        }
    }

    @Test
    void longDecimals() {
        Int128Vector target = new Int128Vector(1);
        for (int i = 0; i < 20_000; i++) {
            int scale = random.nextInt(0, 39);
            BigInteger value = new BigInteger(random.nextInt(1, 126), random);
            value = random.nextBoolean() ? value.negate() : value;
            String text = new BigDecimal(value, scale).toPlainString();
            SqlType type = SqlType.decimal(38, scale);
            DecimalText.parse(bytes(text), 1, text.length(), type, target, 0);
            long high = target.high()[0];
            long low = target.low()[0];
            assertEquals(value, Int128.toBig(high, low), text);
            assertEquals(text, written(DecimalText.write(high, low, scale, buffer, 3)));
        }
    }

    @Test
    void doubles() {
        for (int i = 0; i < 50_000; i++) {
            double value =
                    i % 3 == 0
                            ? Double.longBitsToDouble(random.nextLong())
                            : i % 3 == 1 ? anyLong() / 1000.0 : random.nextInt() * 0.01;
            if (Double.isNaN(value)) {
                continue;
            }
            String text = written(DoubleText.write(value, buffer, 3));
            assertEquals(value, Double.parseDouble(text), text);
            assertTrue(text.length() <= Double.toString(value).length() + 3, text);
            assertEquals(value, DoubleText.parse(bytes(text), 1, text.length()), text);
            float single = (float) value;
            String real = written(DoubleText.writeReal(single, buffer, 3));
            assertEquals(single, Float.parseFloat(real), real);
        }
    }

    @Test
    void dates() {
        for (int i = 0; i < 20_000; i++) {
            LocalDate date = LocalDate.ofEpochDay(random.nextInt(-700_000, 2_000_000));
            String text = written(DateText.write((int) date.toEpochDay(), buffer, 3));
            if (date.getYear() <= 9999) {
                assertEquals(date.toString(), text);
            }
            assertEquals(date.toEpochDay(), DateText.parse(bytes(text), 1, text.length()), text);
        }
        assertEquals("4714-11-24 BC", written(DateText.write(-2_440_588, buffer, 3)));
    }

    @Test
    void timestamps() {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        for (int i = 0; i < 20_000; i++) {
            long seconds = random.nextLong(-30_000_000_000L, 100_000_000_000L);
            long fraction = i % 2 == 0 ? 0 : random.nextInt(1_000_000);
            long micros = seconds * 1_000_000 + fraction;
            String text = written(TimestampText.write(micros, buffer, 3));
            LocalDateTime time =
                    LocalDateTime.ofEpochSecond(seconds, (int) fraction * 1000, ZoneOffset.UTC);
            assertEquals(time.toLocalDate() + " ", text.substring(0, text.indexOf(' ') + 1));
            assertEquals(micros, TimestampText.parse(bytes(text), 1, text.length()), text);
            String zoned = written(TimestampText.writeZoned(micros, zone, buffer, 3));
            assertEquals(
                    micros,
                    TimestampText.parseZoned(bytes(zoned), 1, zoned.length(), ZoneOffset.UTC),
                    zoned);
        }
        assertEquals(
                "1970-01-01 05:30:00+05:30", written(TimestampText.writeZoned(0, zone, buffer, 3)));
    }
}
