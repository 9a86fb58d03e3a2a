package io.colonnade.storage.garbage;

import java.util.Set;

/**
 * What must stay.
 *
 * @param epoch of the newest commit
 * @param objects keys of segment objects that a retained version names
 * @param boundary version of a checkpoint; slots up to it and checkpoints before it are not needed
 * @param savedVersions versions of saved snapshots, whose checkpoints stay
 */
record Retained(long epoch, Set<String> objects, long boundary, Set<Long> savedVersions) {}
