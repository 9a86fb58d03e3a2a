package io.colonnade.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A colonnade command that runs until it is stopped, as a process of its own with the flags of
 * scripts/colonnade; for tests that stop and kill it.
 */
final class ColonnadeProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready on [^:]+:([0-9]+)");
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final int port;

    private ColonnadeProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the command and waits for the line that says it is ready.
     *
     * @param log gets what it writes to standard error
     */
    static ColonnadeProcess start(Path log, List<String> arguments) throws IOException {
        return start(log, arguments, "");
    }

    /** The same with fail points armed; see io.colonnade.storage.seam.FailPoints. */
    static ColonnadeProcess start(Path log, List<String> arguments, String failPoints)
            throws IOException {
        return start(Colonnade.class, log, arguments, failPoints);
    }

    /** The same by another class with a main method. */
    static ColonnadeProcess start(
            Class<?> main, Path log, List<String> arguments, String failPoints) throws IOException {
        return start(main, log, arguments, failPoints, "1g");
    }

    private static ColonnadeProcess start(
            Class<?> main, Path log, List<String> arguments, String failPoints, String heap)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:TieredStopAtLevel=1",
                        "-Dcolonnade.simd=off",
                        "-Xmx" + heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("COLONNADE_FAIL_POINTS", failPoints);
        Process process = builder.start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return new ColonnadeProcess(process, Integer.parseInt(ready.group(1)));
            }
        }
        throw new IOException(
                arguments.getFirst() + " ended before it was ready:\n" + Files.readString(log));
    }

    /** A server on any free port with all it has in a folder; its log lies beside that. */
    static ColonnadeProcess server(Path data) throws IOException {
        return server(data, "");
    }

    /** The same with fail points armed. */
    static ColonnadeProcess server(Path data, String failPoints) throws IOException {
        return server(data, failPoints, "1g");
    }

    /** The same with so much heap, as -Xmx takes it. */
    static ColonnadeProcess server(Path data, String failPoints, String heap) throws IOException {
        return start(
                Colonnade.class,
                data.resolveSibling("server.err"),
                List.of("server", "--no-warm-up", "--data", data.toString(), "--port", "0"),
                failPoints,
                heap);
    }

    /** Where clients reach it. */
    ServerAddress address() {
        return new ServerAddress(
                ServerConfig.DEFAULT_LISTEN,
                port,
                ServerAddress.DEFAULT_DATABASE,
                ServerAddress.DEFAULT_USER);
    }

    /** A session whose results are computed each time. */
    Connection connect() throws SQLException {
        Connection connection = address().connect("test", false);
        TpchSteps.switchResultCacheOff(connection);
        return connection;
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: the process has no chance to tidy up. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; returns the exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process did not stop on SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
