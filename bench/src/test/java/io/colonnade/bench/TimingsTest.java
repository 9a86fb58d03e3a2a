package io.colonnade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimingsTest {
    @Test
    void mediansTotalsAndMeans() {
        Timings timings = new Timings(2, 4);
        for (long millis : new long[] {30, 10, 20}) {
            timings.add(0, millis * 1_000_000);
        }
        for (long millis : new long[] {100, 20, 80, 60}) {
            timings.add(1, millis * 1_000_000);
        }
        assertEquals(20, timings.medianMillis(0));
        assertEquals(70, timings.medianMillis(1));
        assertEquals(90, timings.totalMillis());
        assertEquals(Math.sqrt(1400), timings.geometricMeanMillis(), 1e-9);
    }
}
