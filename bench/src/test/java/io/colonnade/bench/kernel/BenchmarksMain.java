package io.colonnade.bench.kernel;

import io.colonnade.storage.simd.SimdMode;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.util.List;

/** Runs the benchmarks whose names match the argument (all without one), with SIMD and without. */
public final class BenchmarksMain {
    static final List<String> JVM_OPTIONS =
            List.of("--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC");

    private BenchmarksMain() {}

    public static void main(String[] arguments) throws RunnerException {
        String names = arguments.length == 0 ? "io.colonnade.bench.kernel.*" : arguments[0];
        for (String mode : List.of("off", "on")) {
            new Runner(
                            new OptionsBuilder()
                                    .include(names)
                                    .jvmArgsAppend(JVM_OPTIONS.toArray(String[]::new))
                                    .jvmArgsAppend("-D" + SimdMode.PROPERTY + "=" + mode)
                                    .build())
                    .run();
        }
    }
}
