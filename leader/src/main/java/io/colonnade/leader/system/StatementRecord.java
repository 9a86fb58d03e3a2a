package io.colonnade.leader.system;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One statement of one session: what ran and how it went. Made when it starts; the outcome is set
 * once by the session's thread and read by any.
 */
public final class StatementRecord {
    private final long queryId;
    private final int processId;
    private final String user;
    private final String database;
    private final String text;
    private final long startMicros;
    private volatile Ticket ticket;
    private volatile long admittedMicros;
    private volatile long planMicros;
    private volatile boolean resultCacheHit;
    private final AtomicReference<Outcome> outcome = new AtomicReference<>();

    /**
     * A place in a queue of the workload manager.
     *
     * @param queue its index
     * @param sinceMicros when the statement came to the queue
     */
    public record Ticket(int queue, String queueName, int slots, long sinceMicros) {}

    /**
     * How a statement ended.
     *
     * @param errorMessage null when it succeeded
     */
    public record Outcome(
            long endMicros,
            long rows,
            long blocksRead,
            long blocksSkipped,
            long peakMemoryBytes,
            String errorMessage) {}

    public StatementRecord(
            long queryId,
            int processId,
            String user,
            String database,
            String text,
            long startMicros) {
        this.queryId = queryId;
        this.processId = processId;
        this.user = user;
        this.database = database;
        this.text = text;
        this.startMicros = startMicros;
    }

    /** Says that the statement waits for a slot of a queue. */
    public void waits(Ticket place) {
        ticket = place;
    }

    /** Says that it has got its slot. */
    public void admitted(long atMicros) {
        admittedMicros = atMicros;
    }

    /** Says how long binding and planning took. */
    public void planned(long micros) {
        planMicros = micros;
    }

    public void cached() {
        resultCacheHit = true;
    }

    /** Sets how the statement ended, unless that is known. */
    public void ended(Outcome how) {
        outcome.compareAndSet(null, how);
    }

    public long queryId() {
        return queryId;
    }

    public int processId() {
        return processId;
    }

    public String user() {
        return user;
    }

    public String database() {
        return database;
    }

    /** Without secrets. */
    public String text() {
        return text;
    }

    public long startMicros() {
        return startMicros;
    }

    /** Null for statements that need no slot. */
    public Ticket ticket() {
        return ticket;
    }

    /** When it got its slot; 0 before. */
    public long admittedMicros() {
        return admittedMicros;
    }

    public String queue() {
        return ticket == null ? "" : ticket.queueName();
    }

    /** Time in the queue, also of one that still waits. */
    public long queueMicros(long nowMicros) {
        if (ticket == null) {
            return 0;
        }
        Outcome end = outcome();
        long until = admittedMicros > 0 ? admittedMicros : end == null ? nowMicros : end.endMicros;
        return Math.max(0, until - ticket.sinceMicros());
    }

    public long planMicros() {
        return planMicros;
    }

    public boolean resultCacheHit() {
        return resultCacheHit;
    }

    /** Null while it runs. */
    public Outcome outcome() {
        return outcome.get();
    }
}
