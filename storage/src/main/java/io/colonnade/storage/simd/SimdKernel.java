package io.colonnade.storage.simd;

import java.util.function.Supplier;

/**
 * The switch of a kernel that exists twice, scalar and with SIMD registers. SIMD code is slow until
 * it is compiled, and always slow on CPUs that lack one of its instructions; the JVM tells neither.
 * So it is off until it has won a trial, or for good. Shared by all threads.
 *
 * <pre>
 * return WIDE.isOn() ? WideRangeSelection.select(values, ..) : selectScalar(values, ..);
 * </pre>
 */
public final class SimdKernel {
    private static final SimdMode MODE = SimdMode.configured();

    private final String name;
    private final Supplier<Duel> duel;
    private volatile boolean on;

    /**
     * The two contestants of a trial: each does the same work when called, some microseconds of it,
     * and takes every path that queries take: one that was never taken would be compiled away.
     */
    public record Duel(Runnable scalar, Runnable wide) {}

    private SimdKernel(String name, Supplier<Duel> duel) {
        this.name = name;
        this.duel = duel;
    }

    /** Enters the kernel for its trial, which runs in the background. */
    public static SimdKernel of(String name, Supplier<Duel> duel) {
        SimdKernel kernel = new SimdKernel(name, duel);
        if (MODE != SimdMode.OFF && SimdMode.isPossible()) {
            if (MODE == SimdMode.ON) {
                kernel.on = true;
            } else {
                SimdTrials.enter(kernel);
            }
        }
        return kernel;
    }

    /** Whether to call the SIMD twin. */
    public boolean isOn() {
        return on;
    }

    void switchOn() {
        on = true;
    }

    String name() {
        return name;
    }

    Duel newDuel() {
        return duel.get();
    }
}
