package io.colonnade.engine.spill;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A node's folder for what does not fit in memory. Files lose their names as soon as they are open,
 * so that nothing stays behind however the process ends; what was caught between the two is swept
 * at the next start. Thread-safe.
 */
public final class SpillFiles {
    /** Of what is free on the disk at the start, spill files may take so much. */
    private static final int DISK_PERCENT = 80;

    private static final String PREFIX = "spill-";

    private static final Set<StandardOpenOption> NEW =
            Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);

    private final Path folder;
    private final long quotaBytes;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param folder made if it is not there
     * @param quotaBytes most bytes of all queries together; 0 = a part of what the disk has free
     */
    public SpillFiles(Path folder, long quotaBytes) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            sweep();
            this.quotaBytes =
                    quotaBytes > 0
                            ? quotaBytes
                            : Files.getFileStore(folder).getUsableSpace() / 100 * DISK_PERCENT;
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR, "cannot use folder " + folder + ": " + e, e);
        }
    }

    private void sweep() throws IOException {
        List<Path> old;
        try (Stream<Path> files = Files.list(folder)) {
            old = files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList();
        }
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
    }

    /**
     * The place for one query's files.
     *
     * @param name how messages name the query
     * @param limitBytes most bytes of this query
     */
    public QuerySpill query(String name, long limitBytes) {
        return new QuerySpill(this, name, limitBytes);
    }

    /** Bytes in files that are open now. */
    public long used() {
        return used.get();
    }

    long quota() {
        return quotaBytes;
    }

    /** Counts bytes to be written; false if there is no room for them. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= quotaBytes) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    private FileAttribute<?>[] onlyMine() {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** A file without a name. */
    FileChannel open() throws IOException {
        Path path = folder.resolve(PREFIX + UUID.randomUUID());
        FileChannel file = FileChannel.open(path, NEW, onlyMine());
        try {
            Files.delete(path);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return file;
    }
}
