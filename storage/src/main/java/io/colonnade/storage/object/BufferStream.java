package io.colonnade.storage.object;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A body in several buffers as one stream, without a copy; the buffers' positions stay. For one
 * thread; a request that is sent again makes a new one.
 */
final class BufferStream extends InputStream {
    private final List<ByteBuffer> buffers;
    private int current;

    BufferStream(List<ByteBuffer> body) {
        buffers = body.stream().map(ByteBuffer::duplicate).toList();
    }

    static long length(List<ByteBuffer> body) {
        long length = 0;
        for (ByteBuffer part : body) {
            length += part.remaining();
        }
        return length;
    }

    static int crc32c(List<ByteBuffer> body) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : body) {
            crc.update(part.duplicate());
        }
        return (int) crc.getValue();
    }

    private boolean advance() {
        while (current < buffers.size() && !buffers.get(current).hasRemaining()) {
            current++;
        }
        return current < buffers.size();
    }

    @Override
    public int read() {
        return advance() ? buffers.get(current).get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, buffers.get(current).remaining());
        buffers.get(current).get(target, offset, count);
        return count;
    }
}
