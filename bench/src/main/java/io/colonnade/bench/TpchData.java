package io.colonnade.bench;

import io.trino.tpch.Distributions;
import io.trino.tpch.TextPool;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * TPC-H data of one scale on disk: a folder per table with dbgen files in it. A marker file,
 * written last, says that everything is there, so a second run finds the data ready.
 */
public final class TpchData {
    /** Raised when the same scale would give other files. */
    private static final String MARKER_TEXT = "tpch files, layout 1\n";

    private static final String MARKER = "COMPLETE";

    /** dbgen's size: comments are cut out of a text of this length. */
    private static final int TEXT_POOL_BYTES = 300 << 20;

    private final Path folder;
    private final double scale;

    private TpchData(Path folder, double scale) {
        this.folder = folder;
        this.scale = scale;
    }

    /** The data of this scale below {@code root}, whether generated yet or not. */
    public static TpchData in(Path root, double scale) {
        return new TpchData(root.resolve("tpch-" + plain(scale)).toAbsolutePath(), scale);
    }

    /** 1 for 1.0, 0.01 for 0.01. */
    public static String plain(double scale) {
        return scale == Math.rint(scale) && scale < 1e9
                ? Long.toString((long) scale)
                : Double.toString(scale);
    }

    public double scale() {
        return scale;
    }

    /** Where the files of a table lie. */
    public Path folder(TpchTable table) {
        return folder.resolve(table.tableName());
    }

    public List<Path> files(TpchTable table) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder(table))) {
            entries.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    public static long estimatedRows(double scale) {
        return Arrays.stream(TpchTable.values())
                .mapToLong(table -> table.estimatedRows(scale))
                .sum();
    }

    public boolean isComplete() throws IOException {
        Path marker = folder.resolve(MARKER);
        return Files.exists(marker) && Files.readString(marker).equals(MARKER_TEXT);
    }

    /** Generates all tables on {@code threads} threads; does nothing when they are there. */
    public void generate(int threads, Progress progress) throws IOException {
        if (isComplete()) {
            return;
        }
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(MARKER));
        for (TpchTable table : TpchTable.values()) {
            clear(folder(table));
        }
        TpchRows rows =
                new TpchRows(
                        scale,
                        new TextPool(TEXT_POOL_BYTES, Distributions.getDefaultDistributions()));
        ExecutorService workers = Executors.newFixedThreadPool(threads, TpchData::workerThread);
        try {
            List<Future<Long>> parts = new ArrayList<>();
            for (TpchTable table : List.of(TpchTable.values()).reversed()) {
                int count = table.fileCount(scale);
                for (int part = 1; part <= count; part++) {
                    int number = part;
                    parts.add(
                            workers.submit(() -> writePart(rows, table, number, count, progress)));
                }
            }
            for (Future<Long> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot generate TPC-H data in " + folder, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while generating TPC-H data", e);
        } finally {
            workers.shutdownNow();
        }
        Files.writeString(folder.resolve(MARKER), MARKER_TEXT);
    }

    private long writePart(TpchRows rows, TpchTable table, int part, int parts, Progress progress)
            throws IOException {
        Path file = folder(table).resolve(table.tableName() + ".tbl." + part);
        try (OutputStream out = Files.newOutputStream(file)) {
            return rows.write(table, part, parts, new TblWriter(out), progress);
        }
    }

    private static void clear(Path tableFolder) throws IOException {
        Files.createDirectories(tableFolder);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(tableFolder)) {
            for (Path entry : entries) {
                Files.delete(entry);
            }
        }
    }

    private static Thread workerThread(Runnable task) {
        Thread thread = new Thread(task, "tpch-generator");
        thread.setDaemon(true);
        return thread;
    }
}
