package io.colonnade.bench.kernel;

import io.colonnade.storage.encoding.ByteOutput;
import io.colonnade.storage.encoding.Integers;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Bit-packed integers to arrays: nanoseconds per value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(UnpackBenchmark.ROWS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class UnpackBenchmark {
    static final int ROWS = 2048;

    @Param({"3", "12", "23"})
    int width;

    private final int[] ints = new int[ROWS + 64];
    private final long[] longs = new long[ROWS + 64];
    private byte[] bytes;

    @Setup
    public void encode() {
        Random random = new Random(1);
        long[] values = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            values[i] = random.nextInt(1 << width);
        }
        ByteOutput out = new ByteOutput(1 << 14);
        Integers.encodeAz64(values, ROWS, out);
        byte[] encoded = out.toByteArray();
        bytes = Arrays.copyOf(encoded, encoded.length + Integers.SOURCE_PADDING);
    }

    @Benchmark
    public int toInts() {
        Integers.decode(bytes, 0, ROWS, ints);
        return ints[0];
    }

    @Benchmark
    public long toLongs() {
        Integers.decode(bytes, 0, ROWS, longs);
        return longs[0];
    }
}
