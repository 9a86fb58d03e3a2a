package io.colonnade.leader.pgwire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/** Text and binary forms of values, against Java's own. */
class ValueTextTest {
    private interface Writing {
        int write(byte[] target, int offset);
    }

    private static String text(Writing writing) {
        byte[] target = new byte[200];
        int end = writing.write(target, 7);
        return new String(target, 7, end - 7, StandardCharsets.US_ASCII);
    }

    private static Random random() {
        return new Random(Long.getLong("seed", 7L));
    }

    /** Small and large values alike. */
    private static long anyLong(Random random) {
        return random.nextLong() >> random.nextInt(64);
    }

    @Test
    void wholeNumbers() {
        Random random = random();
        for (int i = 0; i < 100_000; i++) {
            long value = i == 0 ? Long.MIN_VALUE : anyLong(random);
            assertEquals(Long.toString(value), text((t, o) -> NumberText.whole(value, t, o)));
        }
    }

    @Test
    void decimals() {
        Random random = random();
        for (int i = 0; i < 50_000; i++) {
            long value = anyLong(random);
            int scale = random.nextInt(19);
            assertEquals(
                    BigDecimal.valueOf(value, scale).toPlainString(),
                    text((t, o) -> NumberText.decimal(value, scale, t, o)));
            BigInteger big = new BigInteger(random.nextInt(127), random);
            BigInteger wide = random.nextBoolean() ? big : big.negate();
            long[] halves = TestBatches.halves(wide);
            assertEquals(
                    new BigDecimal(wide, scale * 2).toPlainString(),
                    text((t, o) -> NumberText.decimal(halves[0], halves[1], scale * 2, t, o)));
        }
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
        "0, 1, 0",
        "-0.0, 1, -0",
        "1, 1, 1",
        "0.1, 1, 0.1",
        "-2.5, 1, -2.5",
        "100000000000000, 1, 100000000000000",
        "1e15, 1, 1e+15",
        "1e14, 1, 100000000000000",
        "123456789012345680, 1, 1.2345678901234568e+17",
        "0.0001, 1, 0.0001",
        "0.00001, 1, 1e-05",
        "1.5e-7, 1, 1.5e-07",
        "1e300, 1, 1e+300",
        "NaN, 1, NaN",
        "-Infinity, 1, -Infinity",
        "0.1, 0, 0.1",
        "0.30000000000000004, 0, 0.3",
        "123456789.123456789, 0, 123456789.123457",
        "1e15, 0, 1e+15",
        "123456.789, -9, 123457",
    })
    void doubles(double value, int extraDigits, String expected) {
        assertEquals(expected, text((t, o) -> NumberText.float8(value, extraDigits, t, o)));
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.5",
        "0.1, 0.1",
        "100000, 100000",
        "1000000, 1e+06",
        "1234567, 1.234567e+06",
        "16777216, 1.6777216e+07",
        "0.0001, 0.0001",
        "0.00001, 1e-05"
    })
    void reals(float value, String expected) {
        assertEquals(expected, text((t, o) -> NumberText.float4(value, 1, t, o)));
    }

    @Test
    void datesAndTimes() {
        Random random = random();
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
        for (int i = 0; i < 50_000; i++) {
            long day = random.nextLong(-719_162, 2_932_896);
            assertEquals(
                    LocalDate.ofEpochDay(day).toString(), text((t, o) -> TimeText.date(day, t, o)));
            long micros = day * TimeText.MICROS_PER_DAY + random.nextLong(TimeText.MICROS_PER_DAY);
            LocalDateTime stamp =
                    LocalDateTime.ofEpochSecond(
                            Math.floorDiv(micros, 1_000_000L),
                            (int) Math.floorMod(micros, 1_000_000L) * 1000,
                            ZoneOffset.UTC);
            assertEquals(
                    format.format(stamp).replaceAll("\\.?0+$", ""),
                    text((t, o) -> TimeText.timestamp(micros, t, o)).replaceAll("\\.?0+$", ""));
        }
        assertEquals("0044-03-15 BC", text((t, o) -> TimeText.date(-735160, t, o)));
        assertEquals("12345-01-01", text((t, o) -> TimeText.date(3789391, t, o)));
    }

    @Test
    void zones() {
        Random random = random();
        ZoneId zone = ZoneId.of("America/New_York");
        ZoneOffsets offsets = new ZoneOffsets(zone);
        for (int i = 0; i < 100_000; i++) {
            long second = random.nextLong(-5_000_000_000L, 5_000_000_000L);
            assertEquals(
                    zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds(),
                    offsets.secondsAt(second));
        }
        ZoneOffsets odd = new ZoneOffsets(ZoneOffset.ofHoursMinutesSeconds(-1, -2, -3));
        assertEquals(
                "1969-12-31 22:57:57-01:02:03",
                text((t, o) -> TimeText.timestampWithZone(0, odd, t, o)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00:00:00",
        "86400000000, 1 day",
        "-86400000000, -1 days",
        "90000000001, 1 day 01:00:00.000001",
        "-90000000000, -1 days -01:00:00",
        "172800500000, 2 days 00:00:00.5",
        "-1, -00:00:00.000001"
    })
    void dayTimeIntervals(long micros, String expected) {
        assertEquals(expected, text((t, o) -> TimeText.dayTime(micros, t, o)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00:00:00",
        "1, 1 mon",
        "12, 1 year",
        "26, 2 years 2 mons",
        "-13, -1 years -1 mons"
    })
    void monthIntervals(long months, String expected) {
        assertEquals(expected, text((t, o) -> TimeText.months(months, t, o)));
    }
}
