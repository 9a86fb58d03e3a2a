package io.colonnade.compute.slice;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Sorted rows that were put on local disk to make room. The file has no name any more once it is
 * open, so that nothing stays behind however the process ends.
 *
 * <pre>
 * per batch: i32 LE length n, i32 LE CRC32C, n bytes (see BatchCodec)
 * </pre>
 */
final class SpilledRun implements SortedRows {
    private static final int HEADER_BYTES = 8;

    private final FileChannel file;
    private final ByteBuffer header =
            ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long position;
    private Batch current;

    private SpilledRun(FileChannel file) {
        this.file = file;
    }

    /** Writes all rows of a source, which is closed by the caller. */
    static SpilledRun write(Path folder, SortedRows rows) {
        Path path = folder.resolve("run-" + UUID.randomUUID());
        FileChannel file = null;
        try {
            Files.createDirectories(folder);
            file =
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            Files.delete(path);
            SpilledRun run = new SpilledRun(file);
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                run.append(BatchCodec.encode(batch));
            }
            run.position = 0;
            return run;
        } catch (IOException e) {
            closeQuietly(file);
            throw failure("write", e);
        } catch (RuntimeException e) {
            closeQuietly(file);
            throw e;
        }
    }

    private void append(byte[] batch) throws IOException {
        header.clear();
        header.putInt(batch.length).putInt(crc(batch)).flip();
        writeFully(header);
        writeFully(ByteBuffer.wrap(batch));
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            position += file.write(bytes, position);
        }
    }

    @Override
    public Batch next() {
        try {
            header.clear();
            if (!readFully(header)) {
                return null;
            }
            header.flip();
            byte[] batch = new byte[header.getInt()];
            int expected = header.getInt();
            if (!readFully(ByteBuffer.wrap(batch)) || crc(batch) != expected) {
                throw new ColonnadeException(
                        ErrorCode.DATA_CORRUPTED, "a temporary file of sorted rows is damaged");
            }
            current = BatchCodec.decode(ByteBuffer.wrap(batch), current);
            return current;
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    private boolean readFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int n = file.read(bytes, position);
            if (n < 0) {
                return false;
            }
            position += n;
        }
        return true;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static ColonnadeException failure(String action, IOException e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left");
        ColonnadeException error =
                new ColonnadeException(
                        full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR,
                        "could not " + action + " a temporary file: " + e.getMessage(),
                        e);
        return full ? error.hint("Free space for the local folder of the data directory.") : error;
    }

    private static void closeQuietly(FileChannel file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // The file has no name: its space comes back in any case.
                return;
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(file);
    }
}
