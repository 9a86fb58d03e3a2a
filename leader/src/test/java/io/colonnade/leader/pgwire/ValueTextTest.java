package io.colonnade.leader.pgwire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/** Text and binary forms of values, against Java's own. */
class ValueTextTest {
    private static Random random() {
        return new Random(Long.getLong("seed", 7L));
    }

    @Test
    void numericsInBinaryReadBackTheSame() {
        Random random = random();
        for (int i = 0; i < 50_000; i++) {
            BigInteger big = new BigInteger(random.nextInt(126), random);
            BigInteger unscaled = random.nextBoolean() ? big : big.negate();
            int scale = random.nextInt(39);
            long[] halves = TestBatches.halves(unscaled);
            WireBuffer out = new WireBuffer(8);
            new NumericWriter(scale).write(halves[0], halves[1], out);
            BigDecimal expected = new BigDecimal(unscaled, scale);
            assertEquals(0, expected.compareTo(read(out)), expected.toPlainString());
        }
    }

    /** Follows the format's definition, digit by digit. */
    private static BigDecimal read(WireBuffer out) {
        ByteBuffer in = ByteBuffer.wrap(out.array(), 0, out.size());
        assertEquals(out.size() - 4, in.getInt());
        int groups = in.getShort();
        int weight = in.getShort();
        int sign = in.getShort();
        in.getShort();
        BigDecimal value = BigDecimal.ZERO;
        for (int i = 0; i < groups; i++) {
            value =
                    value.add(
                            BigDecimal.valueOf(in.getShort()).scaleByPowerOfTen(4 * (weight - i)));
        }
        return sign == 0 ? value : value.negate();
    }

    /** Expected texts are PostgreSQL's. */
    @ParameterizedTest
    @CsvSource({
        "0.1, 1, 0.1",
        "0.30000000000000004, 1, 0.30000000000000004",
        "0.30000000000000004, 0, 0.3",
        "123456789.123456789, 0, 123456789.123457",
        "1e15, 0, 1e+15",
        "NaN, 0, NaN",
        "-Infinity, 1, -Infinity",
        "123456.789, -9, 123457",
    })
    void doubles(double value, int extraDigits, String expected) {
        assertEquals(expected, text(SqlType.DOUBLE, extraDigits, value));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1, 0.1", "0.1, 0, 0.1", "1.2345678, 0, 1.23457", "1.2345678, 1, 1.2345678"})
    void reals(float value, int extraDigits, String expected) {
        assertEquals(expected, text(SqlType.REAL, extraDigits, value));
    }

    private static String text(SqlType type, int extraDigits, Object value) {
        WireBuffer out = new WireBuffer(8);
        TextEncoders.create(type, new OutputStyle(ZoneOffset.UTC, extraDigits))
                .write(TestBatches.vector(type, List.of(value)), 0, out);
        return new String(out.array(), 4, out.size() - 4, StandardCharsets.UTF_8);
    }
}
