package io.colonnade.bench.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.colonnade.storage.simd.SimdMode;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Every benchmark runs once, so that none rots; with -Dbenchmarks=REGEX those are measured. */
class KernelBenchmarksTest {
    private static final List<Class<?>> BENCHMARKS =
            List.of(KernelBenchmark.class, TextBenchmark.class, UnpackBenchmark.class);

    @Test
    void allRun() throws RunnerException {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include("io.colonnade.bench.kernel.*")
                                        .param("width", "12")
                                        .mode(Mode.SingleShotTime)
                                        .warmupIterations(0)
                                        .measurementIterations(1)
                                        .forks(0)
                                        .shouldFailOnError(true)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run();
        long methods =
                BENCHMARKS.stream()
                        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                        .filter(KernelBenchmarksTest::isBenchmark)
                        .count();
        assertEquals(methods, results.size());
    }

    /** With SIMD registers and without, each in a JVM of its own. */
    @Test
    void measured() throws RunnerException {
        String names = System.getProperty("benchmarks");
        assumeTrue(names != null, "-Dbenchmarks=REGEX measures");
        for (String mode : List.of("off", "on")) {
            new Runner(
                            new OptionsBuilder()
                                    .include(names)
                                    .jvmArgs(
                                            "--add-modules=jdk.incubator.vector",
                                            "-XX:+UseParallelGC",
                                            "-D" + SimdMode.PROPERTY + "=" + mode)
                                    .build())
                    .run();
        }
    }

    private static boolean isBenchmark(Method method) {
        return method.isAnnotationPresent(org.openjdk.jmh.annotations.Benchmark.class);
    }
}
