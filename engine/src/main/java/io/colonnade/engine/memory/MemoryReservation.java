package io.colonnade.engine.memory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one operator's state holds of a query's memory. One thread at a time; closed when the state
 * is dropped.
 */
public final class MemoryReservation implements AutoCloseable {
    private final QueryMemory memory;
    private final String operator;

    /** What this is a part of, or null. */
    private final MemoryReservation whole;

    private long bytes;

    /** Guarded by itself. */
    private final Set<MemoryReservation> parts = new HashSet<>();

    public MemoryReservation(QueryMemory memory, String operator) {
        this(memory, operator, null);
    }

    private MemoryReservation(QueryMemory memory, String operator, MemoryReservation whole) {
        this.whole = whole;
        this.memory = memory;
        this.operator = operator;
    }

    /** Reserves more before it is allocated. */
    public void grow(long moreBytes) {
        memory.reserve(moreBytes, operator);
        bytes += moreBytes;
    }

    /** Reserves or gives back so that exactly `totalBytes` are held. */
    public void resize(long totalBytes) {
        if (totalBytes > bytes) {
            grow(totalBytes - bytes);
        } else if (totalBytes < bytes) {
            memory.release(bytes - totalBytes, operator);
            bytes = totalBytes;
        }
    }

    public long bytes() {
        return bytes;
    }

    /** With those of the parts. */
    public long totalBytes() {
        long total = bytes;
        synchronized (parts) {
            for (MemoryReservation part : parts) {
                total += part.totalBytes();
            }
        }
        return total;
    }

    /** A reservation for a part of the state; it ends with this one at the latest. */
    public MemoryReservation part() {
        MemoryReservation part = new MemoryReservation(memory, operator, this);
        synchronized (parts) {
            parts.add(part);
        }
        return part;
    }

    @Override
    public void close() {
        resize(0);
        List<MemoryReservation> open;
        synchronized (parts) {
            open = List.copyOf(parts);
            parts.clear();
        }
        open.forEach(MemoryReservation::close);
        if (whole != null) {
            synchronized (whole.parts) {
                whole.parts.remove(this);
            }
        }
    }
}
