package io.colonnade.leader.load;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.rpc.FileRange;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the files that COPY names: a file, all files of a directory, or a glob; and cuts large ones
 * into ranges that are parsed in parallel.
 */
public final class LoadFileFinder {
    /**
     * Small enough that the workers end at about the same time, large enough to amortise a seek.
     */
    private static final long RANGE_BYTES = 16L << 20;

    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int ZSTD_MAGIC = 0x28B52FFD;

    private LoadFileFinder() {}

    /** The files of a location in name order; none at all is an error that names the location. */
    public static List<Path> find(String location) {
        Path path = localPath(location);
        try {
            if (Files.isRegularFile(path)) {
                return List.of(path);
            }
            if (Files.isDirectory(path)) {
                return filesIn(path, FileSystems.getDefault().getPathMatcher("glob:*"), location);
            }
            if (isGlob(location) && path.getParent() != null) {
                return glob(path, location);
            }
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR,
                    "could not list \"" + location + "\": " + e.getMessage(),
                    e);
        }
        throw new ColonnadeException(
                        ErrorCode.UNDEFINED_FILE, "no file matches \"" + location + "\"")
                .hint("Paths are those of the server's machine; give a file, directory or glob.");
    }

    private static Path localPath(String location) {
        if (location.startsWith("s3://")) {
            throw ColonnadeException.notSupported("COPY from S3");
        }
        Path path =
                location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        if (!path.isAbsolute()) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "relative path not allowed for COPY: \"" + location + "\"");
        }
        return path;
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    private static List<Path> glob(Path pattern, String location) throws IOException {
        Path directory = pattern.getParent();
        if (isGlob(String.valueOf(directory))) {
            throw ColonnadeException.notSupported("a glob in a directory name of COPY");
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw new ColonnadeException(
                    ErrorCode.UNDEFINED_FILE, "no file matches \"" + location + "\"");
        }
        return filesIn(
                directory,
                FileSystems.getDefault().getPathMatcher("glob:" + pattern.getFileName()),
                location);
    }

    private static List<Path> filesIn(Path directory, PathMatcher matcher, String location)
            throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(directory)) {
            files =
                    entries.filter(Files::isRegularFile)
                            .filter(file -> matcher.matches(file.getFileName()))
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .sorted()
                            .toList();
        }
        if (files.isEmpty()) {
            throw new ColonnadeException(
                    ErrorCode.UNDEFINED_FILE, "no file matches \"" + location + "\"");
        }
        return files;
    }

    /** How the files are compressed: as asked, else by their first bytes, which must agree. */
    public static String compression(List<Path> files, String asked) {
        if (!asked.isEmpty()) {
            return asked;
        }
        String first = compression(files.getFirst());
        for (Path file : files) {
            String other = compression(file);
            if (!other.equals(first)) {
                throw new ColonnadeException(
                                ErrorCode.BAD_COPY_DATA,
                                "files \""
                                        + files.getFirst()
                                        + "\" ("
                                        + describe(first)
                                        + ") and \""
                                        + file
                                        + "\" ("
                                        + describe(other)
                                        + ") cannot be loaded together")
                        .hint("Load them with one COPY for each kind of compression.");
            }
        }
        return first;
    }

    private static String describe(String compression) {
        return compression.isEmpty() ? "not compressed" : compression;
    }

    private static String compression(Path file) {
        byte[] head = new byte[4];
        try (InputStream in = Files.newInputStream(file)) {
            int n = in.readNBytes(head, 0, 4);
            int magic = n < 4 ? 0 : ByteBuffer.wrap(head).getInt();
            if (magic >>> 16 == GZIP_MAGIC) {
                return "gzip";
            }
            return magic == ZSTD_MAGIC ? "zstd" : "";
        } catch (AccessDeniedException e) {
            throw new ColonnadeException(
                    ErrorCode.INSUFFICIENT_PRIVILEGE,
                    "could not open file \"" + file + "\" for reading: Permission denied",
                    e);
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR,
                    "could not read file \"" + file + "\": " + e.getMessage(),
                    e);
        }
    }

    /**
     * Ranges that cover the files.
     *
     * @param splittable false when a file cannot be entered in the middle (compressed, or line ends
     *     can stand inside fields)
     */
    public static List<FileRange> ranges(List<Path> files, boolean splittable) {
        List<FileRange> ranges = new ArrayList<>();
        for (Path file : files) {
            long size = size(file);
            if (!splittable || size <= RANGE_BYTES) {
                ranges.add(range(file, 0, -1));
                continue;
            }
            for (long offset = 0; offset < size; offset += RANGE_BYTES) {
                ranges.add(range(file, offset, Math.min(RANGE_BYTES, size - offset)));
            }
        }
        return ranges;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR,
                    "could not look at file \"" + file + "\": " + e.getMessage(),
                    e);
        }
    }

    private static FileRange range(Path file, long offset, long length) {
        return FileRange.newBuilder()
                .setPath(file.toString())
                .setOffset(offset)
                .setLength(length)
                .setFirst(offset == 0)
                .build();
    }
}
