package io.colonnade.compute.load;

import com.github.luben.zstd.ZstdInputStream;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.rpc.FileRange;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a file, or the lines that start in one byte range of it, as a sliding window of bytes.
 *
 * <pre>
 * window:  [0 ........ position ........ limit ........ buffer.length)
 *           consumed    not yet consumed
 * </pre>
 *
 * One thread's.
 */
final class ChunkReader implements AutoCloseable {
    /** Bytes read at a time; some 2,048 lines of a wide table. */
    private static final int CHUNK_BYTES = 1 << 20;

    /** A row may not be longer (Redshift's limit is 4 MB as well). */
    static final int MAX_ROW_BYTES = 4 << 20;

    private final String path;
    private final InputStream input;
    private byte[] buffer = new byte[2 * CHUNK_BYTES];
    private int position;
    private int limit;
    private boolean atEnd;

    // File offset of buffer[0]; only meaningful for uncompressed files.
    private long bufferOffset;

    ChunkReader(FileRange range, String compression) {
        this.path = range.getPath();
        try {
            input = open(Path.of(path), compression);
            if (range.getOffset() > 0) {
                // One byte earlier: a line that starts exactly at the offset is ours.
                input.skipNBytes(range.getOffset() - 1);
                bufferOffset = range.getOffset() - 1;
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static InputStream open(Path path, String compression) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("it is a directory");
        }
        FileInputStream file = new FileInputStream(path.toFile());
        return switch (compression) {
            case "gzip" -> new GZIPInputStream(file, CHUNK_BYTES);
            case "zstd" -> new ZstdInputStream(file);
            default -> file;
        };
    }

    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    int limit() {
        return limit;
    }

    /** Offset in the file of the byte at a window position. */
    long fileOffset(int windowPosition) {
        return bufferOffset + windowPosition;
    }

    void consumeTo(int newPosition) {
        position = newPosition;
    }

    /**
     * Reads more behind the window, moving what is not consumed to the front. False at the end of
     * the file. Positions that the caller holds move by the old {@link #position()}.
     */
    boolean fill() {
        if (atEnd) {
            return false;
        }
        if (limit - position > MAX_ROW_BYTES) {
            throw new ColonnadeException(
                            ErrorCode.BAD_COPY_DATA,
                            "a row is longer than " + MAX_ROW_BYTES + " bytes (file " + path + ")")
                    .hint("Check DELIMITER, QUOTE and the line ends of the file.");
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        bufferOffset += position;
        limit -= position;
        position = 0;
        if (buffer.length - limit < CHUNK_BYTES) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        try {
            int n = input.readNBytes(buffer, limit, CHUNK_BYTES);
            atEnd = n < CHUNK_BYTES;
            limit += n;
            return n > 0;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private ColonnadeException failure(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof java.io.FileNotFoundException) {
            return new ColonnadeException(
                    ErrorCode.UNDEFINED_FILE, "could not open file \"" + path + "\": " + reason(e));
        }
        boolean damaged =
                e instanceof EOFException
                        || e instanceof ZipException
                        || e.getClass().getName().contains("Zstd");
        return new ColonnadeException(
                damaged ? ErrorCode.BAD_COPY_DATA : ErrorCode.IO_ERROR,
                (damaged
                                ? "file \"" + path + "\" is truncated or damaged: "
                                : "could not read file \"" + path + "\": ")
                        + reason(e),
                e);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
