package io.colonnade.engine.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Spill files by themselves: what is written comes back or is refused, and nothing stays. */
class SpillFilesTest {
    private static final long SEED = Long.getLong("seed", 20257);
    private static final List<SqlType> TYPES = List.of(SqlType.BIGINT, SqlType.VARCHAR);

    @TempDir Path folder;

    private final Random random = new Random(SEED);

    /** Numbers from `first` on, and texts; every tenth of both is NULL. */
    private Batch batch(long first, int rows) {
        Batch batch = Batch.create(TYPES);
        LongVector numbers = (LongVector) batch.column(0);
        BytesVector texts = (BytesVector) batch.column(1);
        for (int i = 0; i < rows; i++) {
            numbers.values()[i] = first + i;
            byte[] text = Long.toString(random.nextLong(), 36).getBytes();
            texts.append(i, text, 0, text.length);
            if (i % 10 == 9) {
                numbers.setNull(i);
                texts.setNull(i);
            }
        }
        batch.setSize(rows);
        return batch;
    }

    private static List<String> rows(Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.rowCount(); i++) {
            int p = batch.position(i);
            LongVector numbers = (LongVector) batch.column(0);
            String number = numbers.isNull(p) ? "null" : Long.toString(numbers.value(p));
            rows.add(number + " " + ((BytesVector) batch.column(1)).text(p));
        }
        return rows;
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void rowsComeBackInOrder() throws IOException {
        SpillFiles node = new SpillFiles(folder, 0);
        QuerySpill query = node.query("7", QuerySpill.NO_LIMIT);
        SpilledRows first = new SpilledRows(query.create());
        SpillFile shared = query.create();
        SpilledRows second = new SpilledRows(shared);
        SpilledRows third = new SpilledRows(shared);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Batch batch = batch(i * 5000L, random.nextInt(2049));
            if (i % 3 == 0 && batch.size() > 3) {
                batch.select(new int[] {0, 2, 3}, 3);
            }
            expected.addAll(rows(batch));
            first.append(batch);
            second.append(batch);
            third.append(batch(i, 10));
        }
        assertEquals(0, files(), "files have no names");
        for (SpilledRows spilled : List.of(first, second)) {
            assertEquals(expected.size(), spilled.rows());
            for (int pass = 0; pass < 2; pass++) {
                List<String> actual = new ArrayList<>();
                SpilledRows.Reader reader = spilled.reader();
                Batch batch;
                while ((batch = reader.next()) != null) {
                    assertTrue(batch.verify());
                    actual.addAll(rows(batch));
                }
                assertEquals(expected, actual);
            }
        }
        assertTrue(node.used() > 0);
        query.close();
        assertEquals(0, node.used());
        assertThrows(ColonnadeException.class, query::create);
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        QuerySpill query = new SpillFiles(folder, 0).query("7", QuerySpill.NO_LIMIT);
        for (int rows : new int[] {3, 2048}) {
            SpillFile file = query.create();
            SpilledRows spilled = new SpilledRows(file);
            spilled.append(batch(1, rows));
            for (int i = 0; i < 200; i++) {
                long at = random.nextLong(file.bytes());
                int bit = 1 << random.nextInt(8);
                flip(file, at, bit);
                SpilledRows.Reader reader = spilled.reader();
                ColonnadeException thrown =
                        assertThrows(ColonnadeException.class, reader::next, "byte " + at);
                assertEquals(ErrorCode.DATA_CORRUPTED, thrown.code());
                flip(file, at, bit);
            }
            assertEquals(rows, spilled.reader().next().size());
        }
    }

    private static void flip(SpillFile file, long at, int bit) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        file.channel().read(one, at);
        one.put(0, (byte) (one.get(0) ^ bit)).flip();
        file.channel().write(one, at);
    }

    @Test
    void aPageInAnothersPlaceIsFound() throws IOException {
        QuerySpill query = new SpillFiles(folder, 0).query("7", QuerySpill.NO_LIMIT);
        SpillFile file = query.create();
        SpilledRows spilled = new SpilledRows(file);
        Batch same = batch(1, 100);
        int bytes = (int) spilled.append(same);
        spilled.append(same);
        ByteBuffer page = ByteBuffer.allocate(bytes);
        file.channel().read(page, 0);
        file.channel().write(page.flip(), bytes);
        SpilledRows.Reader reader = spilled.reader();
        reader.next();
        assertThrows(ColonnadeException.class, reader::next);
    }

    @Test
    void quotasEndTheQueryThatIsOverThem() {
        SpillFiles node = new SpillFiles(folder, 100_000);
        QuerySpill small = node.query("small", 10_000);
        SpilledRows mine = new SpilledRows(small.create());
        ColonnadeException thrown =
                assertThrows(ColonnadeException.class, () -> fill(mine, Integer.MAX_VALUE));
        assertEquals(ErrorCode.DISK_FULL, thrown.code());
        assertTrue(thrown.getMessage().contains("temp_file_limit (9kB)"), thrown.getMessage());
        assertTrue(small.used() <= 10_000);
        QuerySpill large = node.query("large", QuerySpill.NO_LIMIT);
        SpilledRows others = new SpilledRows(large.create());
        thrown = assertThrows(ColonnadeException.class, () -> fill(others, Integer.MAX_VALUE));
        assertEquals(ErrorCode.DISK_FULL, thrown.code());
        assertTrue(node.used() <= 100_000);
        large.close();
        fill(new SpilledRows(node.query("next", QuerySpill.NO_LIMIT).create()), 2);
        small.close();
    }

    private void fill(SpilledRows rows, int batches) {
        for (int i = 0; i < batches; i++) {
            rows.append(batch(i, 100));
        }
    }

    @Test
    void whatAnEarlierProcessLeftIsSwept() throws IOException {
        Files.writeString(folder.resolve("spill-0123"), "left by a crash");
        Files.writeString(folder.resolve("other"), "not ours");
        new SpillFiles(folder, 0);
        assertFalse(Files.exists(folder.resolve("spill-0123")));
        assertTrue(Files.exists(folder.resolve("other")));
    }

    @Test
    void partitionsHaveEveryRowOnce() {
        QuerySpill query = new SpillFiles(folder, 0).query("7", QuerySpill.NO_LIMIT);
        QueryMemory memory = new QueryMemory("7", 16 << 20);
        try (MemoryReservation pages = new MemoryReservation(memory, "test")) {
            SpillPartitions.Shape shape =
                    new SpillPartitions.Shape(
                            List.of(PhysicalType.LONG, PhysicalType.BYTES),
                            new int[] {0, 1},
                            new int[] {0},
                            false,
                            bytes -> {});
            SpillPartitions dealt = new SpillPartitions(shape, query.create(), memory.limit());
            List<String> expected = new ArrayList<>();
            for (int w = 0; w < 2; w++) {
                SpillPartitions.Writer writer = dealt.writer(0, pages);
                for (int i = 0; i < 30; i++) {
                    Batch batch = batch(i * 100L, 1 + random.nextInt(500));
                    expected.addAll(rows(batch));
                    writer.add(batch);
                }
                writer.finish();
            }
            List<String> actual = new ArrayList<>();
            for (int p = 0; p < SpillPartitions.COUNT; p++) {
                long before = actual.size();
                SpillPartitions.Reader reader = dealt.reader(p);
                Batch batch;
                while ((batch = reader.next()) != null) {
                    actual.addAll(rows(batch));
                }
                assertEquals(dealt.partition(p).rows(), actual.size() - before);
                assertTrue(actual.size() - before < expected.size() / 4);
            }
            expected.sort(null);
            actual.sort(null);
            assertEquals(expected, actual);
            assertEquals(0, memory.used());
        }
        query.close();
    }
}
