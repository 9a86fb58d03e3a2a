package io.colonnade.bench.kernel;

import io.colonnade.engine.kernel.BitmapSelection;
import io.colonnade.engine.kernel.CodeSet;
import io.colonnade.engine.kernel.PairSelection;
import io.colonnade.engine.kernel.RangeSelection;
import io.colonnade.engine.kernel.Selections;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The kernels that select rows, each over one batch: nanoseconds per row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(KernelBenchmark.ROWS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KernelBenchmark {
    static final int ROWS = 2048;

    private static final int DOMAIN = 200_000;
    private static final int PADDING = 64;

    private final int[] ints = new int[ROWS + PADDING];
    private final int[] moreInts = new int[ROWS + PADDING];
    private final long[] longs = new long[ROWS + PADDING];
    private final int[] codes = new int[ROWS + PADDING];
    private final byte[] flags = new byte[ROWS + PADDING];
    private final long[] validity = new long[ROWS / 64];
    private final long[] bitmap = new long[DOMAIN / 64 + 2];
    private final int[] selected = new int[ROWS + PADDING];
    private CodeSet fewCodes;
    private CodeSet manyCodes;

    @Setup
    public void fill() {
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            ints[i] = random.nextInt(DOMAIN);
            moreInts[i] = random.nextInt(DOMAIN);
            longs[i] = ints[i];
            codes[i] = random.nextInt(7);
            flags[i] = (byte) random.nextInt(2);
        }
        for (int i = 0; i < validity.length; i++) {
            validity[i] = random.nextLong();
        }
        for (int d = 0; d < DOMAIN; d += 1 + random.nextInt(20)) {
            bitmap[d >>> 6] |= 1L << d;
        }
        fewCodes = new CodeSet(new byte[] {0, 0, 0, 1, 0, 0, 0});
        byte[] many = new byte[1000];
        many[3] = 1;
        manyCodes = new CodeSet(many);
    }

    @Benchmark
    public int rangeOfInts() {
        return RangeSelection.select(ints, ROWS, 1000, DOMAIN / 4, 0, selected);
    }

    @Benchmark
    public int rangeOfLongs() {
        return RangeSelection.select(longs, ROWS, 1000, DOMAIN / 4, 0, selected);
    }

    @Benchmark
    public int pairsOfInts() {
        return PairSelection.selectLess(ints, moreInts, ROWS, 0, selected);
    }

    @Benchmark
    public int bitmapOfInts() {
        return BitmapSelection.select(ints, ROWS, 0, bitmap, selected);
    }

    @Benchmark
    public int bitmapOfLongs() {
        return BitmapSelection.select(longs, ROWS, 0, bitmap, selected);
    }

    @Benchmark
    public int codesInARegister() {
        return fewCodes.select(codes, ROWS, selected);
    }

    @Benchmark
    public int codesInMemory() {
        return manyCodes.select(codes, ROWS, selected);
    }

    @Benchmark
    public int flags() {
        return Selections.byValue(null, ROWS, flags, 1, selected);
    }

    @Benchmark
    public int validity() {
        return Selections.byValidity(null, ROWS, validity, 1, selected);
    }
}
