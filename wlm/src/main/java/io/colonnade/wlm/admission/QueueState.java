package io.colonnade.wlm.admission;

/** A queue as system tables show it. */
public record QueueState(
        String name, int slots, int running, int waiting, long memoryBytes, long executed) {}
