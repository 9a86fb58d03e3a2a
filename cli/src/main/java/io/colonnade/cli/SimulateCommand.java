package io.colonnade.cli;

import io.colonnade.leader.simulation.Simulation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Runs the simulator over a range of seeds; ends at the first that breaks a promise. */
@Command(
        name = "simulate",
        description =
                "Run commits, loads, caches, fail-over and garbage collection in a simulated"
                        + " world.")
final class SimulateCommand implements Callable<Integer> {
    /** Of the trace of a failed run; --verbose shows all. */
    private static final int TRACE_LINES = 80;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "First seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of seeds. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--verbose", description = "Show what happens in each run.")
    private boolean verbose;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        // One task runs at a time, so a second carrier thread would only be in its way.
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
        // Before anything is logged: the faults are wanted.
        System.setProperty("colonnade.log.level", "OFF");
        PrintWriter out = spec.commandLine().getOut();
        long start = System.nanoTime();
        long versions = 0;
        long operations = 0;
        long leaders = 0;
        long simulatedNanos = 0;
        for (long next = seed; next < seed + runs; next++) {
            Simulation.Report report = Simulation.run(next, verbose);
            if (verbose) {
                out.println("seed " + next);
                report.trace().forEach(out::println);
            }
            if (report.problem().isPresent()) {
                tell(out, next, report.problem().get());
                return 1;
            }
            versions += report.versions();
            operations += report.operations();
            leaders += report.leaders();
            simulatedNanos += report.nanos();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        out.println(
                String.format(
                        Locale.ROOT,
                        "%d seeds from %d: %d operations, %d versions, %d leaders, %.1f simulated"
                                + " hours in %.1f s; no promise was broken",
                        runs,
                        seed,
                        operations,
                        versions,
                        leaders,
                        simulatedNanos / 3.6e12,
                        seconds));
        return 0;
    }

    private void tell(PrintWriter out, long failed, Throwable problem) {
        if (!verbose) {
            List<String> trace = Simulation.run(failed, true).trace();
            trace.subList(Math.max(0, trace.size() - TRACE_LINES), trace.size())
                    .forEach(out::println);
        }
        out.println("seed " + failed + ": " + problem);
        out.println("Again: colonnade simulate --seed " + failed + " --verbose");
    }
}
