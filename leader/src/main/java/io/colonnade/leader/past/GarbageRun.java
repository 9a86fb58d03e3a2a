package io.colonnade.leader.past;

import io.colonnade.storage.garbage.Garbage;

/**
 * One run of garbage collection on this leader. Immutable.
 *
 * @param trigger "automatic", or the user who asked for it
 * @param garbage what was found or removed; null when it failed
 * @param error why it failed, or null
 */
public record GarbageRun(
        String trigger, long startMicros, long endMicros, Garbage garbage, String error) {}
