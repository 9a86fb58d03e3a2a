package io.colonnade.leader.past;

import io.colonnade.storage.snapshot.Snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The states that open transactions read, which garbage collection must leave. Thread-safe. */
public final class ReadPins {
    private final Map<Object, List<Snapshot>> byReader = new ConcurrentHashMap<>();

    /** Pins a state until its reader lets go of all that it pinned. */
    public void pin(Object reader, Snapshot snapshot) {
        byReader.computeIfAbsent(reader, r -> new CopyOnWriteArrayList<>()).add(snapshot);
    }

    /** Lets go of everything that the reader pinned. */
    public void release(Object reader) {
        byReader.remove(reader);
    }

    Collection<Snapshot> snapshots() {
        List<Snapshot> all = new ArrayList<>();
        byReader.values().forEach(all::addAll);
        return all;
    }
}
