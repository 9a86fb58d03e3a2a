package io.colonnade.storage.simd;

import io.colonnade.storage.simd.SimdKernel.Duel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The trials of SIMD kernels against their scalar twins: a thread of its own drives both until the
 * SIMD one is compiled and wins, or its time is up. All that wait take turns, so that the compiler
 * works for one while another is driven. The thread ends when none is left.
 */
final class SimdTrials {
    private static final Logger LOG = LoggerFactory.getLogger(SimdTrials.class);

    /** Some ten times what compiling all of them takes on a busy machine. */
    private static final long LIMIT_NANOS = 120_000_000_000L;

    /** What one that is never compiled well may use; on a busy machine most of it is waiting. */
    private static final long KERNEL_LIMIT_NANOS = 10_000_000_000L;

    /** Rounds to win in a row: one may be luck, when the other loop was interrupted. */
    private static final int WINS = 3;

    /** A smaller advantage is not worth the risk that it is none in a query. */
    private static final double ADVANTAGE = 1.25;

    /** Long enough to be timed; what is not compiled yet takes far longer for a single call. */
    private static final long ROUND_NANOS = 500_000;

    private static final Object LOCK = new Object();

    /** Guarded by LOCK. */
    private static final List<SimdKernel> WAITING = new ArrayList<>();

    /** Guarded by LOCK. */
    private static boolean running;

    private SimdTrials() {}

    /** One kernel's state on the thread. */
    private static final class Entrant {
        private final SimdKernel kernel;
        private final Duel duel;
        private final long start = System.nanoTime();
        private long used;
        private int calls = 1;
        private int wins;

        private Entrant(SimdKernel kernel) {
            this.kernel = kernel;
            duel = kernel.newDuel();
        }

        /** Whether it is decided. */
        private boolean round() {
            long scalar = time(duel.scalar());
            long wide = time(duel.wide());
            used += scalar + wide;
            boolean isTimed = wide > ROUND_NANOS / 2;
            wins = isTimed && wide * ADVANTAGE < scalar ? wins + 1 : 0;
            boolean won = wins == WINS;
            if (won) {
                kernel.switchOn();
            }
            boolean over =
                    won || used > KERNEL_LIMIT_NANOS || System.nanoTime() - start > LIMIT_NANOS;
            if (over) {
                LOG.debug(
                        "kernel {}: {} with SIMD, {} ns instead of {}",
                        kernel.name(),
                        won ? "runs" : "does not run",
                        wide / calls,
                        scalar / calls);
            }
            calls = wide < ROUND_NANOS ? calls * 2 : Math.max(1, calls / 2);
            return over;
        }

        private long time(Runnable contestant) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                contestant.run();
            }
            return System.nanoTime() - start;
        }
    }

    static void enter(SimdKernel kernel) {
        synchronized (LOCK) {
            WAITING.add(kernel);
            if (!running) {
                running = true;
                Thread.ofPlatform().daemon().name("simd-trials").start(SimdTrials::run);
            }
        }
    }

    private static void run() {
        List<Entrant> entrants = new ArrayList<>();
        while (admit(entrants)) {
            for (Iterator<Entrant> turn = entrants.iterator(); turn.hasNext(); ) {
                if (turn.next().round()) {
                    turn.remove();
                }
            }
        }
    }

    /** Takes in those that wait; whether there is anything to do. */
    private static boolean admit(List<Entrant> entrants) {
        List<SimdKernel> arrived;
        synchronized (LOCK) {
            arrived = new ArrayList<>(WAITING);
            WAITING.clear();
            running = !entrants.isEmpty() || !arrived.isEmpty();
        }
        // outside of the lock: this may load classes that enter kernels of their own
        arrived.forEach(kernel -> entrants.add(new Entrant(kernel)));
        return !entrants.isEmpty();
    }
}
