package io.colonnade.storage.cache;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Which entries stay. What is read once stays in the cold ring and leaves it at the far end; what
 * is read again moves to the hot ring, which a scan never sweeps.
 *
 * <pre>
 * admit:   hot while the hot ring has room, or if it was evicted lately; else cold
 * evict:   at the cold hand: read since it came -> hot ring; else it goes, its range is remembered
 * hot too large: at the hot hand: references > 0 -> one less, next; else -> cold ring
 * </pre>
 *
 * <p>One thread at a time.
 */
final class TwoRings {
    /** The rest is room for what comes new: enough to be read twice before it goes. */
    private static final double HOT_SHARE = 0.8;

    private static final int MAX_REFERENCES = 3;

    private final long hotLimit;
    private final ClockRing hot = new ClockRing();
    private final ClockRing cold = new ClockRing();
    private final SequencedSet<ObjectRange> evicted = new LinkedHashSet<>();

    TwoRings(long capacity) {
        hotLimit = (long) (capacity * HOT_SHARE);
    }

    void admit(CacheEntry entry) {
        boolean again = evicted.remove(entry.range);
        entry.references = again ? 1 : 0;
        if (again || hot.bytes() + entry.bytes <= hotLimit) {
            promote(entry);
        } else {
            cold.add(entry);
        }
    }

    void touch(CacheEntry entry) {
        entry.references = Math.min(MAX_REFERENCES, entry.references + 1);
    }

    void remove(CacheEntry entry) {
        (entry.hot ? hot : cold).remove(entry);
    }

    /** Takes out the entry that is worth least; null if all are being read. */
    CacheEntry evict() {
        // references fall by one each time a hand passes, so this many steps reach every entry
        long steps = (MAX_REFERENCES + 2L) * (hot.count() + cold.count());
        while (steps-- > 0) {
            if (cold.hand() == null) {
                demote();
            }
            CacheEntry entry = cold.hand();
            if (entry.pins > 0) {
                cold.advance();
            } else if (entry.references > 0) {
                cold.remove(entry);
                promote(entry);
            } else {
                cold.remove(entry);
                remember(entry.range);
                return entry;
            }
        }
        return null;
    }

    private void promote(CacheEntry entry) {
        entry.hot = true;
        hot.add(entry);
        while (hot.bytes() > hotLimit && hot.count() > 1) {
            demote();
        }
    }

    /** Moves the least used entry of the hot ring to the cold one. */
    private void demote() {
        while (hot.hand().references > 0) {
            hot.hand().references--;
            hot.advance();
        }
        CacheEntry entry = hot.hand();
        hot.remove(entry);
        entry.hot = false;
        cold.add(entry);
    }

    private void remember(ObjectRange range) {
        evicted.add(range);
        // more would take a table that is read again and again for something hot
        int limit = 1 + (hot.count() + cold.count()) / 2;
        while (evicted.size() > limit) {
            evicted.removeFirst();
        }
    }

    long hotBytes() {
        return hot.bytes();
    }

    long coldBytes() {
        return cold.bytes();
    }
}
