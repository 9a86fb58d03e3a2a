package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class DataDirectoryTest {
    @TempDir private Path parent;

    @Test
    void aNewFolderIsPreparedAndMayBeOpenedAgain() throws IOException {
        Path folder = parent.resolve("a/b");
        DataDirectory.open(folder).close();
        try (DataDirectory again = DataDirectory.open(folder)) {
            assertTrue(Files.isDirectory(again.store()));
            assertTrue(Files.isDirectory(again.local()));
        }
        assertEquals("1\n", Files.readString(folder.resolve("VERSION")));
    }

    @Test
    void twoServersDoNotShareAFolder() {
        DataDirectory first = DataDirectory.open(parent);
        assertEquals(
                "data directory "
                        + parent
                        + " is in use by process "
                        + ProcessHandle.current().pid(),
                message());
        first.close();
        DataDirectory.open(parent).close();
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        Files.writeString(parent.resolve("VERSION"), "2\n");
        assertEquals(
                "data directory " + parent + " has format 2, this server reads format 1",
                message());
    }

    @Test
    void aStoreOfUnknownFormatIsRefused() throws IOException {
        Files.createDirectories(parent.resolve("store/log"));
        assertEquals("data directory " + parent + " has a store but no VERSION file", message());
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertEquals(
                "data directory " + file + " is not a directory",
                assertThrows(ColonnadeException.class, () -> DataDirectory.open(file))
                        .getMessage());
    }

    private String message() {
        return assertThrows(ColonnadeException.class, () -> DataDirectory.open(parent))
                .getMessage();
    }
}
