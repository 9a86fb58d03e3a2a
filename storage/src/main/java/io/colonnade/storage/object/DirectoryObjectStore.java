package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The bucket as a directory of one machine: key = path. Writes go to a temporary file, are synced
 * and then renamed (put) or hard-linked (putIfAbsent; a link fails if the name exists, so the
 * kernel decides the race), and the directory is synced last. A kill at any step leaves the old
 * state or the new one, and at worst a temporary file, which is swept when it is old. Processes of
 * one machine may share the directory. Nothing is made or swept before the first write.
 */
public final class DirectoryObjectStore implements ObjectStore {
    private static final String TEMPORARY = ".tmp";

    /** No write lasts that long; a younger file may be another process's write under way. */
    private static final Duration TEMPORARY_LIFE = Duration.ofHours(1);

    private final Path root;
    private final Path temporary;

    // Guarded by this: whether the temporary directory is there and swept.
    private boolean prepared;

    public DirectoryObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.temporary = this.root.resolve(TEMPORARY);
    }

    /** A name for a file to write and then to move or link. */
    private Path temporaryFile() throws IOException {
        synchronized (this) {
            if (!prepared) {
                Files.createDirectories(temporary);
                sweepTemporaryFiles();
                prepared = true;
            }
        }
        return temporary.resolve(UUID.randomUUID().toString());
    }

    private void sweepTemporaryFiles() throws IOException {
        FileTime oldest = FileTime.from(Instant.now().minus(TEMPORARY_LIFE));
        try (var files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                if (lastModified(file).compareTo(oldest) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Another process may finish with the file at any time; then it counts as new. */
    private static FileTime lastModified(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            return FileTime.from(Instant.now());
        }
    }

    @Override
    public void put(String key, List<ByteBuffer> body) {
        Path target = path(key);
        try {
            Path file = temporaryFile();
            writeSynced(file, body);
            createParents(target);
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(target.getParent());
        } catch (IOException e) {
            throw failure("write", key, e);
        }
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        Path target = path(key);
        try {
            Path file = temporaryFile();
            writeSynced(file, List.of(body));
            try {
                createParents(target);
                Files.createLink(target, file);
            } catch (FileAlreadyExistsException e) {
                // whoever made it may have died before this
                syncLink(key, target);
                return false;
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failure("create", key, e);
        }
        syncLink(key, target);
        return true;
    }

    /** Makes a link durable; if that fails nobody knows whether it lasts. */
    private static void syncLink(String key, Path target) {
        try {
            syncDirectory(target.getParent());
        } catch (IOException e) {
            throw new ColonnadeException(
                    ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                    "it is unknown whether object \"" + key + "\" will last: " + reason(e),
                    e);
        }
    }

    private static void writeSynced(Path file, List<ByteBuffer> body) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : body) {
                ByteBuffer rest = part.duplicate();
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Creates missing parents and makes each new name durable in its own parent. */
    private void createParents(Path target) throws IOException {
        Path parent = target.getParent();
        if (Files.isDirectory(parent)) {
            return;
        }
        List<Path> missing = new ArrayList<>();
        for (Path p = parent; !p.equals(root) && !Files.isDirectory(p); p = p.getParent()) {
            missing.add(p);
        }
        Files.createDirectories(parent);
        for (Path p : missing) {
            syncDirectory(p.getParent());
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<byte[]> get(String key) {
        try {
            return Optional.of(Files.readAllBytes(path(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", key, e);
        }
    }

    @Override
    public void read(String key, long offset, ByteBuffer target) {
        try (FileChannel channel = FileChannel.open(path(key), StandardOpenOption.READ)) {
            long position = offset;
            while (target.hasRemaining()) {
                int n = channel.read(target, position);
                if (n < 0) {
                    throw new ColonnadeException(
                            ErrorCode.IO_ERROR,
                            "object \""
                                    + key
                                    + "\" ends at "
                                    + position
                                    + " before byte "
                                    + (position + target.remaining()));
                }
                position += n;
            }
        } catch (NoSuchFileException e) {
            throw new ColonnadeException(
                    ErrorCode.UNDEFINED_FILE, "object \"" + key + "\" does not exist", e);
        } catch (IOException e) {
            throw failure("read", key, e);
        }
    }

    @Override
    public long size(String key) {
        try {
            return Files.size(path(key));
        } catch (NoSuchFileException e) {
            return -1;
        } catch (IOException e) {
            throw failure("look up", key, e);
        }
    }

    @Override
    public List<ObjectInfo> list(String prefix, String startAfter, int limit) {
        int slash = prefix.lastIndexOf('/');
        Path start = slash < 0 ? root : path(prefix.substring(0, slash));
        List<ObjectInfo> found = new ArrayList<>();
        if (!Files.isDirectory(start)) {
            return found;
        }
        try {
            Files.walkFileTree(start, new KeyCollector(prefix, startAfter, found));
        } catch (IOException e) {
            throw failure("list", prefix, e);
        }
        found.sort((a, b) -> compareKeys(a.key(), b.key()));
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    /** In the order of the UTF-8 bytes, which is that of the code points. */
    private static int compareKeys(String a, String b) {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                boolean pairs =
                        Character.isSurrogate(a.charAt(i)) || Character.isSurrogate(b.charAt(i));
                return pairs
                        ? Arrays.compareUnsigned(
                                a.getBytes(StandardCharsets.UTF_8),
                                b.getBytes(StandardCharsets.UTF_8))
                        : Character.compare(a.charAt(i), b.charAt(i));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Collects the objects below a directory, leaving out the temporary one. */
    private final class KeyCollector extends SimpleFileVisitor<Path> {
        private final String prefix;
        private final String startAfter;
        private final List<ObjectInfo> found;

        KeyCollector(String prefix, String startAfter, List<ObjectInfo> found) {
            this.prefix = prefix;
            this.startAfter = startAfter;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (dir.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            String start = root.relativize(dir) + "/";
            boolean prefixed = start.startsWith(prefix) || prefix.startsWith(start);
            // where the directory's name differs, all of its keys do
            boolean passed = compareKeys(start, startAfter) < 0 && !startAfter.startsWith(start);
            return dir.equals(temporary) || !prefixed || passed
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String key = root.relativize(file).toString();
            if (key.startsWith(prefix) && compareKeys(key, startAfter) > 0) {
                long modified = attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
                found.add(new ObjectInfo(key, attributes.size(), modified));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                // deleted while the walk was on its way
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw failure("delete", key, e);
        }
    }

    @Override
    public void close() {
        // Nothing is held open between calls.
    }

    @Override
    public String toString() {
        return root.toString();
    }

    private Path path(String key) {
        Path path = root.resolve(key).normalize();
        if (key.isEmpty() || !path.startsWith(root) || path.equals(root)) {
            throw ColonnadeException.internal("not an object key: \"" + key + "\"");
        }
        return path;
    }

    private ColonnadeException failure(String action, String key, IOException e) {
        String reason = reason(e);
        boolean full = reason.contains("No space left");
        return new ColonnadeException(
                        full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR,
                        "could not " + action + " object \"" + key + "\": " + reason,
                        e)
                .detail("The object store is the directory " + root + ".");
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
