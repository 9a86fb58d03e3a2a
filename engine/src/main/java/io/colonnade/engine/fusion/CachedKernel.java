package io.colonnade.engine.fusion;

import io.colonnade.storage.vector.Batch;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the cache knows of one shape: first only how much it is used, in the end a kernel that the
 * JVM has compiled. Thread-safe.
 */
public final class CachedKernel {
    /** Tasks that opened the shape: it is not seen for the first time then, with few workers. */
    private static final int RECURRENCES = 4;

    /** Rows times operations: some 20 ms of work in the other way. */
    private static final long MUCH_WORK = 20_000_000;

    /** A call must take less than this per row and operation to be of use. */
    private static final double MOST_NANOS = 0.8;

    /** HotSpot compiles to the end after some 600 calls. */
    private static final int ROUNDS = 60;

    private static final int CALLS = 100;

    private final FusedShape shape;
    private final Executor background;
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicLong work = new AtomicLong();
    private final AtomicBoolean requested = new AtomicBoolean();
    private volatile FusedKernel kernel;

    CachedKernel(FusedShape shape, Executor background) {
        this.shape = shape;
        this.background = background;
    }

    void opened() {
        tasks.incrementAndGet();
    }

    /** The kernel if there is one yet. */
    public FusedKernel kernel() {
        return kernel;
    }

    /** Rows were computed without a kernel: asks for one when that is worth it. */
    public void missed(int rows) {
        long all = work.addAndGet((long) rows * shape.operations());
        boolean wanted = all > MUCH_WORK || tasks.get() >= RECURRENCES;
        if (wanted && !requested.get() && requested.compareAndSet(false, true)) {
            background.execute(this::make);
        }
    }

    /** Published only once it is fast: the interpreter would take longer than the other way. */
    private void make() {
        FusedKernel made = KernelGenerator.generate(shape);
        Object[] columns =
                shape.columns().stream()
                        .map(c -> c.type() == PhysicalType.INT ? ints() : longs())
                        .toArray();
        long[] constants = shape.constants();
        long[][] results = new long[shape.roots().size()][Batch.CAPACITY];
        double enough = MOST_NANOS * CALLS * Batch.CAPACITY * shape.operations();
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int call = 0; call < CALLS; call++) {
                made.run(columns, constants, results, Batch.CAPACITY);
            }
            if (System.nanoTime() - start < enough) {
                kernel = made;
                return;
            }
        }
    }

    private static Object ints() {
        int[] values = new int[Batch.CAPACITY];
        Arrays.setAll(values, i -> i % 7);
        return values;
    }

    private static Object longs() {
        long[] values = new long[Batch.CAPACITY];
        Arrays.setAll(values, i -> i % 7);
        return values;
    }
}
