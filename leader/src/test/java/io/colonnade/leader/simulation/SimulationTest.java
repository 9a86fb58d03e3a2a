package io.colonnade.leader.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

/** {@code -Druns=} sets the number of seeds, {@code -Dseed=} the first. */
class SimulationTest {
    /** Of the trace of a failed run. */
    private static final int LINES = Integer.getInteger("lines", 60);

    private final long first = Long.getLong("seed", 1);
    private final int runs = Integer.getInteger("runs", 500);

    @Test
    void everySeedKeepsThePromises() {
        long versions = 0;
        long start = System.nanoTime();
        for (long seed = first; seed < first + runs; seed++) {
            Simulation.Report report = Simulation.run(seed, false);
            if (report.problem().isPresent()) {
                List<String> trace = Simulation.run(seed, true).trace();
                trace.subList(Math.max(0, trace.size() - LINES), trace.size())
                        .forEach(System.out::println);
                throw new AssertionError("seed " + seed, report.problem().get());
            }
            versions += report.versions();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(runs + " seeds, " + versions + " commits, " + seconds + " s");
    }

    @Test
    void aSeedRepeatsItself() {
        assertEquals(Simulation.run(7, true).trace(), Simulation.run(7, true).trace());
        assertTrue(!Simulation.run(8, true).trace().equals(Simulation.run(7, true).trace()));
    }
}
