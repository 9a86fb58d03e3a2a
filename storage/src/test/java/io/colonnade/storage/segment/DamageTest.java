package io.colonnade.storage.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.Checkpoint;
import io.colonnade.log.CommitRecord;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.log.TableState;
import io.colonnade.storage.encoding.Lane;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.log.LogEntry;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.scan.TableScan;
import io.colonnade.storage.segment.SegmentFixture.Column;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.ColumnEncoding;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Flipped bits anywhere: an error that names the object, or the right answer; and decoders that
 * meet damage behind a checksum that fits stay within their arrays. `-Druns=` for more.
 */
class DamageTest {
    private static final long SEED = Long.getLong("seed", 20260105L);
    private static final int RUNS = Integer.getInteger("runs", 300);
    private static final int ROWS = 2100;

    @TempDir Path directory;

    private final Random random = new Random(SEED);

    private List<Object> values(IntFunction<Object> value) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            values.add(random.nextInt(50) == 0 ? null : value.apply(i));
        }
        return values;
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (ColumnEncoding encoding : ColumnEncoding.values()) {
            String name = encoding.sqlName();
            columns.add(
                    new Column(
                            SqlType.BIGINT,
                            name,
                            values(i -> i % 70 == 1 ? random.nextLong() : (long) i)));
            columns.add(
                    new Column(SqlType.INTEGER, name, values(i -> i / 9 * 7L + random.nextInt(3))));
            columns.add(
                    new Column(
                            SqlType.VARCHAR,
                            name,
                            values(i -> i % 6 + " some words " + random.nextInt(300))));
            columns.add(
                    new Column(
                            SqlType.DOUBLE,
                            name,
                            values(i -> i % 5 == 0 ? random.nextGaussian() : i / 8.0)));
            columns.add(
                    new Column(
                            SqlType.decimal(38, 0),
                            name,
                            values(i -> new BigInteger(i % 2 * 60 + 30, random))));
        }
        columns.add(new Column(SqlType.BOOLEAN, "", values(i -> random.nextBoolean())));
        columns.add(new Column(SqlType.VARCHAR, "", values(i -> "x" + i % 3)));
        columns.add(new Column(SqlType.VARCHAR, "", values(i -> "furiously final " + i * 31)));
        return columns;
    }

    private static void flip(byte[] bytes, int bit) {
        bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
    }

    @Test
    void aFlippedBitOfASegmentIsFound() {
        List<Column> columns = columns();
        List<SqlType> types = columns.stream().map(Column::type).toList();
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor whole = fixture.write("t/whole", columns, 500);
            byte[] bytes = fixture.objects.get("t/whole").orElseThrow();
            int errors = 0;
            for (int run = 0; run < RUNS; run++) {
                // a third of them where few bytes say much: the footer
                int from = run % 3 == 0 ? bytes.length - whole.getFooterBytes() : 0;
                int bit = 8 * from + random.nextInt(8 * (bytes.length - from));
                flip(bytes, bit);
                String key = "t/" + run;
                fixture.objects.put(key, List.of(ByteBuffer.wrap(bytes)));
                flip(bytes, bit);
                SegmentDescriptor damaged = whole.toBuilder().setName(key).build();
                try {
                    TableScan scan =
                            new TableScan(fixture.request(List.of(damaged), columns, List.of()));
                    List<List<Object>> rows = SegmentFixture.rows(scan, types);
                    checkRows(columns, rows, "bit " + bit + " seed " + SEED);
                } catch (ColonnadeException e) {
                    checkError(e, key);
                    errors++;
                }
                fixture.objects.delete(key);
            }
            assertEquals(RUNS, errors, "every byte of a segment is under a checksum");
        }
    }

    private static void checkError(ColonnadeException e, String key) {
        assertTrue(
                e.code() == ErrorCode.DATA_CORRUPTED || e.code() == ErrorCode.FEATURE_NOT_SUPPORTED,
                e.getMessage());
        assertTrue(e.getMessage().contains(key), e.getMessage());
    }

    private static void checkRows(List<Column> columns, List<List<Object>> rows, String where) {
        assertEquals(ROWS, rows.size(), where);
        for (int i = 0; i < ROWS; i++) {
            for (int c = 0; c < columns.size(); c++) {
                assertEquals(columns.get(c).values().get(i), rows.get(i).get(c), where);
            }
        }
    }

    /** Log records carry deleted rows, too; checkpoints carry all of both. */
    @Test
    void aFlippedBitOfALogRecordOrCheckpointIsFound() {
        RoaringBitmap deleted = new RoaringBitmap();
        for (int i = 0; i < 500; i++) {
            deleted.add(random.nextInt(1 << 20));
        }
        SegmentDescriptor segment =
                SegmentDescriptor.newBuilder()
                        .setName("t/some")
                        .setDeletedRows(DeletedRows.encode(deleted))
                        .build();
        CommitRecord record =
                CommitRecord.newBuilder()
                        .setFormatVersion(CommitLog.formatVersion())
                        .setVersion(1)
                        .setAttemptId("attempt")
                        .addTables(TableChange.newBuilder().setTableId(7).addAdd(segment))
                        .build();
        Checkpoint checkpoint =
                Checkpoint.newBuilder()
                        .setVersion(1)
                        .addTables(TableState.newBuilder().addSegments(segment))
                        .build();
        try (DirectoryObjectStore objects = new DirectoryObjectStore(directory)) {
            CommitLog log = new CommitLog(objects);
            log.append(record);
            log.writeCheckpoint(checkpoint);
            String slot = objects.list("log/", "", 10).getFirst().key();
            String image = objects.list("ckpt/", "", 10).getFirst().key();
            for (int run = 0; run < RUNS; run++) {
                checkFlip(objects, log, run % 2 == 0 ? slot : image, record, checkpoint);
            }
        }
    }

    private void checkFlip(
            DirectoryObjectStore objects,
            CommitLog log,
            String key,
            CommitRecord record,
            Checkpoint checkpoint) {
        byte[] bytes = objects.get(key).orElseThrow();
        int bit = random.nextInt(8 * bytes.length);
        flip(bytes, bit);
        objects.delete(key);
        objects.put(key, List.of(ByteBuffer.wrap(bytes)));
        try {
            LogEntry entry = log.read(1).orElseThrow();
            Checkpoint read = log.checkpoint(1).orElseThrow();
            assertEquals(record, entry.record());
            assertEquals(checkpoint, read);
            fail("bit " + bit + " of " + key + " was not missed, seed " + SEED);
        } catch (ColonnadeException e) {
            checkError(e, key);
        }
        flip(bytes, bit);
        objects.delete(key);
        objects.put(key, List.of(ByteBuffer.wrap(bytes)));
    }

    /** What a checksum would have found never leads a decoder out of its arrays. */
    @Test
    void decodersStayWithinTheirArrays() {
        List<Column> columns = columns();
        try (SegmentFixture fixture = new SegmentFixture(directory)) {
            SegmentDescriptor whole = fixture.write("t/whole", columns, 500);
            Segment segment = fixture.store.open(whole);
            byte[] object = fixture.objects.get("t/whole").orElseThrow();
            for (int c = 0; c < columns.size(); c++) {
                SegmentFooter.BlockEntry entry = segment.footer().block(0, c);
                Lane lane = Lane.of(columns.get(c).type());
                for (int run = 0; run < RUNS / 2; run++) {
                    byte[] block =
                            Arrays.copyOfRange(
                                    object,
                                    (int) entry.offset(),
                                    (int) entry.offset() + entry.length() + Block.PADDING);
                    damage(block, entry.length());
                    decode(block, entry.length(), lane, columns.get(c), segment, c);
                }
            }
        }
    }

    private void damage(byte[] block, int length) {
        // the encoding's number is in the footer, too, and compared
        int first =
                1 + random.nextInt(random.nextBoolean() ? Math.min(100, length - 1) : length - 1);
        switch (random.nextInt(3)) {
            case 0 -> flip(block, 8 * first + random.nextInt(8));
            case 1 -> block[first] = (byte) random.nextInt();
            default -> {
                for (int i = first; i < Math.min(length, first + 40); i++) {
                    block[i] = (byte) random.nextInt();
                }
            }
        }
    }

    private void decode(
            byte[] block, int length, Lane lane, Column column, Segment segment, int index) {
        Vector vector = Batch.create(List.of(column.type())).column(0);
        try {
            Block read = Block.read(block, length, lane);
            BlockDecoder decoder = new BlockDecoder(lane);
            decoder.open(read, segment.dictionary(index));
            for (int v = 0; v < read.vectors(); v++) {
                int count = read.vectorRows(v);
                decoder.decode(v, vector);
                if (vector instanceof BytesVector texts) {
                    touch(texts, count);
                }
                decoder.decode(v, vector, new int[] {count - 1}, 1);
            }
        } catch (RuntimeException e) {
            // what readers turn into the error that names the block
            assertTrue(e.getMessage() == null || !e.getMessage().isEmpty());
        }
    }

    /** Handed out without an error, so every value must lie within its heap. */
    private static void touch(BytesVector texts, int count) {
        try {
            for (int i = 0; i < count; i++) {
                if (!texts.isNull(i)) {
                    int start = texts.startAt(i);
                    Objects.checkFromIndexSize(start, texts.lengthAt(i), texts.heapAt().length);
                }
            }
        } catch (IndexOutOfBoundsException e) {
            fail("a text outside of its heap, seed " + SEED, e);
        }
    }
}
