package io.colonnade.engine.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * What one operator's state holds of a query's memory. One thread at a time; closed when the state
 * is dropped.
 */
public final class MemoryReservation implements AutoCloseable {
    private final QueryMemory memory;
    private final String operator;
    private long bytes;

    /** Guarded by itself. */
    private final List<MemoryReservation> parts = new ArrayList<>();

    public MemoryReservation(QueryMemory memory, String operator) {
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

    /** A reservation for a part of the state; it ends with this one at the latest. */
    public MemoryReservation part() {
        MemoryReservation part = new MemoryReservation(memory, operator);
        synchronized (parts) {
            parts.add(part);
        }
        return part;
    }

    @Override
    public void close() {
        resize(0);
        synchronized (parts) {
            parts.forEach(MemoryReservation::close);
            parts.clear();
        }
    }
}
