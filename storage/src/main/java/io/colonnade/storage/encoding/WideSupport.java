package io.colonnade.storage.encoding;

import io.colonnade.storage.vector.Vector;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides whether {@link WideUnpacking} is used. Its code is slow until it is compiled, and always
 * slow on CPUs that cannot permute bytes at once; the JVM tells neither. So a thread of our own
 * drives it until it beats the scalar loop, and only then it is switched on; or never. Apart from
 * it, so that nothing of the vector module is loaded where it is not there. {@code
 * -Dcolonnade.simd=false} keeps it off.
 */
final class WideSupport {
    /** Some ten times what compiling takes on a busy machine. */
    private static final long LIMIT_NANOS = 20_000_000_000L;

    /** Rounds to win in a row: one may be luck, when the other loop was interrupted. */
    private static final int WINS = 3;

    private static final int ROUND = 50;
    private static final int COUNT = 2048;

    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static volatile boolean ready;

    private WideSupport() {}

    static boolean isReady() {
        return ready;
    }

    /** Whether there is anything to switch on. */
    static boolean isPossible() {
        return Boolean.parseBoolean(System.getProperty("colonnade.simd", "true"))
                && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && Registers.WIDE;
    }

    /** Starts the trial, once per process; returns at once. */
    static void start() {
        if (STARTED.compareAndSet(false, true) && isPossible()) {
            Thread.ofPlatform().daemon().name("unpacking-trial").start(WideSupport::tryOut);
        }
    }

    private static void tryOut() {
        byte[] source = new byte[COUNT * 8 + BitPacking.SOURCE_PADDING];
        long[] longs = new long[COUNT + Vector.PADDING];
        int[] ints = new int[COUNT + Vector.PADDING];
        long start = System.nanoTime();
        int wins = 0;
        for (int width = 1; wins < WINS && System.nanoTime() - start < LIMIT_NANOS; width++) {
            int w = 1 + width % WideUnpacking.MAX_INT_WIDTH;
            long before = System.nanoTime();
            for (int i = 0; i < ROUND; i++) {
                BitPacking.unpackWindows(source, 0, w, COUNT, 1L, 3L, longs);
                BitPacking.unpackWindows(source, 0, w, COUNT, 1, 3, ints);
            }
            long middle = System.nanoTime();
            for (int i = 0; i < ROUND; i++) {
                WideUnpacking.unpack(source, 0, w, COUNT, 1L, 3L, longs);
                WideUnpacking.unpack(source, 0, w, COUNT, 1, 3, ints);
            }
            boolean faster = 2 * (System.nanoTime() - middle) < middle - before;
            wins = faster ? wins + 1 : 0;
        }
        ready = wins == WINS;
    }

    /** Loaded only when the module is there. */
    private static final class Registers {
        static final boolean WIDE =
                jdk.incubator.vector.ByteVector.SPECIES_PREFERRED.vectorBitSize() == 512;
    }
}
