package io.colonnade.wlm.queue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All queues, in the order in which they are tried; the last one is the default and takes what no
 * other takes.
 */
public record WlmConfig(List<QueueConfig> queues) {
    /** Redshift's default: one queue of five slots. */
    public static final WlmConfig DEFAULT =
            new WlmConfig(
                    List.of(
                            new QueueConfig(
                                    "default",
                                    5,
                                    100,
                                    List.of(),
                                    List.of(),
                                    QueueConfig.DEFAULT_MAX_WAIT)));

    private static final int MAX_QUEUES = 8;

    public WlmConfig {
        queues = List.copyOf(queues);
        if (queues.isEmpty() || queues.size() > MAX_QUEUES) {
            throw new IllegalArgumentException(
                    "there must be between 1 and " + MAX_QUEUES + " queues");
        }
        Set<String> names = new HashSet<>();
        int percent = 0;
        for (QueueConfig queue : queues) {
            if (!names.add(queue.name())) {
                throw new IllegalArgumentException("two queues are named " + queue.name());
            }
            percent += queue.memoryPercent();
        }
        if (percent > 100) {
            throw new IllegalArgumentException(
                    "the queues' memory_percent add up to " + percent + ", more than 100");
        }
    }
}
