package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.seam.Clock;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One process of a cluster on this machine, as a file in the cluster's folder tells it:
 *
 * <pre>
 * run/10-node-1.pid    pid, start of the process in milliseconds, port; stopped in falling order
 * log/node-1.log       what it wrote
 * </pre>
 *
 * <p>A process counts as the cluster's only if its start is the one in the file: numbers of
 * processes are used again.
 */
record ClusterProcess(Path file, String name, long pid, long startMillis, int port) {
    private static final Pattern READY = Pattern.compile("ready on [^:]+:([0-9]+)");
    private static final int READY_SECONDS = 120;
    private static final int STOP_SECONDS = 30;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Set by the launcher, which then starts the others with the class paths that they need. */
    private static final String LAUNCHER = "colonnade.launcher";

    /**
     * What to start.
     *
     * @param order two digits; a process of a higher one needs those of lower ones
     */
    record Command(String order, String name, int heapMegabytes, List<String> arguments) {}

    /** Every process that was started in the folder and not stopped, in starting order. */
    static List<ClusterProcess> all(Path data) {
        Path run = data.resolve("run");
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .sorted()
                    .map(ClusterProcess::read)
                    .toList();
        } catch (IOException e) {
            throw failure("cannot read " + run, e);
        }
    }

    private static ClusterProcess read(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ");
            String name = file.getFileName().toString().replaceAll("^[0-9]+-|\\.pid$", "");
            return new ClusterProcess(
                    file,
                    name,
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Integer.parseInt(words[2]));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw failure("cannot read " + file, e);
        }
    }

    /** The process if it still runs. */
    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> startMillis(handle) == startMillis);
    }

    Path log() {
        return file.resolveSibling("../log/" + name + ".log").normalize();
    }

    private static long startMillis(ProcessHandle handle) {
        return handle.info().startInstant().map(start -> start.toEpochMilli()).orElse(-1L);
    }

    /** Starts a process that outlives this one, and returns when it is ready. */
    static ClusterProcess start(Path data, Command command) {
        Path log = data.resolve("log").resolve(command.name() + ".log");
        Path file = data.resolve("run").resolve(command.order() + "-" + command.name() + ".pid");
        try {
            Files.createDirectories(log.getParent());
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(log);
            ProcessBuilder builder =
                    new ProcessBuilder(commandLine(command))
                            .redirectInput(new File("/dev/null"))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().putIfAbsent("COLONNADE_HEAP", command.heapMegabytes() + "m");
            Process process = builder.start();
            ClusterProcess started =
                    new ClusterProcess(
                            file,
                            command.name(),
                            process.pid(),
                            startMillis(process.toHandle()),
                            0);
            started.write();
            ClusterProcess ready = started.withPort(awaitReady(process, log));
            ready.write();
            return ready;
        } catch (IOException e) {
            throw failure("cannot start " + command.name(), e);
        }
    }

    private ClusterProcess withPort(int newPort) {
        return new ClusterProcess(file, name, pid, startMillis, newPort);
    }

    private void write() throws IOException {
        Files.writeString(file, pid + " " + startMillis + " " + port + "\n");
    }

    private static List<String> commandLine(Command command) {
        List<String> line = new ArrayList<>();
        String launcher = System.getProperty(LAUNCHER);
        if (launcher != null) {
            line.add(launcher);
        } else {
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(
                    List.of(
                            "--add-modules=jdk.incubator.vector",
                            "--enable-native-access=ALL-UNNAMED",
                            "--add-opens=java.base/java.nio=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-XX:+UseCompactObjectHeaders",
                            "-Xmx" + command.heapMegabytes() + "m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Colonnade.class.getName()));
        }
        line.addAll(command.arguments());
        return line;
    }

    private static int awaitReady(Process process, Path log) throws IOException {
        Clock clock = Clock.system();
        long end = clock.nanos() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (true) {
            boolean alive = process.isAlive();
            String text = Files.readString(log);
            Matcher ready = READY.matcher(text);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            if (!alive || clock.nanos() > end || Thread.currentThread().isInterrupted()) {
                String last = text.strip().lines().reduce((a, b) -> b).orElse("");
                throw new ColonnadeException(
                        ErrorCode.NODE_UNAVAILABLE,
                        (alive ? "not ready in " + READY_SECONDS + " s, see " : "ended, see ")
                                + log
                                + ": "
                                + last);
            }
            clock.sleep(POLL_NANOS);
        }
    }

    /** Ends the processes of the folder, those that need others first; returns how many ran. */
    static int stopAll(Path data) {
        int stopped = 0;
        for (ClusterProcess process : all(data).reversed()) {
            Optional<ProcessHandle> handle = process.handle();
            if (handle.isPresent()) {
                end(handle.get());
                stopped++;
            }
            try {
                Files.deleteIfExists(process.file());
            } catch (IOException e) {
                throw failure("cannot delete " + process.file(), e);
            }
        }
        return stopped;
    }

    /** SIGTERM, and SIGKILL for one that does not listen: nothing acknowledged can be lost. */
    private static void end(ProcessHandle handle) {
        handle.destroy();
        Clock clock = Clock.system();
        long end = clock.nanos() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        while (handle.isAlive()) {
            if (clock.nanos() > end) {
                handle.destroyForcibly();
            }
            clock.sleep(POLL_NANOS);
        }
    }

    private static ColonnadeException failure(String what, Exception e) {
        boolean gone = e instanceof NoSuchFileException;
        return new ColonnadeException(
                ErrorCode.IO_ERROR, what + ": " + (gone ? "no such file" : e.getMessage()), e);
    }
}
