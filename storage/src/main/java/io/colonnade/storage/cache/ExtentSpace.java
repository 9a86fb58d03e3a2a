package io.colonnade.storage.cache;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which bytes of the cache's files are free. Addresses run through all extents; what is allocated
 * lies within one. Best fit, neighbours that are freed grow together. One thread at a time.
 */
final class ExtentSpace {
    /** Large enough for few files, small enough to give back when the budget shrinks. */
    static final long EXTENT_BYTES = 64L << 20;

    private final TreeMap<Long, Long> lengthByStart = new TreeMap<>();
    private final TreeSet<Free> bySize = new TreeSet<>();
    private final long capacity;
    private long freeBytes;

    private record Free(long length, long start) implements Comparable<Free> {
        @Override
        public int compareTo(Free other) {
            int order = Long.compare(length, other.length);
            return order != 0 ? order : Long.compare(start, other.start);
        }
    }

    ExtentSpace(long capacity) {
        this.capacity = capacity;
        for (long start = 0; start < capacity; start += EXTENT_BYTES) {
            add(start, Math.min(EXTENT_BYTES, capacity - start));
        }
    }

    static int extentOf(long address) {
        return (int) (address / EXTENT_BYTES);
    }

    static long positionOf(long address) {
        return address % EXTENT_BYTES;
    }

    int extents() {
        return (int) ((capacity + EXTENT_BYTES - 1) / EXTENT_BYTES);
    }

    /** How long the file of an extent may become. */
    long capacityOf(int extent) {
        return Math.min(EXTENT_BYTES, capacity - extent * EXTENT_BYTES);
    }

    long capacity() {
        return capacity;
    }

    long freeBytes() {
        return freeBytes;
    }

    /** The address of so many free bytes, -1 if there are not as many in one piece. */
    long allocate(int bytes) {
        Free fit = bySize.ceiling(new Free(bytes, -1));
        if (fit == null) {
            return -1;
        }
        remove(fit);
        if (fit.length > bytes) {
            add(fit.start + bytes, fit.length - bytes);
        }
        return fit.start;
    }

    /** Takes these very bytes; false if not all of them are free. */
    boolean take(long address, int bytes) {
        Map.Entry<Long, Long> around = lengthByStart.floorEntry(address);
        if (around == null || around.getKey() + around.getValue() < address + bytes) {
            return false;
        }
        long start = around.getKey();
        long end = start + around.getValue();
        remove(new Free(around.getValue(), start));
        if (start < address) {
            add(start, address - start);
        }
        if (address + bytes < end) {
            add(address + bytes, end - address - bytes);
        }
        return true;
    }

    void free(long address, int bytes) {
        long start = address;
        long end = address + bytes;
        Map.Entry<Long, Long> before = lengthByStart.lowerEntry(start);
        if (before != null
                && before.getKey() + before.getValue() == start
                && positionOf(start) != 0) {
            start = before.getKey();
            remove(new Free(before.getValue(), start));
        }
        Long behind = lengthByStart.get(end);
        if (behind != null && positionOf(end) != 0) {
            remove(new Free(behind, end));
            end += behind;
        }
        add(start, end - start);
    }

    private void add(long start, long length) {
        lengthByStart.put(start, length);
        bySize.add(new Free(length, start));
        freeBytes += length;
    }

    private void remove(Free free) {
        lengthByStart.remove(free.start);
        bySize.remove(free);
        freeBytes -= free.length;
    }
}
