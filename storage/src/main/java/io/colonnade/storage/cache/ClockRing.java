package io.colonnade.storage.cache;

/** Entries in a ring with a hand. New ones come just behind the hand. One thread at a time. */
final class ClockRing {
    private CacheEntry hand;
    private long bytes;
    private int count;

    void add(CacheEntry entry) {
        if (hand == null) {
            entry.previous = entry;
            entry.next = entry;
            hand = entry;
        } else {
            entry.next = hand;
            entry.previous = hand.previous;
            entry.previous.next = entry;
            hand.previous = entry;
        }
        bytes += entry.bytes;
        count++;
    }

    void remove(CacheEntry entry) {
        if (entry.next == entry) {
            hand = null;
        } else {
            entry.previous.next = entry.next;
            entry.next.previous = entry.previous;
            hand = hand == entry ? entry.next : hand;
        }
        entry.previous = null;
        entry.next = null;
        bytes -= entry.bytes;
        count--;
    }

    /** The entry at the hand, null if the ring is empty. */
    CacheEntry hand() {
        return hand;
    }

    void advance() {
        hand = hand.next;
    }

    long bytes() {
        return bytes;
    }

    int count() {
        return count;
    }
}
