package io.colonnade.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.scan.Morsel;
import io.colonnade.storage.scan.MorselReader;
import io.colonnade.storage.scan.TableScan;
import io.colonnade.storage.segment.SegmentFixture.Column;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.ColumnEncoding;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Every type in every encoding, with values that strain the encodings, comes back as written. */
class SegmentRoundTripTest {
    private static final long SEED = Long.getLong("seed", 20260101L);
    private static final int RUNS = Integer.getInteger("runs", 1);
    private static final List<String> ENCODINGS =
            Stream.of(ColumnEncoding.values()).map(ColumnEncoding::sqlName).toList();
    private static final int[] ROW_COUNTS = {1, 2, 17, 2047, 2048, 2049, 5000};
    private static final int FULL = SegmentFormat.MAX_ROW_GROUP_ROWS;

    @TempDir Path directory;

    private final Random random = new Random(SEED);
    private int keys;

    private void check(SqlType type, IntFunction<Object> value) {
        for (int run = 0; run < RUNS; run++) {
            check(type, ROW_COUNTS[random.nextInt(ROW_COUNTS.length)], value);
        }
    }

    /**
     * All encodings, also those that CREATE TABLE refuses for the type: writers take the nearest.
     */
    private void check(SqlType type, int rows, IntFunction<Object> value) {
        List<Object> plain = new ArrayList<>();
        List<Object> someNulls = new ArrayList<>();
        List<Object> allNulls = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            plain.add(value.apply(i));
            someNulls.add(i / 100 % 7 == 3 || random.nextInt(5) == 0 ? null : value.apply(i));
            allNulls.add(null);
        }
        List<Column> columns = new ArrayList<>();
        for (String encoding : ENCODINGS) {
            columns.add(new Column(type, encoding, plain));
            columns.add(new Column(type, encoding, someNulls));
            if (rows < FULL) {
                columns.add(new Column(type, encoding, allNulls));
            }
        }
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor segment = fixture.write("t/" + keys++, columns, 2048);
            checkEncodings(fixture, segment, columns);
            TableScan scan = new TableScan(fixture.request(List.of(segment), columns, List.of()));
            Batch batch = Batch.create(columns.stream().map(Column::type).toList());
            int first = 0;
            try (MorselReader reader = scan.openReader()) {
                for (Morsel morsel = scan.take(); morsel != null; morsel = scan.take()) {
                    reader.open(morsel);
                    for (int n = reader.next(); n > 0; n = reader.next()) {
                        for (int c = 0; c < columns.size(); c++) {
                            checkVector(reader, c, columns.get(c), first, n, batch);
                        }
                        first += n;
                    }
                }
            }
            assertEquals(rows, first);
        }
    }

    private void checkVector(
            MorselReader reader, int column, Column expected, int first, int n, Batch batch) {
        int[] few = {random.nextInt(n)};
        reader.read(column, batch.column(column), few, 1);
        checkValue(expected, first, few[0], batch, column);
        reader.read(column, batch.column(column));
        for (int i = 0; i < n; i++) {
            checkValue(expected, first, i, batch, column);
        }
    }

    private static void checkValue(
            Column expected, int first, int position, Batch batch, int column) {
        Object value = expected.values().get(first + position);
        Object read = SegmentFixture.get(batch.column(column), position);
        if (!Objects.equals(value, read)) {
            fail(
                    expected.encode()
                            + " of "
                            + expected.type()
                            + " row "
                            + (first + position)
                            + ": "
                            + read
                            + " instead of "
                            + value
                            + ", seed "
                            + SEED);
        }
    }

    /** What the user asked for is what is stored, where it suits the type. */
    private static void checkEncodings(
            SegmentFixture fixture, SegmentDescriptor segment, List<Column> columns) {
        SegmentFooter footer = fixture.store.open(segment).footer();
        for (int c = 0; c < columns.size(); c++) {
            Column column = columns.get(c);
            ColumnEncoding wanted = ColumnEncoding.of(column.encode());
            Encoding stored = footer.block(0, c).encoding();
            boolean mayDiffer =
                    wanted == ColumnEncoding.AUTO
                            || wanted == ColumnEncoding.LZO && stored == Encoding.RAW
                            || wanted == ColumnEncoding.ZSTD && stored == Encoding.RAW
                            || wanted == ColumnEncoding.BYTEDICT
                                    && column.type().physical() == PhysicalType.INT128;
            if (wanted.suits(column.type()) && !mayDiffer) {
                assertEquals(wanted.sqlName(), stored.sqlName(), column.type().toString());
            }
        }
    }

    @Test
    void booleans() {
        check(SqlType.BOOLEAN, i -> random.nextBoolean());
        check(SqlType.BOOLEAN, i -> i > 1000);
        check(SqlType.BOOLEAN, i -> true);
    }

    @Test
    void integers() {
        for (SqlType type : List.of(SqlType.INTEGER, SqlType.DATE)) {
            check(type, i -> (long) random.nextInt());
            check(type, i -> random.nextInt(9) > 0 ? 5L : random.nextInt());
            check(type, i -> (long) (random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE));
            check(type, i -> 42L);
            check(type, i -> i / 100L * 1000 - 7);
            check(type, i -> i * 3L + random.nextInt(3));
        }
        check(SqlType.SMALLINT, i -> (long) (short) random.nextInt());
        check(SqlType.SMALLINT, i -> (long) (short) (random.nextInt() >> random.nextInt(32)));
    }

    @Test
    void longs() {
        check(SqlType.BIGINT, i -> random.nextLong());
        check(SqlType.BIGINT, i -> random.nextLong() >> random.nextInt(64));
        check(SqlType.BIGINT, i -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE);
        check(SqlType.BIGINT, i -> random.nextInt(99) > 0 ? i : random.nextLong());
        check(SqlType.BIGINT, i -> random.nextInt(99) > 0 ? -i : Long.MAX_VALUE);
        check(SqlType.BIGINT, i -> Long.MIN_VALUE);
        check(SqlType.BIGINT, i -> random.nextInt(50) * 1_000_003_000_000_007L);
        check(SqlType.BIGINT, i -> random.nextInt(400) * 1_000_003_000_000_007L);
        check(SqlType.TIMESTAMP, i -> 1_700_000_000_000_000L + i * 1_000_000L);
        check(SqlType.TIMESTAMPTZ, i -> 1_700_000_000_000_000L + random.nextInt(1 << 30));
        check(SqlType.decimal(18, 2), i -> random.nextInt(1_000_000) * 5L);
        check(SqlType.decimal(18, 2), FULL, i -> i / 7L * 13 + random.nextInt(5));
    }

    @Test
    void doubles() {
        double[] special = {
            0.0,
            -0.0,
            Double.NaN,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            1e300
        };
        for (SqlType type : List.of(SqlType.DOUBLE, SqlType.REAL)) {
            boolean real = type.equals(SqlType.REAL);
            check(type, i -> round(real, random.nextGaussian()));
            check(type, i -> round(real, random.nextInt(10_000) / 100.0));
            check(type, i -> round(real, random.nextInt(1_000_000_000) / 1e7));
            check(type, i -> round(real, random.nextInt(30) > 0 ? i / 10.0 : special[i % 8]));
            check(type, i -> round(real, special[random.nextInt(special.length)]));
            check(type, i -> round(real, Double.longBitsToDouble(random.nextLong())));
        }
        check(SqlType.DOUBLE, FULL, i -> 1000 * random.nextGaussian());
    }

    private static Object round(boolean real, double value) {
        return real ? (double) (float) value : value;
    }

    @Test
    void wideDecimals() {
        SqlType type = SqlType.decimal(38, 4);
        check(type, i -> new BigInteger(126, random).negate());
        check(type, i -> BigInteger.valueOf(random.nextInt(1000)));
        check(type, i -> BigInteger.TEN.pow(20).add(BigInteger.valueOf(i)));
        BigInteger largest = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        check(type, i -> random.nextBoolean() ? largest : largest.negate());
    }

    @Test
    void texts() {
        String[] words = {"", "a", "carefully", "furiously", "Customer#000000001", "x".repeat(300)};
        check(SqlType.VARCHAR, i -> words[random.nextInt(words.length)]);
        check(SqlType.VARCHAR, i -> "");
        check(SqlType.VARCHAR, i -> "Customer#" + random.nextInt());
        check(SqlType.VARCHAR, i -> i % 3 == 0 ? " " : "  two " + random.nextInt(300) + " words ");
        check(SqlType.character(20), i -> "row " + i / 50);
        check(SqlType.VARCHAR, FULL, i -> words[i % 5] + " " + random.nextInt(1 << i % 24));
        check(
                SqlType.VARCHAR,
                i -> {
                    byte[] bytes = new byte[random.nextInt(40)];
                    random.nextBytes(bytes);
                    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
                });
        String[] long64 = {"", "z".repeat(65_535), " ".repeat(65_535), "a ".repeat(32_767)};
        check(SqlType.VARCHAR, 40, i -> long64[random.nextInt(4)]);
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
