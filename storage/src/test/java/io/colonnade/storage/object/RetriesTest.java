package io.colonnade.storage.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.storage.seam.Clock;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** How long and how often a store in trouble is asked. */
class RetriesTest {
    /** Time passes only by waiting. */
    private static final class TestClock implements Clock {
        private long nanos = 1;

        @Override
        public long micros() {
            return nanos / 1_000;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleep(long wait) {
            nanos += wait;
        }
    }

    private final TestClock clock = new TestClock();

    private static Duration elapsed(long from, long to) {
        return Duration.ofNanos(to - from);
    }

    @Test
    void endsWithPatience() {
        Retries retries = new Retries(clock, Duration.ofSeconds(20));
        Retries.Attempts attempts = retries.start();
        long start = clock.nanos();
        int tries = 0;
        while (attempts.next()) {
            tries++;
        }
        Duration waited = elapsed(start, clock.nanos());
        assertTrue(waited.toSeconds() >= 16 && waited.toSeconds() <= 20, "waited " + waited);
        // twice 0.05 to 1.6 s on average, then 1.5 s each
        assertTrue(tries >= 9 && tries <= 40, tries + " tries");
        assertTrue(attempts.summary().startsWith("Tried " + (tries + 1) + " times in "));
    }

    @Test
    void noPatienceMeansOneAttempt() {
        Retries.Attempts attempts = new Retries(clock, Duration.ZERO).start();
        clock.sleep(1);
        assertFalse(attempts.next());
        assertTrue(attempts.summary().startsWith("Tried 1 time in "), attempts.summary());
    }

    @Test
    void manyCallsShareTheTokens() {
        Retries retries = new Retries(clock, Duration.ofHours(1));
        long start = clock.nanos();
        for (int call = 0; call < 400; call++) {
            assertTrue(retries.start().next());
        }
        // a burst of 100, then 10 in a second
        long seconds = elapsed(start, clock.nanos()).toSeconds();
        assertTrue(seconds >= 25 && seconds <= 45, seconds + " s");
    }

    @Test
    void anInterruptEndsIt() {
        Retries.Attempts attempts = new Retries(clock, Duration.ofHours(1)).start();
        Thread.currentThread().interrupt();
        assertFalse(attempts.next());
        assertTrue(Thread.interrupted());
    }

    @Test
    void splitsBodiesIntoParts() {
        ByteBuffer body = ByteBuffer.allocate(20 << 20);
        List<List<ByteBuffer>> parts =
                S3Upload.split(List.of(body.slice(0, 3), body.slice(3, (20 << 20) - 3)));
        assertEquals(3, parts.size());
        assertEquals(8 << 20, BufferStream.length(parts.get(0)));
        assertEquals(8 << 20, BufferStream.length(parts.get(1)));
        assertEquals(4 << 20, BufferStream.length(parts.get(2)));
    }
}
