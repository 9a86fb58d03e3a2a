package io.colonnade.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The checked-out repository as the tests of its own shape see it: sources and documents, no build
 * output.
 */
final class RepositoryFiles {
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", "node_modules");

    private final Path root;

    private RepositoryFiles(Path root) {
        this.root = root;
    }

    /** Finds the root by the wrapper that lies in it, from the folder the tests run in. */
    static RepositoryFiles locate() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no mvnw above " + Path.of("").toAbsolutePath());
        }
        return new RepositoryFiles(folder);
    }

    Path root() {
        return root;
    }

    /** The path relative to the root, with slashes on every system. */
    String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    List<Path> mainSources() {
        return files(name -> name.contains("/src/main/java/") && name.endsWith(".java"));
    }

    List<Path> testSources() {
        return files(name -> name.contains("/src/test/java/") && name.endsWith(".java"));
    }

    List<Path> protocolSources() {
        return files(name -> name.endsWith(".proto"));
    }

    List<Path> documents() {
        return files(name -> name.endsWith(".md"));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private List<Path> files(Predicate<String> wanted) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (wanted.test(name(file))) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }
}
