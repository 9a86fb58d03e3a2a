package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotLoader;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;

/**
 * A process that reads the log and rows behind the leaders, and is started again when it died. One
 * task of the simulation.
 */
final class Follower {
    private final World world;
    private int made;

    Follower(World world) {
        this.world = world;
    }

    void run() {
        while (!world.scheduler().isOver()) {
            Actor actor = new Actor("follower" + made++);
            ObjectStore store =
                    world.sabotage().followerStore().apply(new SimulatedStore(world, actor));
            try {
                follow(
                        new CommitLog(store),
                        new Segments(world, actor, store, new ActorClock(world, actor)));
            } catch (Crash crash) {
                // It is started again, if not the run is over.
                world.trace().add(actor.name, () -> "ends");
            }
        }
    }

    private void follow(CommitLog log, Segments segments) {
        Snapshot known = Snapshot.initial();
        while (true) {
            long committed = world.truth().newest().version();
            try {
                Snapshot read =
                        world.chance().with(0.2)
                                ? SnapshotLoader.load(log)
                                : SnapshotLoader.catchUp(log, known);
                Truth.require(
                        read.version() >= committed,
                        "a follower read version " + read.version() + " after " + committed);
                world.truth().requireSame(read);
                known = read;
                readRows(segments, read);
            } catch (ColonnadeException e) {
                SimulatedLeader.requireExternal(e);
            }
            world.scheduler().sleep(world.chance().between(50_000_000, 3_000_000_000L));
        }
    }

    /** Nothing keeps the objects of what it reads, but the time for which versions are retained. */
    private void readRows(Segments segments, Snapshot read) {
        List<TableSnapshot> tables = List.copyOf(read.tables().values());
        if (tables.isEmpty()) {
            return;
        }
        TableSnapshot table = tables.get(world.chance().upTo(tables.size()));
        try {
            segments.read(table);
        } catch (ColonnadeException e) {
            boolean gone =
                    table.segments().stream()
                            .map(SegmentDescriptor::getName)
                            .anyMatch(name -> !name.isEmpty() && !world.bucket().contains(name));
            Truth.require(
                    e.code() != ErrorCode.UNDEFINED_FILE || gone,
                    "a follower does not find what is there: " + e.getMessage());
            throw e;
        }
    }
}
