package io.colonnade.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.scan.TableScan;
import io.colonnade.storage.segment.SegmentFixture.Column;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Every type in every encoding, with values that strain the encodings, comes back as written. */
class SegmentRoundTripTest {
    private static final long SEED = Long.getLong("seed", 20260101L);
    private static final List<String> NUMBERS =
            List.of("", "raw", "az64", "runlength", "bytedict", "mostly16", "delta", "lzo", "zstd");
    private static final List<String> TEXTS =
            List.of("", "raw", "bytedict", "text255", "text32k", "runlength", "lzo", "zstd");
    private static final int[] ROW_COUNTS = {1, 63, 2048, 2049, 5000};

    @TempDir Path directory;

    private final Random random = new Random(SEED);
    private int keys;

    private void check(SqlType type, List<String> encodings, IntFunction<Object> value) {
        List<Column> columns = new ArrayList<>();
        int rows = ROW_COUNTS[random.nextInt(ROW_COUNTS.length)];
        List<Object> plain = new ArrayList<>();
        List<Object> someNulls = new ArrayList<>();
        List<Object> allNulls = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            plain.add(value.apply(i));
            someNulls.add(i / 100 % 7 == 3 || random.nextInt(5) == 0 ? null : value.apply(i));
            allNulls.add(null);
        }
        for (String encoding : encodings) {
            columns.add(new Column(type, encoding, plain));
            columns.add(new Column(type, encoding, someNulls));
            columns.add(new Column(type, encoding, allNulls));
        }
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor segment = fixture.write("t/" + keys++, columns, 777);
            TableScan scan = new TableScan(fixture.request(List.of(segment), columns, List.of()));
            List<SqlType> types = columns.stream().map(Column::type).toList();
            List<List<Object>> read = SegmentFixture.rows(scan, types);
            assertEquals(rows, read.size());
            for (int i = 0; i < rows; i++) {
                for (int c = 0; c < columns.size(); c++) {
                    int row = i;
                    int column = c;
                    assertEquals(
                            columns.get(c).values().get(i),
                            read.get(i).get(c),
                            () ->
                                    columns.get(column).encode()
                                            + " of "
                                            + type
                                            + " row "
                                            + row
                                            + " seed "
                                            + SEED);
                }
            }
        }
    }

    @Test
    void booleans() {
        List<String> encodings = List.of("", "raw", "runlength", "bytedict", "lzo", "zstd");
        check(SqlType.BOOLEAN, encodings, i -> random.nextBoolean());
        check(SqlType.BOOLEAN, encodings, i -> i > 1000);
    }

    @Test
    void integers() {
        for (SqlType type : List.of(SqlType.INTEGER, SqlType.DATE)) {
            check(type, NUMBERS, i -> (long) random.nextInt());
            check(
                    type,
                    NUMBERS,
                    i -> (long) (random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE));
            check(type, NUMBERS, i -> 42L);
            check(type, NUMBERS, i -> i / 100L * 1000 - 7);
        }
        check(SqlType.SMALLINT, NUMBERS, i -> (long) (short) random.nextInt());
    }

    @Test
    void longs() {
        check(SqlType.BIGINT, NUMBERS, i -> random.nextLong());
        check(SqlType.BIGINT, NUMBERS, i -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE);
        check(SqlType.BIGINT, NUMBERS, i -> Long.MIN_VALUE);
        check(SqlType.BIGINT, NUMBERS, i -> random.nextInt(50) * 1_000_003_000_000_007L);
        check(SqlType.TIMESTAMP, NUMBERS, i -> 1_700_000_000_000_000L + i * 1_000_000L);
        for (int width = 0; width < 64; width++) {
            int bits = width;
            check(SqlType.decimal(18, 2), List.of("az64"), i -> random.nextLong() >>> 63 - bits);
        }
    }

    @Test
    void doubles() {
        List<String> encodings = List.of("", "raw", "runlength", "bytedict", "lzo", "zstd");
        double[] special = {
            0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY, 1e300
        };
        for (SqlType type : List.of(SqlType.DOUBLE, SqlType.REAL)) {
            boolean real = type.equals(SqlType.REAL);
            check(type, encodings, i -> round(real, random.nextGaussian()));
            check(type, encodings, i -> round(real, random.nextInt(10_000) / 100.0));
            check(type, encodings, i -> round(real, special[random.nextInt(special.length)]));
        }
    }

    private static Object round(boolean real, double value) {
        return real ? (double) (float) value : value;
    }

    @Test
    void wideDecimals() {
        SqlType type = SqlType.decimal(38, 4);
        check(type, NUMBERS, i -> new BigInteger(126, random).negate());
        check(type, NUMBERS, i -> BigInteger.valueOf(random.nextInt(1000)));
        BigInteger largest = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        check(type, NUMBERS, i -> random.nextBoolean() ? largest : largest.negate());
    }

    @Test
    void texts() {
        String[] words = {"", "a", "carefully", "furiously", "Customer#000000001", "x".repeat(300)};
        check(SqlType.VARCHAR, TEXTS, i -> words[random.nextInt(words.length)]);
        check(SqlType.VARCHAR, TEXTS, i -> "");
        check(SqlType.VARCHAR, TEXTS, i -> "Customer#" + random.nextInt());
        check(SqlType.character(20), TEXTS, i -> "row " + i / 50);
        check(
                SqlType.VARCHAR,
                TEXTS,
                i -> {
                    byte[] bytes = new byte[random.nextInt(40)];
                    random.nextBytes(bytes);
                    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
                });
    }

    @Test
    void longTextsCutRowGroupsShort() {
        String long1 = "y".repeat(SegmentFormat.MAX_VALUE_BYTES);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            char[] chars = new char[i % 50 == 0 ? SegmentFormat.MAX_VALUE_BYTES : 20_000];
            for (int k = 0; k < chars.length; k++) {
                chars[k] = (char) random.nextInt(256);
            }
            values.add(i == 7 ? null : i == 9 ? long1 : new String(chars));
        }
        List<Column> columns =
                List.of(
                        new Column(SqlType.VARCHAR, "raw", values),
                        new Column(SqlType.VARCHAR, "", values),
                        new Column(SqlType.VARCHAR, "lzo", values));
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor segment = fixture.write("t/long", columns, 10);
            assertTrue(segment.getRowGroups() > 5, "row groups " + segment.getRowGroups());
            for (var block : fixture.store.open(segment).footer().blocks()) {
                assertTrue(block.length() <= SegmentFormat.MAX_BLOCK_BYTES);
            }
            TableScan scan = new TableScan(fixture.request(List.of(segment), columns, List.of()));
            List<SqlType> types = columns.stream().map(Column::type).toList();
            List<List<Object>> read = SegmentFixture.rows(scan, types);
            assertEquals(values.size(), read.size());
            for (int i = 0; i < values.size(); i++) {
                for (Object value : read.get(i)) {
                    assertEquals(values.get(i), value);
                }
            }
        }
    }
}
