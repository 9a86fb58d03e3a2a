package io.colonnade.compute.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.github.luben.zstd.Zstd;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.LoadError;
import io.colonnade.rpc.FileRange;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Files that are compressed, damaged, missing, or cut into ranges. */
class FilesTest {
    private static final long DEFAULT_SEED = 99;

    @TempDir private Path folder;

    private LoadRun load() {
        return new LoadRun(folder, SqlType.INTEGER, SqlType.VARCHAR);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] manyRows() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            text.append(i).append("|row ").append(i * 7919L % 100_003).append('\n');
        }
        return utf8(text.toString());
    }

    private static ColonnadeException failure(LoadRun load, byte[] content) {
        return assertThrows(ColonnadeException.class, () -> load.rows(content));
    }

    @Test
    void gzipAndZstd() throws IOException {
        byte[] content = manyRows();
        List<String> expected = load().rows(content);
        assertEquals(50_000, expected.size());
        assertEquals(expected, load().with(o -> o.setCompression("gzip")).rows(gzip(content)));
        assertEquals(
                expected, load().with(o -> o.setCompression("zstd")).rows(Zstd.compress(content)));
    }

    @Test
    void severalMembersInOneFile() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(gzip(utf8("1|a\n2|")));
        both.writeBytes(gzip(utf8("b\n")));
        assertEquals(
                List.of("1,a", "2,b"),
                load().with(o -> o.setCompression("gzip")).rows(both.toByteArray()));
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(Zstd.compress(utf8("1|a\n2|")));
        frames.writeBytes(Zstd.compress(utf8("b\n")));
        assertEquals(
                List.of("1,a", "2,b"),
                load().with(o -> o.setCompression("zstd")).rows(frames.toByteArray()));
    }

    @Test
    void truncatedFilesAreNamed() throws IOException {
        byte[] content = manyRows();
        for (String kind : List.of("gzip", "zstd")) {
            byte[] whole = kind.equals("gzip") ? gzip(content) : Zstd.compress(content);
            for (int length : new int[] {1, 10, whole.length / 2, whole.length - 3}) {
                ColonnadeException e =
                        failure(
                                load().with(o -> o.setCompression(kind)),
                                Arrays.copyOf(whole, length));
                assertEquals(ErrorCode.BAD_COPY_DATA, e.code(), kind + " " + length);
                assertTrue(
                        e.getMessage().contains(folder.resolve("rows.txt").toString())
                                && e.getMessage().contains("truncated or damaged"),
                        e.getMessage());
            }
        }
    }

    @Test
    void whatIsNotCompressedIsNoGzip() {
        ColonnadeException e =
                failure(load().with(o -> o.setCompression("gzip")), utf8("1|a\n2|b\n3|c\n"));
        assertEquals(ErrorCode.BAD_COPY_DATA, e.code());
    }

    @Test
    void missingFileDirectoryAndPermission() throws IOException {
        Path missing = folder.resolve("missing");
        ColonnadeException e =
                assertThrows(
                        ColonnadeException.class,
                        () -> load().rows(List.of(LoadRun.whole(missing))));
        assertEquals(ErrorCode.UNDEFINED_FILE, e.code());
        assertEquals(
                "could not open file \"" + missing + "\" for reading: No such file or directory",
                e.getMessage());

        e =
                assertThrows(
                        ColonnadeException.class,
                        () -> load().rows(List.of(LoadRun.whole(folder))));
        assertEquals(ErrorCode.WRONG_OBJECT_TYPE, e.code());

        Path secret = Files.writeString(folder.resolve("secret"), "1|a\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(secret), "this user reads everything");
        e =
                assertThrows(
                        ColonnadeException.class,
                        () -> load().rows(List.of(LoadRun.whole(secret))));
        assertEquals(ErrorCode.INSUFFICIENT_PRIVILEGE, e.code());
    }

    @Test
    void severalFilesAreReadInTurn() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "1|a\n2|b");
        Path two = Files.writeString(folder.resolve("two"), "3|c\n");
        assertEquals(
                List.of("1,a", "2,b", "3,c"),
                load().rows(List.of(LoadRun.whole(one), LoadRun.whole(two))));
    }

    /** Whatever the cuts, the ranges together give the same rows and line numbers as the file. */
    @Test
    void everyCutGivesTheSameRows() {
        String given = System.getProperty("seed", "");
        long seed = given.isEmpty() ? DEFAULT_SEED : Long.parseLong(given);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 150; round++) {
            byte[] content = utf8(randomFile(random));
            boolean header = random.nextInt(4) == 0;
            LoadRun load =
                    load().with(
                                    o ->
                                            o.setMaxErrors(Long.MAX_VALUE)
                                                    .setIgnoreBlankLines(true)
                                                    .setIgnoreHeader(header ? 1 : 0));
            Path file = load.write(content);
            List<String> rows = load.rows(List.of(LoadRun.whole(file)));
            List<String> errors = errors(load);
            List<FileRange> ranges = cut(file, content.length, 1 + random.nextInt(40), random);
            assertEquals(rows, load.rows(ranges), () -> "seed " + seed + ": " + ranges);
            assertEquals(errors, errors(load), () -> "seed " + seed + ": " + ranges);
        }
    }

    @Test
    void everySinglePlaceOfACut() {
        byte[] content = utf8("\uFEFF1|a\r\n22|bb\n\nx|c\n333|d|\n4444|e");
        LoadRun load = load().with(o -> o.setMaxErrors(100).setIgnoreBlankLines(true));
        Path file = load.write(content);
        List<String> rows = load.rows(List.of(LoadRun.whole(file)));
        assertEquals(List.of("1,a", "22,bb", "333,d", "4444,e"), rows);
        List<String> errors = errors(load);
        for (int at = 1; at < content.length; at++) {
            List<FileRange> ranges =
                    List.of(
                            LoadRun.range(file, 0, at),
                            LoadRun.range(file, at, content.length - at));
            assertEquals(rows, load.rows(ranges), "cut at " + at);
            assertEquals(errors, errors(load), "cut at " + at);
        }
    }

    private static List<String> errors(LoadRun load) {
        return load.errors().stream().map(FilesTest::describe).toList();
    }

    private static String describe(LoadError error) {
        return error.getLine() + " " + error.getColumn() + " " + error.getReason();
    }

    private static String randomFile(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "\uFEFF" : "");
        int lines = random.nextInt(30);
        for (int i = 0; i < lines; i++) {
            switch (random.nextInt(12)) {
                case 0 -> text.append("bad|value");
                case 1 -> text.append("only one");
                case 2 -> text.append("");
                case 3 -> text.append(i).append("|").append("wide ".repeat(random.nextInt(60)));
                default -> text.append(i * 37).append("|é ").append(i);
            }
            boolean last = i == lines - 1;
            text.append(last && random.nextBoolean() ? "" : random.nextInt(5) == 0 ? "\r\n" : "\n");
        }
        return text.toString();
    }

    private static List<FileRange> cut(Path file, int length, int most, SplittableRandom random) {
        List<FileRange> ranges = new ArrayList<>();
        long offset = 0;
        while (offset < length || ranges.isEmpty()) {
            long size = Math.min(1 + random.nextInt(most), length - offset);
            ranges.add(LoadRun.range(file, offset, Math.max(1, size)));
            offset += Math.max(1, size);
        }
        return ranges;
    }
}
