package io.colonnade.storage.seam;

import java.security.SecureRandom;
import java.util.UUID;

/** Chance as the commit path sees it; the simulator has its own, from a seed. Thread-safe. */
public interface Rng {
    /** Any of the 2^64 values, all equally likely. */
    long nextLong();

    /** A value from 0 to `bound` - 1. */
    default long below(long bound) {
        return Math.floorMod(nextLong(), bound);
    }

    /** A name that nobody else makes, as 36 characters. */
    default String uuid() {
        long high = nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
        long low = nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Unforeseeable chance. */
    static Rng system() {
        return SystemRng.INSTANCE;
    }

    /** See {@link Rng#system}. */
    enum SystemRng implements Rng {
        INSTANCE;

        private final SecureRandom random = new SecureRandom();

        @Override
        public long nextLong() {
            return random.nextLong();
        }
    }
}
