package io.colonnade.storage.cache;

import io.colonnade.storage.seam.LocalDisk;
import io.colonnade.storage.seam.LocalDisk.LocalFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;

/**
 * The few files that hold all entries of a disk cache, each of at most one extent. Thread-safe;
 * files of other names are left alone.
 */
final class ExtentFiles implements AutoCloseable {
    private static final String PREFIX = "extent-";

    /** Read at a time while headers are looked for. */
    private static final int WINDOW_BYTES = 64 << 10;

    private final LocalFile[] files;

    /** How long each file is, at most: what the budget counts. */
    private final AtomicLongArray sizes;

    private ExtentFiles(LocalFile[] files) throws IOException {
        this.files = files;
        sizes = new AtomicLongArray(files.length);
        for (int i = 0; i < files.length; i++) {
            sizes.set(i, files[i].size());
        }
    }

    /** Deletes and cuts what is beyond the capacity, then opens the rest. */
    static ExtentFiles open(LocalDisk disk, ExtentSpace space) throws IOException {
        for (String name : disk.list()) {
            if (name.startsWith(PREFIX) && !isWithin(name, space.extents())) {
                disk.delete(name);
            }
        }
        LocalFile[] files = new LocalFile[space.extents()];
        for (int i = 0; i < files.length; i++) {
            files[i] = disk.open(name(i));
            if (files[i].size() > space.capacityOf(i)) {
                files[i].truncate(space.capacityOf(i));
            }
        }
        return new ExtentFiles(files);
    }

    private static boolean isWithin(String name, int extents) {
        for (int i = 0; i < extents; i++) {
            if (name.equals(name(i))) {
                return true;
            }
        }
        return false;
    }

    private static String name(int extent) {
        return String.format(Locale.ROOT, "%s%05d", PREFIX, extent);
    }

    /** The entry's bytes; fewer than asked for if the file ends before. */
    int read(long address, ByteBuffer target) throws IOException {
        return files[ExtentSpace.extentOf(address)].read(ExtentSpace.positionOf(address), target);
    }

    void write(long address, byte[] bytes) throws IOException {
        int extent = ExtentSpace.extentOf(address);
        long position = ExtentSpace.positionOf(address);
        // Counted before it is there: a failure may leave any part of it.
        sizes.accumulateAndGet(extent, position + bytes.length, Math::max);
        files[extent].write(position, ByteBuffer.wrap(bytes));
    }

    /** Bytes of all files. */
    long bytes() {
        long bytes = 0;
        for (int i = 0; i < sizes.length(); i++) {
            bytes += sizes.get(i);
        }
        return bytes;
    }

    /** Tells every header that lies where the one before ends or, after a gap, behind it. */
    void forEachHeader(BiConsumer<Long, EntryFormat.Header> found) throws IOException {
        byte[] window = new byte[WINDOW_BYTES];
        for (int extent = 0; extent < files.length; extent++) {
            long size = files[extent].size();
            long windowAt = 0;
            int inWindow = 0;
            long position = 0;
            while (position < size) {
                if (position < windowAt
                        || position + EntryFormat.UNIT_BYTES > windowAt + inWindow) {
                    windowAt = position;
                    inWindow = files[extent].read(position, ByteBuffer.wrap(window));
                }
                int at = (int) (position - windowAt);
                EntryFormat.Header header = EntryFormat.header(window, at, inWindow - at);
                if (header == null || position + header.entryBytes() > size) {
                    position += EntryFormat.UNIT_BYTES;
                } else {
                    found.accept(extent * ExtentSpace.EXTENT_BYTES + position, header);
                    position += EntryFormat.unitBytes(header.range());
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (LocalFile file : files) {
            file.close();
        }
    }
}
