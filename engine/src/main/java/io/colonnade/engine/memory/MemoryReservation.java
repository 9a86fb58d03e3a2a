package io.colonnade.engine.memory;

import io.colonnade.error.ColonnadeException;

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

    /** Reserved for what this and its parts will grow by next; the owning thread's. */
    private long prepaid;

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
        long unpaid = moreBytes;
        for (MemoryReservation r = this; r != null && unpaid > 0; r = r.whole) {
            long paid = Math.min(unpaid, r.prepaid);
            if (paid > 0) {
                r.prepaid -= paid;
                unpaid -= paid;
            }
        }
        if (unpaid > 0) {
            try {
                memory.reserve(unpaid, operator);
            } catch (ColonnadeException e) {
                memory.release(moreBytes - unpaid, operator);
                throw e;
            }
        }
        bytes += moreBytes;
    }

    /**
     * For state that can be spilled: whether it may grow by so much. If so the bytes are reserved,
     * and growth of this and its parts is paid from them until {@link #settle}.
     */
    public boolean prepay(long moreBytes) {
        if (memory.hasRoom(2 * moreBytes)) {
            // far from the limit: what others take at the same moment fits as well
            return true;
        }
        MemoryReservation all = this;
        while (all.whole != null) {
            all = all.whole;
        }
        return prepaid(moreBytes, memory.tryReserve(moreBytes, operator, all.totalBytes()));
    }

    /** As {@link #prepay} once all input is there: some of what was kept for that may be taken. */
    public boolean prepayLate(long moreBytes) {
        return prepaid(moreBytes, memory.tryReserveLate(moreBytes, operator));
    }

    private boolean prepaid(long moreBytes, boolean reserved) {
        prepaid += reserved ? moreBytes : 0;
        return reserved;
    }

    /** Whether the query is far from its limit even with so much more. */
    public boolean isAmple(long moreBytes) {
        return memory.hasRoom(moreBytes);
    }

    /** Gives back what is left of the last {@link #prepay}. */
    public void settle() {
        if (prepaid > 0) {
            memory.release(prepaid, operator);
            prepaid = 0;
        }
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
        settle();
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
