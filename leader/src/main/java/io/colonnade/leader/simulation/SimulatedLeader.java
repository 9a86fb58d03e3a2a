package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.query.FoldingRule;
import io.colonnade.leader.query.InlineFold;
import io.colonnade.leader.transaction.CommitQueue;
import io.colonnade.leader.transaction.GroupCommit;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.garbage.Garbage;
import io.colonnade.storage.garbage.GarbageCollector;
import io.colonnade.storage.garbage.Pins;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.Snapshot;

import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A leader process: the committer's core and the garbage collector of production, driven by tasks
 * of the simulation in place of threads. Owned by the baton's holder.
 */
final class SimulatedLeader {
    /** Far below the grace of garbage, as in production. */
    private static final GroupCommit.Limits LIMITS =
            new GroupCommit.Limits(TimeUnit.MILLISECONDS.toNanos(1_200), 5);

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final World world;
    private final Actor actor;
    private final Clock clock;
    private final ObjectStore store;
    private final CommitLog log;
    private final CommitQueue queue = new CommitQueue();
    private final GarbageCollector collector;
    private final List<Snapshot> pinned = new ArrayList<>();
    private final Segments segments;
    private final NodeLoads loads;
    private GroupCommit commits;
    private Scheduler.Task committer;
    private int collections;

    SimulatedLeader(World world, Actor actor) {
        this.world = world;
        this.actor = actor;
        this.clock = new ActorClock(world, actor);
        this.store = world.sabotage().store().apply(new SimulatedStore(world, actor));
        this.log = new CommitLog(store);
        this.collector = new GarbageCollector(store, world.sabotage().garbage(), clock);
        this.segments = new Segments(world, actor, store, clock);
        this.loads = new NodeLoads(world, actor, clock);
    }

    Actor actor() {
        return actor;
    }

    CommitLog log() {
        return log;
    }

    Snapshot current() {
        return commits.current();
    }

    long nowMicros() {
        return clock.micros();
    }

    long newObjectId() {
        return commits.newObjectId();
    }

    /** Whether no newer leader has written to the log. */
    boolean isNewest() {
        return commits.epoch() == world.truth().newest().epoch();
    }

    /** Takes over the log and starts to work; tries again while the store fails. */
    void start() {
        while (true) {
            try {
                commits =
                        GroupCommit.takeOver(
                                new GroupCommit.Outside(log, clock, world.chance(), LIMITS));
                break;
            } catch (ColonnadeException e) {
                requireExternal(e);
                clock.sleep(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
        world.trace().add(actor.name, () -> "leads, epoch " + commits.epoch());
        world.scheduler().spawn(actor, this::commitForEver);
        world.scheduler().spawn(actor, this::collectForEver);
        world.scheduler().spawn(actor, this::foldForEver);
    }

    /** Errors that faults may lead to. */
    static void requireExternal(ColonnadeException e) {
        boolean expected =
                switch (e.code()) {
                    case STORE_UNAVAILABLE,
                            COMMIT_OUTCOME_UNKNOWN,
                            NODE_UNAVAILABLE,
                            ADMIN_SHUTDOWN,
                            SERIALIZATION_FAILURE,
                            UNDEFINED_TABLE,
                            UNDEFINED_FILE,
                            DUPLICATE_TABLE,
                            DUPLICATE_OBJECT ->
                            true;
                    default -> false;
                };
        Truth.require(expected, "unexpected error " + e.code() + ": " + e.getMessage());
    }

    private void commitForEver() {
        committer = world.scheduler().current();
        while (true) {
            while (queue.isEmpty()) {
                world.scheduler().await(IDLE_NANOS);
            }
            commits.commitNext(queue);
            commits.takeDueCheckpoint()
                    .ifPresent(
                            state ->
                                    world.scheduler()
                                            .spawn(actor, () -> commits.writeCheckpoint(state)));
        }
    }

    private void collectForEver() {
        while (true) {
            clock.sleep(world.chance().between(200_000_000, 1_200_000_000));
            try {
                collect();
            } catch (ColonnadeException e) {
                requireExternal(e);
            }
        }
    }

    /** How often garbage was removed. */
    int collections() {
        return collections;
    }

    private void collect() {
        Garbage garbage = collector.collect(this::pins);
        world.trace()
                .add(
                        actor.name,
                        () ->
                                "garbage "
                                        + garbage.stage()
                                        + " "
                                        + garbage.objects().size()
                                        + " objects, "
                                        + garbage.slots().size()
                                        + " slots");
        if (garbage.stage() == Garbage.Stage.REMOVED) {
            collections++;
        }
    }

    private Pins pins() {
        if (commits.unsettledNanos() > LIMITS.transactionNanos()) {
            throw new ColonnadeException(
                    ErrorCode.STORE_UNAVAILABLE, "a commit waits for its outcome");
        }
        return new Pins(commits.current(), List.copyOf(pinned));
    }

    /** Keeps a state from garbage collection. */
    void pin(Snapshot state) {
        pinned.add(state);
    }

    void unpin(Snapshot state) {
        for (int i = 0; i < pinned.size(); i++) {
            if (pinned.get(i) == state) {
                pinned.remove(i);
                return;
            }
        }
    }

    /** Whether a commit waits for the store. */
    boolean isCommitting() {
        return commits.unsettledNanos() > 0;
    }

    Transaction begin() {
        Transaction transaction = new Transaction(commits.current(), clock);
        pin(transaction.base());
        return transaction;
    }

    /** As a session of production commits. */
    Snapshot commit(Transaction transaction) {
        if (transaction.isReadOnly()) {
            return current();
        }
        commits.requireWriting();
        CommitQueue.Pending pending = queue.add(transaction);
        committer.wake();
        if (world.sabotage().makes(Sabotage.Mistake.ANSWERS_BEFORE_PUT)) {
            return commits.current();
        }
        Scheduler.Task me = world.scheduler().current();
        pending.done().whenComplete((state, problem) -> me.wake());
        long end = clock.nanos() + ANSWER_NANOS;
        while (!pending.done().isDone()) {
            long left = end - clock.nanos();
            if (left <= 0) {
                throw new ColonnadeException(
                        queue.withdraw(pending)
                                ? ErrorCode.STORE_UNAVAILABLE
                                : ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                        "no answer in time");
            }
            world.scheduler().await(left);
        }
        if (pending.done().isCompletedExceptionally()
                && pending.done().exceptionNow() instanceof ColonnadeException problem) {
            throw problem;
        }
        return pending.done().join();
    }

    static WriteResult delete(Rows.Placed row) {
        return WriteResult.newBuilder()
                .setDeletes(
                        DeleteVector.newBuilder()
                                .setSegmentOrdinal(row.ordinal())
                                .setRows(DeletedRows.encode(RoaringBitmap.bitmapOf(row.number())))
                                .setCount(1))
                .build();
    }

    /** How this process reads and writes rows. */
    Segments segments() {
        return segments;
    }

    /** Has the compute nodes write rows as segments, each list as one. */
    List<WriteResult> load(Snapshot view, long table, List<List<long[]>> rows) {
        return loads.load(view, table, rows);
    }

    GroupCommit commits() {
        return commits;
    }

    private void foldForEver() {
        FoldingRule rule = new FoldingRule(0, 1, 0);
        InlineFold fold = new InlineFold(new LeaderFolding(world, this, clock));
        while (true) {
            clock.sleep(world.chance().between(200_000_000, 2_000_000_000));
            for (FoldingRule.Fold due : rule.due(current(), clock.nanos())) {
                try {
                    fold.run(due);
                } catch (ColonnadeException e) {
                    requireExternal(e);
                    world.trace().add(actor.name, () -> "does not fold: " + e.getMessage());
                }
            }
        }
    }
}
