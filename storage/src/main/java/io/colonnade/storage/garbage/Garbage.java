package io.colonnade.storage.garbage;

import io.colonnade.storage.object.ObjectInfo;

import java.util.List;

/**
 * What one look at the bucket found or removed.
 *
 * @param stage what was done with it
 * @param objects segments that no retained version names, older than the grace
 * @param slots slots of the log up to the newest checkpoint that needs none before it
 * @param checkpoints older checkpoints that no saved snapshot needs
 */
public record Garbage(
        Stage stage, List<ObjectInfo> objects, List<Long> slots, List<Long> checkpoints) {
    /** See {@link GarbageCollector}. */
    public enum Stage {
        /** Nothing was changed. */
        LOOKED,
        /** Written down, to be looked at again. */
        PLANNED,
        /** Written down before, too short a time ago. */
        WAITING,
        /** Removed. */
        REMOVED
    }

    public long bytes() {
        return objects.stream().mapToLong(ObjectInfo::sizeBytes).sum();
    }
}
