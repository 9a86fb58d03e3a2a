package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotLoader;

/** A process that reads the log behind the leaders. One task of the simulation. */
final class Follower {
    private final World world;

    Follower(World world) {
        this.world = world;
    }

    void run() {
        CommitLog log = new CommitLog(new SimulatedStore(world, new Actor("follower")));
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
            } catch (ColonnadeException e) {
                SimulatedLeader.requireExternal(e);
            } catch (Crash crash) {
                return;
            }
            world.scheduler().sleep(world.chance().between(50_000_000, 3_000_000_000L));
        }
    }
}
