package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.transaction.CommitQueue;
import io.colonnade.leader.transaction.GroupCommit;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.garbage.Garbage;
import io.colonnade.storage.garbage.GarbageCollector;
import io.colonnade.storage.garbage.Pins;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.roaringbitmap.RoaringBitmap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Rows> cache = new HashMap<>();
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
    }

    /** The clocks of a process: its wall clock is wrong by some time. */
    private record ActorClock(World world, Actor actor) implements Clock {
        @Override
        public long micros() {
            return world.storeMicros() + actor.skewMicros;
        }

        @Override
        public long nanos() {
            return world.scheduler().nanos();
        }

        @Override
        public void sleep(long nanos) {
            world.scheduler().sleep(nanos);
        }
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
    }

    static void requireExternal(ColonnadeException e) {
        boolean expected =
                switch (e.code()) {
                    case STORE_UNAVAILABLE,
                            COMMIT_OUTCOME_UNKNOWN,
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
            clock.sleep(world.chance().between(50_000_000, 500_000_000));
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
        commits.requireWriting();
        CommitQueue.Pending pending = queue.add(transaction);
        committer.wake();
        if (world.sabotage().answersBeforePut()) {
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

    /** Uploads a segment of these rows; nobody sees it until a transaction with it commits. */
    WriteResult upload(long table, List<long[]> values) {
        String name = "data/" + table + "/" + world.chance().uuid();
        Rows rows = new Rows(values);
        byte[] bytes = rows.encode();
        world.truth().register(name, rows);
        store.put(name, List.of(ByteBuffer.wrap(bytes)));
        cache.put(name, rows);
        return WriteResult.newBuilder()
                .setSegment(
                        SegmentDescriptor.newBuilder()
                                .setName(name)
                                .setBytes(bytes.length)
                                .setRows(values.size()))
                .build();
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

    /** The rows of a table, from the cache or the bucket. */
    List<Rows.Placed> read(TableSnapshot table) {
        List<Rows.Placed> rows = new ArrayList<>();
        for (SegmentDescriptor segment : table.segments()) {
            Rows content = world.chance().with(0.1) ? null : cache.get(segment.getName());
            if (content == null) {
                content =
                        store.get(segment.getName())
                                .map(Rows::decode)
                                .orElseThrow(
                                        () ->
                                                new ColonnadeException(
                                                        ErrorCode.UNDEFINED_FILE,
                                                        segment.getName() + " is not there"));
                cache.put(segment.getName(), content);
            }
            Truth.place(segment, content, rows);
        }
        return rows;
    }
}
