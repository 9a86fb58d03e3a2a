package io.colonnade.storage.seam;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that fails on purpose, for simulations and tests: full, unreadable, damaged, or
 * losing at a crash whatever sectors were not synced. Thread-safe.
 */
public final class FaultyDisk implements LocalDisk {
    private static final int SECTOR_BYTES = 512;

    // all guarded by this
    private final Map<String, Content> files = new TreeMap<>();
    private long limitBytes = Long.MAX_VALUE;
    private boolean failReads;
    private boolean failWrites;

    /** A file as processes see it, and as a crash would leave it at least. */
    private static final class Content {
        /** The file and room for more. */
        private byte[] bytes = new byte[0];

        private int size;
        private byte[] synced = new byte[0];

        private void resize(int newSize) {
            if (newSize > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(newSize, 2 * bytes.length));
            } else if (newSize < size) {
                Arrays.fill(bytes, newSize, size, (byte) 0);
            }
            size = newSize;
        }

        /** The file alone. */
        private byte[] exact() {
            if (bytes.length > size) {
                bytes = Arrays.copyOf(bytes, size);
            }
            return bytes;
        }
    }

    /** How many bytes all files may have; what does not fit is a full disk. */
    public synchronized void limit(long bytes) {
        limitBytes = bytes;
    }

    public synchronized void failReads(boolean fail) {
        failReads = fail;
    }

    public synchronized void failWrites(boolean fail) {
        failWrites = fail;
    }

    public synchronized long bytes() {
        return files.values().stream().mapToLong(file -> file.size).sum();
    }

    /** The very bytes of a file, to be damaged. */
    public synchronized byte[] content(String name) {
        return files.get(name).exact();
    }

    /** Ends the file early, as seen by those who have it open too. */
    public synchronized void cut(String name, int size) {
        files.get(name).resize(size);
    }

    /** The machine stops: of what was not synced, each sector is there or not. */
    public synchronized void crash(RandomGenerator random) {
        for (Content file : files.values()) {
            byte[] after = file.exact();
            for (int at = 0; at < after.length; at += SECTOR_BYTES) {
                if (random.nextBoolean()) {
                    int end = Math.min(after.length, at + SECTOR_BYTES);
                    for (int i = at; i < end; i++) {
                        after[i] = i < file.synced.length ? file.synced[i] : 0;
                    }
                }
            }
            file.synced = after.clone();
        }
    }

    @Override
    public synchronized LocalFile open(String name) {
        return new File(files.computeIfAbsent(name, ignored -> new Content()));
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized void delete(String name) {
        files.remove(name);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    @Override
    public String toString() {
        return "in memory";
    }

    private final class File implements LocalFile {
        private final Content content;

        private File(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (FaultyDisk.this) {
                return content.size;
            }
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            synchronized (FaultyDisk.this) {
                if (failReads) {
                    throw new IOException("Input/output error");
                }
                long there = Math.max(0, content.size - position);
                int count = (int) Math.min(there, target.remaining());
                target.put(content.bytes, count == 0 ? 0 : (int) position, count);
                return count;
            }
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            synchronized (FaultyDisk.this) {
                if (failWrites) {
                    throw new IOException("Input/output error");
                }
                int old = content.size;
                long room = limitBytes - bytes() + old - position;
                int count = (int) Math.clamp(room, 0, source.remaining());
                int end = Math.max(old, (int) position + count);
                content.resize(end);
                source.get(content.bytes, (int) position, count);
                if (source.hasRemaining()) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public void truncate(long size) {
            synchronized (FaultyDisk.this) {
                if (size < content.size) {
                    content.resize((int) size);
                }
            }
        }

        @Override
        public void sync() {
            synchronized (FaultyDisk.this) {
                content.synced = content.exact().clone();
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
