package io.colonnade.leader.pgwire;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Slows down clients that keep giving wrong passwords, by their address. Thread-safe. */
final class FailedLogins {
    /** Typing errors are free. */
    private static final int FREE_FAILURES = 3;

    private static final long FIRST_DELAY_MILLIS = 250;
    private static final int MOST_DOUBLINGS = 4;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final int ADDRESS_LIMIT = 10_000;

    private final Cache<InetAddress, Integer> failures =
            Caffeine.newBuilder()
                    .maximumSize(ADDRESS_LIMIT)
                    .expireAfterWrite(FORGOTTEN_AFTER)
                    .build();

    void failed(InetAddress address) {
        failures.asMap().merge(address, 1, Integer::sum);
    }

    void succeeded(InetAddress address) {
        failures.invalidate(address);
    }

    static long delayMillis(int failures) {
        int beyond = failures - FREE_FAILURES;
        return beyond <= 0 ? 0 : FIRST_DELAY_MILLIS << Math.min(beyond - 1, MOST_DOUBLINGS);
    }

    /** Makes the calling virtual thread wait as long as the address deserves. */
    void delay(InetAddress address) {
        Integer count = failures.getIfPresent(address);
        long millis = count == null ? 0 : delayMillis(count);
        if (millis == 0) {
            return;
        }
        // Nobody opens the latch: the wait ends with its time, or by the interrupt of a closed
        // client.
        CountDownLatch never = new CountDownLatch(1);
        try {
            if (never.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a latch without an opener was opened");
            }
        } catch (InterruptedException e) {
            throw new Inbox.ClosedException();
        }
    }
}
