package io.colonnade.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as a process of its own, with the flags of scripts/colonnade; for tests that kill it.
 */
final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready on [^:]+:([0-9]+)");
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server on any free port and waits for the line that says it is ready. */
    static ServerProcess start(Path data) throws IOException {
        return start(data, "");
    }

    /** The same with fail points armed; see io.colonnade.storage.seam.FailPoints. */
    static ServerProcess start(Path data, String failPoints) throws IOException {
        return start(data, failPoints, "1g");
    }

    /** The same with so much heap, as -Xmx takes it. */
    static ServerProcess start(Path data, String failPoints, String heap) throws IOException {
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
                        "-Xmx" + heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Colonnade.class.getName(),
                        "server",
                        "--no-warm-up",
                        "--data",
                        data.toString(),
                        "--port",
                        "0"));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectError(new File(data.getParent().toFile(), "server.err"));
        builder.environment().put("COLONNADE_FAIL_POINTS", failPoints);
        Process process = builder.start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return new ServerProcess(process, Integer.parseInt(ready.group(1)));
            }
        }
        throw new IOException("the server ended before it was ready; see server.err");
    }

    ServerAddress address() {
        return new ServerAddress(
                ServerConfig.DEFAULT_LISTEN,
                port,
                ServerAddress.DEFAULT_DATABASE,
                ServerAddress.DEFAULT_USER);
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
            throw new IllegalStateException("the server did not stop on SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
