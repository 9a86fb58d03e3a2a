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
    private volatile String queue = "";
    private volatile long queueMicros;
    private volatile boolean resultCacheHit;
    private final AtomicReference<Outcome> outcome = new AtomicReference<>();

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

    public void queued(String queueName, long micros) {
        queue = queueName;
        queueMicros = micros;
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

    public String queue() {
        return queue;
    }

    public long queueMicros() {
        return queueMicros;
    }

    public boolean resultCacheHit() {
        return resultCacheHit;
    }

    /** Null while it runs. */
    public Outcome outcome() {
        return outcome.get();
    }
}
