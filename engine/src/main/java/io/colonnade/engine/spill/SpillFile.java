package io.colonnade.engine.spill;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.encoding.Compression;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * A file of pages, each with the rows of one batch; who writes remembers where its pages are.
 * Thread-safe: pages are written behind each other by several workers at once.
 *
 * <pre>
 * page: i32 LE CRC32C of (page offset i64, the rest) | i32 LE size n of the batch | body
 * body: LZ4 of the batch (see BatchCodec), or the batch itself if that is no longer than n bytes
 * </pre>
 */
public final class SpillFile implements AutoCloseable {
    private static final int HEADER_BYTES = 8;

    private final QuerySpill query;
    private final FileChannel file;
    private final AtomicLong end = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Where a page is, and how many rows it has. */
    record Page(long offset, int bytes, int rows) {}

    SpillFile(QuerySpill query, FileChannel file) {
        this.query = query;
        this.file = file;
    }

    /** Writes the selected rows as a page. */
    Page append(Batch batch) {
        byte[] raw = BatchCodec.encode(batch);
        byte[] packed = Compression.compress(Encoding.LZ4, raw, 0, raw.length);
        byte[] body = packed.length < raw.length ? packed : raw;
        int bytes = HEADER_BYTES + body.length;
        query.take(bytes);
        long offset = end.getAndAdd(bytes);
        ByteBuffer page = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        page.putInt(0).putInt(raw.length).put(body);
        page.putInt(0, checksum(offset, page.array())).flip();
        try {
            long at = offset;
            while (page.hasRemaining()) {
                at += file.write(page, at);
            }
        } catch (IOException e) {
            throw failure("write", e);
        }
        return new Page(offset, bytes, batch.rowCount());
    }

    /**
     * Reads a page.
     *
     * @param reuse a batch whose vectors may be overwritten, or null
     */
    Batch read(Page page, Batch reuse) {
        ByteBuffer bytes = ByteBuffer.allocate(page.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, page.offset() + bytes.position()) < 0) {
                    throw damaged(null);
                }
            }
        } catch (IOException e) {
            throw failure("read", e);
        }
        if (bytes.getInt(0) != checksum(page.offset(), bytes.array())) {
            throw damaged(null);
        }
        int size = bytes.getInt(4);
        int packed = page.bytes() - HEADER_BYTES;
        if (packed == size) {
            return BatchCodec.decode(bytes.position(HEADER_BYTES), reuse);
        }
        byte[] raw = new byte[size];
        try {
            Compression.decompress(Encoding.LZ4, bytes.array(), HEADER_BYTES, packed, raw, size);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
        return BatchCodec.decode(ByteBuffer.wrap(raw), reuse);
    }

    private static int checksum(long offset, byte[] page) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
        crc.update(page, Integer.BYTES, page.length - Integer.BYTES);
        return (int) crc.getValue();
    }

    private static ColonnadeException damaged(RuntimeException cause) {
        return new ColonnadeException(
                ErrorCode.DATA_CORRUPTED, "a page of a temporary file is damaged", cause);
    }

    static ColonnadeException failure(String action, IOException e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left");
        ColonnadeException error =
                new ColonnadeException(
                        full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR,
                        "could not " + action + " a temporary file: " + e.getMessage(),
                        e);
        return full ? error.hint("Free space for the local folder of the data directory.") : error;
    }

    /** Bytes written. */
    public long bytes() {
        return end.get();
    }

    /** For tests that damage pages. */
    FileChannel channel() {
        return file;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            // it has no name: its space comes back in any case
            return;
        } finally {
            query.closed(this, end.get());
        }
    }
}
