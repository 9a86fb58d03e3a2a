package io.colonnade.storage.seam;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that only this user can read, locked by this process until closed. Thread-safe; threads
 * that are interrupted while they read or write finish first.
 */
public final class FolderDisk implements LocalDisk {
    private static final String LOCK = "lock";

    private static final Set<StandardOpenOption> READ_WRITE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;

    /** Makes the folder if it is not there. */
    public FolderDisk(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder, permissions("rwx------"));
            }
            lockFile = open(folder.resolve(LOCK));
            lock = lock();
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR, "cannot use folder " + folder + ": " + e, e);
        }
    }

    private FileLock lock() throws IOException {
        FileLock mine;
        try {
            mine = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            mine = null;
        }
        if (mine == null) {
            lockFile.close();
            throw new ColonnadeException(
                            ErrorCode.CANNOT_CONNECT_NOW,
                            "folder " + folder + " is in use by another node")
                    .hint("Give each node a folder of its own.");
        }
        return mine;
    }

    private static FileAttribute<?>[] permissions(String text) {
        boolean posix = Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
                }
                : new FileAttribute<?>[0];
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, READ_WRITE, permissions("rw-------"));
    }

    @Override
    public LocalFile open(String name) throws IOException {
        return new File(folder.resolve(name));
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .forEach(names::add);
        }
        return names;
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void close() throws IOException {
        if (lock.isValid()) {
            lock.release();
        }
        lockFile.close();
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /** A file of the folder. An interrupt closes its channel: then it is opened again. */
    private static final class File implements LocalFile {
        private final Path path;
        private volatile FileChannel channel;
        private volatile boolean closed;

        private File(Path path) throws IOException {
            this.path = path;
            channel = FolderDisk.open(path);
        }

        /** Something done with the channel, from its start. */
        @FunctionalInterface
        private interface Work {
            long on(FileChannel channel) throws IOException;
        }

        private long uninterrupted(Work work) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                while (true) {
                    FileChannel current = channel;
                    try {
                        return work.on(current);
                    } catch (ClosedChannelException e) {
                        interrupted |= Thread.interrupted();
                        reopen(current, e);
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private synchronized void reopen(FileChannel dead, ClosedChannelException reason)
                throws IOException {
            if (closed) {
                throw reason;
            }
            if (channel == dead) {
                channel = FolderDisk.open(path);
            }
        }

        @Override
        public long size() throws IOException {
            return uninterrupted(FileChannel::size);
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            int first = target.position();
            return (int)
                    uninterrupted(
                            file -> {
                                target.position(first);
                                int read = 0;
                                while (target.hasRemaining()) {
                                    int count = file.read(target, position + read);
                                    if (count < 0) {
                                        break;
                                    }
                                    read += count;
                                }
                                return read;
                            });
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            int first = source.position();
            uninterrupted(
                    file -> {
                        source.position(first);
                        while (source.hasRemaining()) {
                            file.write(source, position + source.position() - first);
                        }
                        return 0;
                    });
        }

        @Override
        public void truncate(long size) throws IOException {
            uninterrupted(
                    file -> {
                        file.truncate(size);
                        return 0;
                    });
        }

        @Override
        public void sync() throws IOException {
            uninterrupted(
                    file -> {
                        file.force(true);
                        return 0;
                    });
        }

        @Override
        public synchronized void close() throws IOException {
            closed = true;
            channel.close();
        }
    }
}
