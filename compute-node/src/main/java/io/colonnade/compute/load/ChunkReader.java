package io.colonnade.compute.load;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.rpc.FileRange;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
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
    private byte[] buffer;
    private int position;
    private int limit;
    private boolean atEnd;

    // File offset of buffer[0]; only meaningful for uncompressed files.
    private long bufferOffset;

    /**
     * @param buffer of an earlier reader, to be used again; null for the first
     */
    ChunkReader(FileRange range, String compression, byte[] buffer) {
        this.path = range.getPath();
        this.buffer = buffer == null ? new byte[2 * CHUNK_BYTES] : buffer;
        InputStream file = null;
        try {
            if (Files.isDirectory(Path.of(path))) {
                throw new ColonnadeException(
                        ErrorCode.WRONG_OBJECT_TYPE, "\"" + path + "\" is a directory");
            }
            file = Files.newInputStream(Path.of(path));
            if (range.getOffset() > 0) {
                // One byte earlier: a line that starts exactly at the offset is ours.
                file.skipNBytes(range.getOffset() - 1);
                bufferOffset = range.getOffset() - 1;
            }
            input = decompressed(file, compression);
        } catch (IOException e) {
            closeQuietly(file);
            throw failure(e);
        }
    }

    private static InputStream decompressed(InputStream file, String compression)
            throws IOException {
        return switch (compression) {
            case "gzip" -> new GZIPInputStream(file, CHUNK_BYTES);
            case "zstd" -> new ZstdInputStream(file);
            default -> file;
        };
    }

    private static void closeQuietly(InputStream file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // What failed before is worth more to the user.
                return;
            }
        }
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
        String open = "could not open file \"" + path + "\" for reading: ";
        return switch (e) {
            case NoSuchFileException missing ->
                    new ColonnadeException(
                            ErrorCode.UNDEFINED_FILE, open + "No such file or directory", e);
            case AccessDeniedException denied ->
                    new ColonnadeException(
                            ErrorCode.INSUFFICIENT_PRIVILEGE, open + "Permission denied", e);
            case EOFException shorter -> damaged(e);
            case ZipException gzip -> damaged(e);
            case ZstdIOException zstd -> damaged(e);
            default ->
                    new ColonnadeException(
                            ErrorCode.IO_ERROR,
                            "could not read file \"" + path + "\": " + reason(e),
                            e);
        };
    }

    private ColonnadeException damaged(IOException e) {
        return new ColonnadeException(
                ErrorCode.BAD_COPY_DATA,
                "file \"" + path + "\" is truncated or damaged: " + reason(e),
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
