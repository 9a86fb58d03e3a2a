package io.colonnade.engine.memory;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A query's memory on one node. Operators reserve before they allocate; over the limit the query
 * dies alone. Operators that can write their state to disk ask before they grow, and get no for an
 * answer while there is still room for what cannot. Thread-safe.
 *
 * <pre>
 * limit   |------------------ spillable state ------------------|-- everything else ------------|
 *         0                                             soft limit                          limit
 * every spillable operator may have its least share even beyond the soft limit
 * </pre>
 */
public final class QueryMemory {
    private static final int NAMED_CONSUMERS = 3;
    private static final double MEGABYTE = 1 << 20;

    /** Of the limit: what only operators that cannot spill may take. */
    private static final int KEPT_FRACTION = 4;

    private final String query;
    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();
    private final AtomicInteger spillable = new AtomicInteger();
    private final Map<String, AtomicLong> byOperator = new ConcurrentHashMap<>();

    /**
     * @param query how messages name the query
     * @param limitBytes most bytes that its operators may hold together
     */
    public QueryMemory(String query, long limitBytes) {
        this.query = query;
        this.limitBytes = limitBytes;
    }

    /** Takes bytes for an operator (a name such as "hash join 4"), or fails with 53200. */
    public void reserve(long bytes, String operator) {
        long now = used.addAndGet(bytes);
        if (now > limitBytes) {
            used.addAndGet(-bytes);
            throw exceeded(bytes, operator);
        }
        of(operator).addAndGet(bytes);
        peak.accumulateAndGet(now, Math::max);
    }

    /** Called while operators are made: one more of them can spill. */
    public void addSpillable() {
        spillable.incrementAndGet();
    }

    /**
     * Takes bytes for an operator that would rather spill than take what others need.
     *
     * @param held what the operator holds already
     * @return false if there is no room, and nothing was taken
     */
    boolean tryReserve(long bytes, String operator, long held) {
        long kept = limitBytes / KEPT_FRACTION;
        long share = kept / 2 / Math.max(1, spillable.get());
        return reserveBelow(
                held + bytes <= share ? limitBytes : limitBytes - kept, bytes, operator);
    }

    /** The same for operators that work on what they have spilled, a part at a time. */
    boolean tryReserveLate(long bytes, String operator) {
        return reserveBelow(limitBytes - limitBytes / KEPT_FRACTION / 2, bytes, operator);
    }

    private boolean reserveBelow(long bound, long bytes, String operator) {
        long now = used.addAndGet(bytes);
        if (now > bound) {
            used.addAndGet(-bytes);
            return false;
        }
        of(operator).addAndGet(bytes);
        peak.accumulateAndGet(now, Math::max);
        return true;
    }

    /** Whether a spillable operator could take so many bytes without a second thought. */
    boolean hasRoom(long bytes) {
        return used.get() + bytes <= limitBytes - limitBytes / KEPT_FRACTION;
    }

    /**
     * Counts bytes that are there already and bounded otherwise, beyond the limit too; negative
     * when they are gone.
     */
    public void charge(long bytes, String operator) {
        of(operator).addAndGet(bytes);
        peak.accumulateAndGet(used.addAndGet(bytes), Math::max);
    }

    public void release(long bytes, String operator) {
        of(operator).addAndGet(-bytes);
        used.addAndGet(-bytes);
    }

    private AtomicLong of(String operator) {
        AtomicLong known = byOperator.get(operator);
        return known != null ? known : byOperator.computeIfAbsent(operator, o -> new AtomicLong());
    }

    public long used() {
        return used.get();
    }

    public long peak() {
        return peak.get();
    }

    public long limit() {
        return limitBytes;
    }

    private ColonnadeException exceeded(long bytes, String operator) {
        String consumers =
                byOperator.entrySet().stream()
                        .sorted(
                                Comparator.comparingLong(
                                        (Map.Entry<String, AtomicLong> e) -> -e.getValue().get()))
                        .limit(NAMED_CONSUMERS)
                        .map(e -> e.getKey() + " " + megabytes(e.getValue().get()))
                        .collect(Collectors.joining(", "));
        return new ColonnadeException(
                        ErrorCode.OUT_OF_MEMORY,
                        "query "
                                + query
                                + " is out of memory: "
                                + operator
                                + " asked for "
                                + megabytes(bytes)
                                + ", "
                                + megabytes(used.get())
                                + " of "
                                + megabytes(limitBytes)
                                + " are in use")
                .detail("largest consumers: " + (consumers.isEmpty() ? "none" : consumers))
                .hint(
                        "take more slots with SET wlm_query_slot_count, or give the queue a larger"
                                + " memory share");
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
    }
}
