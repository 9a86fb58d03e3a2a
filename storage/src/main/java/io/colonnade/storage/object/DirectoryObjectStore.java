package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The bucket as a directory of one machine: key = path. Writes go to a temporary file, are synced
 * and then renamed (put) or hard-linked (putIfAbsent; a link fails if the name exists, so the
 * kernel decides the race), and the directory is synced last. A kill at any step leaves the old
 * state or the new one, and at worst a temporary file that the next start sweeps.
 */
public final class DirectoryObjectStore implements ObjectStore {
    private static final String TEMPORARY = ".tmp";

    private final Path root;
    private final Path temporary;

    public DirectoryObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.temporary = this.root.resolve(TEMPORARY);
        try {
            Files.createDirectories(temporary);
            sweepTemporaryFiles();
        } catch (IOException e) {
            throw failure("open", root.toString(), e);
        }
    }

    private void sweepTemporaryFiles() throws IOException {
        try (var files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void put(String key, List<ByteBuffer> body) {
        Path target = path(key);
        Path file = temporary.resolve(UUID.randomUUID().toString());
        try {
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
        Path file = temporary.resolve(UUID.randomUUID().toString());
        try {
            writeSynced(file, List.of(body));
            createParents(target);
            try {
                Files.createLink(target, file);
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.deleteIfExists(file);
            }
            syncDirectory(target.getParent());
            return true;
        } catch (IOException e) {
            throw failure("create", key, e);
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
    public List<String> list(String prefix, String startAfter, int limit) {
        int slash = prefix.lastIndexOf('/');
        Path start = slash < 0 ? root : path(prefix.substring(0, slash));
        List<String> keys = new ArrayList<>();
        if (!Files.isDirectory(start)) {
            return keys;
        }
        try {
            Files.walkFileTree(start, new KeyCollector(prefix, startAfter, keys));
        } catch (IOException e) {
            throw failure("list", prefix, e);
        }
        Collections.sort(keys);
        return keys.size() > limit ? keys.subList(0, limit) : keys;
    }

    /** Collects the keys below a directory, leaving out the temporary one. */
    private final class KeyCollector extends SimpleFileVisitor<Path> {
        private final String prefix;
        private final String startAfter;
        private final List<String> keys;

        KeyCollector(String prefix, String startAfter, List<String> keys) {
            this.prefix = prefix;
            this.startAfter = startAfter;
            this.keys = keys;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return dir.equals(temporary) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String key = root.relativize(file).toString();
            if (key.startsWith(prefix) && key.compareTo(startAfter) > 0) {
                keys.add(key);
            }
            return FileVisitResult.CONTINUE;
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

    private Path path(String key) {
        Path path = root.resolve(key).normalize();
        if (key.isEmpty() || !path.startsWith(root) || path.equals(root)) {
            throw ColonnadeException.internal("not an object key: \"" + key + "\"");
        }
        return path;
    }

    private ColonnadeException failure(String action, String key, IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        boolean full = reason.contains("No space left");
        return new ColonnadeException(
                        full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR,
                        "could not " + action + " object \"" + key + "\": " + reason,
                        e)
                .detail("The object store is the directory " + root + ".");
    }
}
