package io.colonnade.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has to be known to read figures or to get them again: date, commit, machine, JVM and its
 * flags, and what the run adds. In the order in which they are shown.
 */
public final class RunFacts {
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    private final Map<String, String> facts = new LinkedHashMap<>();

    /** Facts of this process. */
    public RunFacts() {
        add("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        add("commit", commit());
        add("machine", machine());
        add("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        // what is the same on every machine: the options that the launcher gives
        add(
                "java options",
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(option -> !option.startsWith("-Dcolonnade.launcher"))
                        .collect(Collectors.joining(" ")));
    }

    public RunFacts add(String name, String value) {
        facts.put(name, value);
        return this;
    }

    public Map<String, String> all() {
        return Collections.unmodifiableMap(facts);
    }

    private static String machine() {
        return processor().map(name -> name + ", ").orElse("")
                + Runtime.getRuntime().availableProcessors()
                + " cores, "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch");
    }

    private static Optional<String> processor() {
        if (!Files.isReadable(PROCESSOR)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(PROCESSOR)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Of the sources that the launcher belongs to; a plus says that they were changed since. */
    private static String commit() {
        String launcher = System.getProperty("colonnade.launcher", "");
        Path folder = launcher.isEmpty() ? Path.of("") : Path.of(launcher).getParent();
        Optional<String> hash = git(folder, "rev-parse", "--short", "HEAD");
        boolean changed =
                git(folder, "status", "--porcelain", "--untracked-files=no")
                        .filter(text -> !text.isEmpty())
                        .isPresent();
        return hash.map(text -> changed ? text + "+" : text).orElse("unknown");
    }

    private static Optional<String> git(Path folder, String... arguments) {
        try {
            Process git =
                    new ProcessBuilder(
                                    Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
                            .directory(folder.toAbsolutePath().toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? Optional.of(text.strip()) : Optional.empty();
        } catch (IOException e) {
            // a release without its sources, or no git
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The facts as lines of text. */
    public List<String> lines() {
        return facts.entrySet().stream()
                .map(fact -> String.format(Locale.ROOT, "%-13s %s", fact.getKey(), fact.getValue()))
                .toList();
    }
}
