package io.colonnade.leader.simulation;

import io.colonnade.storage.seam.Rng;

import java.util.SplittableRandom;

/** The one source of chance of a run. Owned by the baton's holder. */
final class Chance implements Rng {
    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    long between(long low, long high) {
        return low + random.nextLong(high - low + 1);
    }

    boolean with(double probability) {
        return random.nextDouble() < probability;
    }
}
