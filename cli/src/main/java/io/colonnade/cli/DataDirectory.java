package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The data folder of one running server, locked until closed. VERSION holds the number of its
 * layout, store/ the bucket, local/ what may be lost (caches, spilled data).
 */
public final class DataDirectory implements AutoCloseable {
    /** Raised when an older server could not read the folder, or this one not an older folder. */
    static final int FORMAT = 1;

    private static final String VERSION = "VERSION";
    private static final String LOCK = "LOCK";

    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataDirectory(Path folder, FileChannel lockFile, FileLock lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** Makes the folder if it is not there, checks its format and takes its lock. */
    public static DataDirectory open(Path folder) {
        try {
            Files.createDirectories(folder);
            checkVersion(folder);
            DataDirectory directory = lock(folder);
            try {
                directory.prepare();
                return directory;
            } catch (IOException e) {
                directory.close();
                throw e;
            }
        } catch (FileAlreadyExistsException | NotDirectoryException e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR, "data directory " + folder + " is not a directory", e);
        } catch (IOException e) {
            throw new ColonnadeException(
                            ErrorCode.IO_ERROR,
                            "cannot use data directory " + folder + ": " + reason(e),
                            e)
                    .hint(
                            "User "
                                    + System.getProperty("user.name")
                                    + " must be able to read and write it.");
        }
    }

    /** True for a folder that a server has used before. */
    static boolean isInitialized(Path folder) {
        return Files.exists(folder.resolve(VERSION));
    }

    public Path store() {
        return folder.resolve("store");
    }

    public Path local() {
        return folder.resolve("local");
    }

    private void prepare() throws IOException {
        if (!isInitialized(folder)) {
            Path draft = folder.resolve(VERSION + ".new");
            Files.writeString(draft, FORMAT + "\n");
            Files.move(draft, folder.resolve(VERSION), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.createDirectories(store());
        Files.createDirectories(local());
    }

    private static void checkVersion(Path folder) throws IOException {
        if (!isInitialized(folder)) {
            if (Files.exists(folder.resolve("store")) && !isEmpty(folder.resolve("store"))) {
                throw new ColonnadeException(
                        ErrorCode.CONFIG_FILE_ERROR,
                        "data directory " + folder + " has a store but no " + VERSION + " file");
            }
            return;
        }
        String found = Files.readString(folder.resolve(VERSION)).strip();
        if (!found.equals(Integer.toString(FORMAT))) {
            throw new ColonnadeException(
                            ErrorCode.CONFIG_FILE_ERROR,
                            "data directory "
                                    + folder
                                    + " has format "
                                    + found
                                    + ", this server reads format "
                                    + FORMAT)
                    .hint("Start it with the version of Colonnade that wrote it.");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static DataDirectory lock(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(
                        folder.resolve(LOCK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            String owner = read(file);
            file.close();
            throw new ColonnadeException(
                    ErrorCode.CANNOT_CONNECT_NOW,
                    "data directory " + folder + " is in use by process " + owner);
        }
        byte[] process =
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        file.truncate(0);
        file.write(ByteBuffer.wrap(process), 0);
        return new DataDirectory(folder, file, lock);
    }

    private static String read(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        file.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.IO_ERROR, "cannot unlock data directory " + folder, e);
        }
    }
}
