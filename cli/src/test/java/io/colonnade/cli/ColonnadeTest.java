package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.wlm.queue.QueueConfig;
import io.colonnade.wlm.queue.WlmConfig;
import io.colonnade.wlm.queue.WlmConfigReader;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line: help everywhere, exit statuses, errors in one line. */
class ColonnadeTest {
    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelp() {
        List<List<String>> commands = new ArrayList<>();
        collect(Colonnade.commandLine(), List.of(), commands);
        assertTrue(commands.size() >= 8, commands.toString());
        return commands.stream()
                .map(
                        path ->
                                DynamicTest.dynamicTest(
                                        "colonnade " + String.join(" ", path),
                                        () -> checkHelp(path)));
    }

    private static void collect(
            CommandLine command, List<String> path, List<List<String>> commands) {
        commands.add(path);
        command.getSubcommands()
                .forEach(
                        (name, subcommand) -> {
                            List<String> longer = new ArrayList<>(path);
                            longer.add(name);
                            collect(subcommand, longer, commands);
                        });
    }

    private static void checkHelp(List<String> path) {
        StringWriter text = new StringWriter();
        List<String> arguments = new ArrayList<>(path);
        arguments.add("--help");
        int status =
                Colonnade.commandLine()
                        .setOut(new PrintWriter(text))
                        .execute(arguments.toArray(String[]::new));
        assertEquals(0, status);
        assertTrue(text.toString().startsWith("Usage: colonnade"), text.toString());
    }

    @Test
    void wrongUsageIsStatusTwo() {
        assertEquals(2, execute("server"));
        assertEquals(
                "colonnade: Missing required option: '--data=DIR'\nTry colonnade server --help.\n",
                err.toString());
        assertEquals(2, execute());
        assertEquals(2, execute("bench"));
        assertEquals(2, execute("quickstart", "--scale", "many"));
    }

    @Test
    void aFailureIsStatusOneAndOneLine() throws IOException {
        Files.writeString(folder.resolve("VERSION"), "9\n");
        assertEquals(1, execute("server", "--data", folder.toString(), "--port", "0"));
        assertEquals(
                "colonnade: data directory "
                        + folder
                        + " has format 9, this server reads format 1. Start it with the version of"
                        + " Colonnade that wrote it.\n",
                err.toString());
    }

    @Test
    void unknownConfigurationKeysAreNamedWithTheNearest() throws IOException {
        Path file = folder.resolve("server.yaml");
        Files.writeString(file, "server:\n  prot: 1\n");
        assertEquals(
                1, execute("server", "--data", folder.toString(), "--config", file.toString()));
        assertEquals(
                "colonnade: configuration file "
                        + file
                        + ": unknown setting of section server prot. Perhaps you meant port.\n",
                err.toString());
    }

    @Test
    void theSampleConfigurationHasTheDefaults() {
        ServerConfigFile file = ServerConfigFile.read(sample("embedded.yaml"));
        assertEquals(ServerConfig.DEFAULT_PORT, file.number("port").orElseThrow());
        assertEquals(ServerConfig.DEFAULT_LISTEN, file.text("listen").orElseThrow());
        assertEquals(ServerConfig.DEFAULT_SLICES, file.number("slices").orElseThrow());
        assertEquals(
                GarbagePolicy.standard().retentionMicros() / 1_000_000,
                file.retention().orElseThrow().toSeconds());
        assertTrue(file.autoVacuum());
    }

    @Test
    void theSampleQueuesAreRead() {
        Path sample = sample("queues.yaml");
        ServerConfigFile.read(sample);
        WlmConfig config = new WlmConfigReader("queues").read(RepositoryFiles.read(sample));
        assertEquals(
                List.of("etl", "dashboards", "default"),
                config.queues().stream().map(QueueConfig::name).toList());
    }

    private static Path sample(String name) {
        return RepositoryFiles.locate().root().resolve("cluster-config").resolve(name);
    }

    @Test
    void quickstartLeavesForeignFoldersAlone() throws IOException {
        Files.writeString(folder.resolve("precious"), "data");
        assertEquals(1, execute("quickstart", "--data", folder.toString()));
        assertTrue(err.toString().contains("holds files that quickstart did not make"));
        assertEquals("data", Files.readString(folder.resolve("precious")));
    }

    private int execute(String... arguments) {
        err.getBuffer().setLength(0);
        return Colonnade.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
