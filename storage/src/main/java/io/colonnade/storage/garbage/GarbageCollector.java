package io.colonnade.storage.garbage;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.FailPoints;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotLoader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Removes what no retained version needs, in two looks with a wait between them. Only the leader
 * may collect, one call at a time.
 *
 * <pre>
 * first look    list the segment objects, then mark what must stay; those unmarked and older than
 *               the grace become the plan, an object of the bucket
 * second look   mark again; objects of the plan that are still unmarked are deleted by name;
 *               checkpoints that saved snapshots need are written; the boundary of the log is
 *               raised, and slots up to it and older checkpoints are deleted
 * </pre>
 *
 * Listing before marking, and the grace, make sure that no object of a commit under way is taken
 * for garbage; the boundary, raised before slots are deleted, that no writer takes a deleted slot
 * for a free one. Ages are by the store's clock.
 */
public final class GarbageCollector {
    private static final String SEGMENTS = "data/";
    private static final int LIST_PAGE = 1_000;

    /** Deletes in a row before a pause, so that a collection leaves the store to queries. */
    private static final int DELETES_PER_PAUSE = 100;

    private static final long PAUSE_NANOS = 50_000_000;

    private final ObjectStore store;
    private final CommitLog log;
    private final GarbagePolicy policy;
    private final Clock clock;
    private int deletes;

    public GarbageCollector(ObjectStore store, GarbagePolicy policy, Clock clock) {
        this.store = store;
        this.log = new CommitLog(store);
        this.policy = policy;
        this.clock = clock;
    }

    /** What would be garbage now; changes nothing. */
    public Garbage dryRun(Pins pins) {
        return look(clock.micros(), () -> pins, Garbage.Stage.LOOKED);
    }

    /**
     * Takes the look that is due, first or second. What is pinned is asked for when it is needed.
     */
    public Garbage collect(Supplier<Pins> pins) {
        long now = GarbagePlan.storeMicros(store);
        Optional<Long> planned = GarbagePlan.writtenMicros(store);
        if (planned.isPresent()) {
            return now - planned.get() >= policy.waitMicros()
                    ? remove(now, pins)
                    : new Garbage(
                            Garbage.Stage.WAITING, GarbagePlan.read(store), List.of(), List.of());
        }
        Garbage garbage = look(now, pins, Garbage.Stage.PLANNED);
        FailPoints.hit("garbage.before-plan");
        GarbagePlan.write(store, garbage.objects());
        FailPoints.hit("garbage.after-plan");
        return garbage;
    }

    /** Both looks at once, with the wait between them. */
    public Garbage collectNow(Supplier<Pins> pins) {
        while (true) {
            Garbage garbage = collect(pins);
            if (garbage.stage() == Garbage.Stage.REMOVED) {
                return garbage;
            }
            clock.sleep(policy.waitMicros() * 1_000);
        }
    }

    private Garbage look(long nowMicros, Supplier<Pins> pins, Garbage.Stage stage) {
        List<ObjectInfo> objects = new ArrayList<>();
        String after = "";
        while (true) {
            List<ObjectInfo> page = store.list(SEGMENTS, after, LIST_PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (ObjectInfo object : page) {
                if (object.modifiedMicros() < nowMicros - policy.graceMicros()) {
                    objects.add(object);
                }
            }
            after = page.getLast().key();
        }
        Retained retained = mark(nowMicros, pins);
        objects.removeIf(object -> retained.objects().contains(object.key()));
        return new Garbage(
                stage, objects, log.slotsUpTo(retained.boundary()), oldCheckpoints(retained));
    }

    private Retained mark(long nowMicros, Supplier<Pins> pins) {
        Pins pinned = pins.get();
        Retained retained = new Marking(log, policy, nowMicros).run(pinned);
        if (retained.epoch() != pinned.current().epoch()) {
            throw new ColonnadeException(
                    ErrorCode.ADMIN_SHUTDOWN,
                    "this leader was replaced by a newer one (epoch " + retained.epoch() + ")");
        }
        return retained;
    }

    private List<Long> oldCheckpoints(Retained retained) {
        return log.checkpointVersions().stream()
                .filter(version -> version < retained.boundary())
                .filter(version -> !retained.savedVersions().contains(version))
                .toList();
    }

    private Garbage remove(long nowMicros, Supplier<Pins> pins) {
        Retained retained = mark(nowMicros, pins);
        List<ObjectInfo> objects = new ArrayList<>(GarbagePlan.read(store));
        objects.removeIf(object -> retained.objects().contains(object.key()));
        FailPoints.hit("garbage.before-delete");
        for (ObjectInfo object : objects) {
            store.delete(object.key());
            pause();
            FailPoints.hit("garbage.after-delete");
        }
        List<Long> slots = List.of();
        List<Long> checkpoints = List.of();
        if (retained.boundary() > 0) {
            slots = log.slotsUpTo(retained.boundary());
            checkpoints = oldCheckpoints(retained);
            shortenLog(retained, slots, checkpoints);
        }
        GarbagePlan.remove(store);
        return new Garbage(Garbage.Stage.REMOVED, objects, slots, checkpoints);
    }

    private void shortenLog(Retained retained, List<Long> slots, List<Long> checkpoints) {
        for (long version : retained.savedVersions()) {
            if (version < retained.boundary() && log.checkpoint(version).isEmpty()) {
                Snapshot state =
                        SnapshotLoader.at(log, version)
                                .orElseThrow(
                                        () -> Marking.changed("version " + version + " is gone"));
                log.writeCheckpoint(state.toCheckpoint(CommitLog.formatVersion()));
            }
        }
        log.raiseBoundary(retained.boundary());
        FailPoints.hit("garbage.after-boundary");
        for (long version : slots) {
            log.removeSlot(version);
            pause();
        }
        for (long version : checkpoints) {
            log.removeCheckpoint(version);
            pause();
        }
        log.boundariesUpTo(retained.boundary() - 1).forEach(log::removeBoundary);
    }

    private void pause() {
        if (++deletes % DELETES_PER_PAUSE == 0) {
            clock.sleep(PAUSE_NANOS);
        }
    }
}
