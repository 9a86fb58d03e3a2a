package io.colonnade.storage.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.scan.TableScan;
import io.colonnade.storage.segment.SegmentFixture.Column;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The stored bytes: what was written once stays readable, and damage is found and named. */
class SegmentFormatTest {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column(SqlType.BOOLEAN, "", Arrays.asList(true, null, false, true)),
                    new Column(SqlType.INTEGER, "az64", Arrays.asList(1L, 2L, null, -400L)),
                    new Column(SqlType.BIGINT, "raw", List.of(1L, Long.MIN_VALUE, 3L, 4L)),
                    new Column(SqlType.DATE, "runlength", List.of(9000L, 9000L, 9000L, 9001L)),
                    new Column(SqlType.decimal(12, 2), "bytedict", List.of(5L, 5L, 1L << 40, 5L)),
                    new Column(
                            SqlType.decimal(38, 0),
                            "",
                            Arrays.asList(BigInteger.TWO.pow(100), null, BigInteger.ONE, null)),
                    new Column(SqlType.DOUBLE, "", List.of(0.25, -1.5, 1e300, 0.0)),
                    new Column(SqlType.REAL, "", List.of(0.5, 0.5, 2.5, 100.0)),
                    new Column(SqlType.VARCHAR, "raw", Arrays.asList("plain", "", null, "text")),
                    new Column(SqlType.VARCHAR, "text255", List.of("blue", "red", "red", "blue")),
                    new Column(SqlType.VARCHAR, "zstd", List.of("z".repeat(90), "z", "zz", "")),
                    new Column(SqlType.VARCHAR, "lzo", List.of("l".repeat(90), "l", "ll", "")),
                    new Column(SqlType.character(4), "", Arrays.asList(null, null, null, null)),
                    new Column(
                            SqlType.VARCHAR,
                            "",
                            List.of(
                                    "carefully final deposits sleep ".repeat(4),
                                    "furiously final deposits sleep ".repeat(4),
                                    "carefully even deposits sleep ".repeat(4),
                                    "carefully final requests sleep ".repeat(4))));

    /** What version 2 added. */
    private static final List<Column> COLUMNS_2 =
            List.of(
                    new Column(SqlType.BIGINT, "delta", ascending(7, 40)),
                    new Column(SqlType.BIGINT, "delta32k", ascending(1000, 40)),
                    new Column(SqlType.INTEGER, "az64", ascending(1_000_000, 40)),
                    new Column(SqlType.INTEGER, "mostly8", ascending(5, 40)),
                    new Column(SqlType.BIGINT, "mostly16", ascending(1000, 40)),
                    new Column(SqlType.BIGINT, "mostly32", ascending(1L << 30, 40)),
                    new Column(SqlType.DATE, "bytedict", ascending(30, 40)),
                    new Column(SqlType.decimal(38, 2), "az64", wide(40)),
                    new Column(SqlType.DOUBLE, "", doubles(40, 1e-3)),
                    new Column(SqlType.DOUBLE, "", doubles(40, Math.PI)),
                    new Column(SqlType.VARCHAR, "bytedict", words(40)),
                    new Column(SqlType.VARCHAR, "text255", words(40)),
                    new Column(SqlType.VARCHAR, "text32k", words(40)),
                    new Column(SqlType.VARCHAR, "runlength", words(40)));

    private static List<Object> ascending(long step, int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(i == 20 ? (Object) 2_000_000_000L : i == 21 ? null : (Object) (i * step));
        }
        return values;
    }

    private static List<Object> wide(int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(BigInteger.TWO.pow(70).add(BigInteger.valueOf(i)));
        }
        return values;
    }

    private static List<Object> doubles(int count, double unit) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(i == 20 ? -0.0 : i * unit);
        }
        return values;
    }

    private static List<Object> words(int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(i == 20 ? null : "line " + i / 3 + "  of text");
        }
        return values;
    }

    @TempDir Path directory;

    private static List<SqlType> types(List<Column> columns) {
        return columns.stream().map(Column::type).toList();
    }

    private static List<List<Object>> read(
            SegmentFixture fixture, SegmentDescriptor segment, List<Column> columns) {
        TableScan scan = new TableScan(fixture.request(List.of(segment), columns, List.of()));
        return SegmentFixture.rows(scan, types(columns));
    }

    private static byte[] golden(int version) throws IOException {
        try (InputStream in =
                SegmentFormatTest.class.getResourceAsStream(
                        "segment-version-" + version + ".hex")) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        }
    }

    private static SegmentDescriptor descriptor(byte[] segment, int rows, int version) {
        int footer =
                ByteBuffer.wrap(segment)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt(segment.length - SegmentFooter.TAIL_BYTES);
        return SegmentDescriptor.newBuilder()
                .setName("t/golden")
                .setBytes(segment.length)
                .setFooterBytes(footer)
                .setFooterCrc(SegmentFooter.carriedCrc(segment))
                .setRows(rows)
                .setRowGroups(1)
                .setFormatVersion(version)
                .build();
    }

    @Test
    void segmentsOfAllVersionsAreReadable() throws IOException {
        checkReadable(golden(1), COLUMNS, 1);
        checkReadable(golden(2), COLUMNS_2, 2);
    }

    private void checkReadable(byte[] bytes, List<Column> columns, int version) {
        try (SegmentFixture fixture = new SegmentFixture(directory.resolve("v" + version))) {
            fixture.objects.put("t/golden", List.of(ByteBuffer.wrap(bytes)));
            int count = columns.getFirst().values().size();
            List<List<Object>> rows = read(fixture, descriptor(bytes, count, version), columns);
            for (int i = 0; i < count; i++) {
                for (int c = 0; c < columns.size(); c++) {
                    assertEquals(columns.get(c).values().get(i), rows.get(i).get(c));
                }
            }
        }
    }

    @Test
    void theFormatIsTheOneOfVersion2() throws IOException {
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            fixture.write("t/now", COLUMNS_2, 40);
            byte[] bytes = fixture.objects.get("t/now").orElseThrow();
            assertArrayEquals(
                    golden(2), bytes, "the segment now: " + HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void everyFlippedByteOfABlockIsFoundAndNamed() {
        List<Column> columns =
                List.of(
                        new Column(SqlType.INTEGER, "", List.of(1L, 2L, 3L)),
                        new Column(SqlType.VARCHAR, "raw", List.of("a", "b", "c")));
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor segment = fixture.write("t/whole", columns, 3);
            byte[] bytes = fixture.objects.get("t/whole").orElseThrow();
            int blocks = 0;
            for (var block : fixture.store.open(segment).footer().blocks()) {
                blocks += block.length();
            }
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= 0x10;
                String key = "t/flipped" + i;
                fixture.objects.put(key, List.of(ByteBuffer.wrap(bytes)));
                SegmentDescriptor flipped = segment.toBuilder().setName(key).build();
                ColonnadeException error =
                        assertThrows(
                                ColonnadeException.class, () -> read(fixture, flipped, columns));
                assertTrue(error.getMessage().contains(key), error.getMessage());
                if (i < blocks) {
                    assertEquals(ErrorCode.DATA_CORRUPTED, error.code());
                    assertTrue(error.getMessage().contains("row group 0"), error.getMessage());
                    assertTrue(error.getMessage().contains("block of column"), error.getMessage());
                }
                bytes[i] ^= 0x10;
            }
        }
    }

    @Test
    void aShortenedOrOtherObjectIsRefused() {
        List<Column> columns = List.of(new Column(SqlType.INTEGER, "", List.of(1L, 2L, 3L)));
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor segment = fixture.write("t/a", columns, 3);
            byte[] bytes = fixture.objects.get("t/a").orElseThrow();
            fixture.objects.put(
                    "t/short", List.of(ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length - 1))));
            SegmentDescriptor cut = segment.toBuilder().setName("t/short").build();
            assertThrows(ColonnadeException.class, () -> fixture.store.open(cut));
            fixture.write("t/b", List.of(new Column(SqlType.INTEGER, "", List.of(7L, 8L, 9L))), 3);
            SegmentDescriptor other = segment.toBuilder().setName("t/b").build();
            ColonnadeException error =
                    assertThrows(ColonnadeException.class, () -> fixture.store.open(other));
            assertEquals(ErrorCode.DATA_CORRUPTED, error.code());
        }
    }

    @Test
    void aNewerFormatIsNamed() {
        List<Column> columns = List.of(new Column(SqlType.INTEGER, "", List.of(1L, 2L, 3L)));
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor segment = fixture.write("t/new", columns, 3);
            SegmentDescriptor newer = segment.toBuilder().setFormatVersion(3).build();
            ColonnadeException error =
                    assertThrows(ColonnadeException.class, () -> fixture.store.open(newer));
            assertEquals(
                    "segment t/new has format version 3, this build reads up to 2",
                    error.getMessage());
            byte[] bytes = fixture.objects.get("t/new").orElseThrow();
            bytes[bytes.length - SegmentFooter.TAIL_BYTES + 4] = 9;
            fixture.objects.put("t/new", List.of(ByteBuffer.wrap(bytes)));
            error = assertThrows(ColonnadeException.class, () -> fixture.store.open(segment));
            assertEquals(
                    "segment t/new has format version 9, this build reads up to 2",
                    error.getMessage());
        }
    }

    @Test
    void theDescriptorTellsRangeNullsBytesAndDistinctValues() {
        List<Object> values = new java.util.ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            values.add(i % 10 == 0 ? null : (long) (i % 1000));
        }
        List<Column> columns = List.of(new Column(SqlType.INTEGER, "", values));
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor segment = fixture.write("t/d", columns, 2048);
            var column = segment.getColumns(0);
            assertEquals(10_000, segment.getRows());
            assertEquals(1, column.getMinImage());
            assertEquals(999, column.getMaxImage());
            assertEquals(1000, column.getNullCount());
            assertEquals(40_000, column.getRawBytes());
            assertTrue(column.getEncodedBytes() < 15_000 && column.getEncodedBytes() > 500);
            double distinct = DistinctSketches.estimate(List.of(column.getDistinctSketch()));
            assertEquals(900, distinct, 45);
            assertEquals(1023, segment.getLastBucket());
        }
    }
}
