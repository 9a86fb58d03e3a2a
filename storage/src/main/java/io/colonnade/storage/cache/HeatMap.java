package io.colonnade.storage.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.colonnade.storage.seam.Clock;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often each block of a node was read lately: every read counts 1 and loses half of its weight
 * in ten minutes. Thread-safe; of two counts at the same instant one may be lost. Forgets the
 * segments that were not read for longest when there are too many.
 */
public final class HeatMap {
    /** Room for some million blocks. */
    private static final long MAX_BLOCKS = 2L << 20;

    private static final double HALF_LIFE_SECONDS = 600;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Clock clock;
    private final long start;

    /** Segment to, for each block, the seconds of its last count << 32 | bits of its heat then. */
    private final Cache<String, AtomicLongArray> segments =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_BLOCKS)
                    .weigher((String name, AtomicLongArray heat) -> heat.length())
                    .executor(Runnable::run)
                    .build();

    public HeatMap(Clock clock) {
        this.clock = clock;
        start = clock.nanos();
    }

    /** Counts reads of blocks of one segment at one moment. */
    public record Counting(AtomicLongArray heat, long now) {
        /** Counts a read of this block. */
        public void touch(int block) {
            float sum = (float) (decayed(heat.get(block), now) + 1);
            heat.set(block, now << 32 | Float.floatToRawIntBits(sum));
        }
    }

    /** To count reads of a segment that has so many blocks. */
    public Counting count(String segment, int blocks) {
        AtomicLongArray heat = segments.getIfPresent(segment);
        if (heat == null) {
            heat = segments.get(segment, ignored -> new AtomicLongArray(blocks));
        }
        return new Counting(heat, seconds());
    }

    /** Reads lately, the older the less they count; 0 = none that it remembers. */
    public double temperature(String segment, int block) {
        AtomicLongArray heat = segments.getIfPresent(segment);
        return heat == null ? 0 : decayed(heat.get(block), seconds());
    }

    private long seconds() {
        return (clock.nanos() - start) / NANOS_PER_SECOND;
    }

    private static double decayed(long count, long now) {
        double heat = Float.intBitsToFloat((int) count);
        long age = now - (count >>> 32);
        return age == 0 ? heat : heat * Math.exp(-Math.log(2) * age / HALF_LIFE_SECONDS);
    }
}
