package io.colonnade.wlm.queue;

import java.util.List;

/**
 * One queue of the workload manager.
 *
 * @param slots queries that run at the same time, 1 to 50
 * @param memoryPercent share of the query memory, divided evenly among the slots
 * @param userGroups groups whose members' queries come here; a * stands for any text
 * @param queryGroups values of SET query_group that come here; a * stands for any text
 * @param maxWaitQueries queries that may wait; more are refused
 */
public record QueueConfig(
        String name,
        int slots,
        int memoryPercent,
        List<String> userGroups,
        List<String> queryGroups,
        int maxWaitQueries) {
    /** Redshift's limit. */
    public static final int MAX_SLOTS = 50;

    /** A waiting query holds a session and little else. */
    public static final int DEFAULT_MAX_WAIT = 500;

    public QueueConfig {
        userGroups = List.copyOf(userGroups);
        queryGroups = List.copyOf(queryGroups);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a queue needs a name");
        }
        if (slots < 1 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException(
                    "queue " + name + ": slots must be between 1 and " + MAX_SLOTS);
        }
        if (memoryPercent < 1 || memoryPercent > 100) {
            throw new IllegalArgumentException(
                    "queue " + name + ": memory_percent must be between 1 and 100");
        }
        if (maxWaitQueries < 0) {
            throw new IllegalArgumentException(
                    "queue " + name + ": max_waiting must not be negative");
        }
    }
}
