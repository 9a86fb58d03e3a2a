package io.colonnade.leader.past;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.transaction.Committer;
import io.colonnade.leader.transaction.GroupCommit;
import io.colonnade.storage.garbage.Garbage;
import io.colonnade.storage.garbage.GarbageCollector;
import io.colonnade.storage.garbage.Pins;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.snapshot.Snapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Garbage collection of this leader: every hour by a thread of its own, and when an administrator
 * asks; one at a time. Thread-safe.
 */
public final class GarbageCollection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollection.class);

    /** Two looks an hour apart follow each other without a pause. */
    private static final long PERIOD_MINUTES = 60;

    /** Runs that stay known: two weeks of automatic ones. */
    private static final int MAX_RUNS = 336;

    private final GarbageCollector collector;
    private final Committer committer;
    private final PastVersions past;
    private final InstantSource clock;
    private final Consumer<List<String>> forget;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("garbage-collection").factory());
    private final Object lock = new Object();

    // Guarded by itself.
    private final ArrayDeque<GarbageRun> runs = new ArrayDeque<>();

    // Guarded by lock: the version up to which a checkpoint was written for the sake of the log.
    private long checkpointVersion;

    /**
     * @param forget told the keys of objects that are no more, to forget what nodes keep of them
     */
    public GarbageCollection(
            GarbageCollector collector,
            Committer committer,
            PastVersions past,
            InstantSource clock,
            Consumer<List<String>> forget) {
        this.collector = collector;
        this.committer = committer;
        this.past = past;
        this.clock = clock;
        this.forget = forget;
        this.checkpointVersion = committer.current().version();
    }

    public void start() {
        thread.scheduleWithFixedDelay(
                this::runAutomatically, PERIOD_MINUTES, PERIOD_MINUTES, TimeUnit.MINUTES);
    }

    private void runAutomatically() {
        try {
            collect("automatic");
        } catch (RuntimeException e) {
            LOG.warn("garbage collection failed; it is tried again in an hour", e);
        }
    }

    /** What would be garbage now. */
    public Garbage dryRun() {
        synchronized (lock) {
            return collector.dryRun(pins());
        }
    }

    /** Takes the look that is due. */
    public Garbage collect(String trigger) {
        synchronized (lock) {
            long start = nowMicros();
            try {
                writeCheckpoint();
                Garbage garbage = collector.collect(this::pins);
                if (garbage.stage() == Garbage.Stage.REMOVED && !garbage.objects().isEmpty()) {
                    forget.accept(garbage.objects().stream().map(ObjectInfo::key).toList());
                }
                add(new GarbageRun(trigger, start, nowMicros(), garbage, null));
                return garbage;
            } catch (ColonnadeException e) {
                add(new GarbageRun(trigger, start, nowMicros(), null, e.getMessage()));
                throw e;
            }
        }
    }

    /** The log can be shortened up to a checkpoint only, and a quiet warehouse writes none. */
    private void writeCheckpoint() {
        Snapshot now = committer.current();
        if (now.version() > checkpointVersion) {
            past.keep(now);
            checkpointVersion = now.version();
        }
    }

    private Pins pins() {
        if (committer.unsettledNanos() > GroupCommit.Limits.STANDARD.transactionNanos()) {
            throw new ColonnadeException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "could not collect garbage: a commit has been waiting for its outcome for"
                            + " hours");
        }
        // In this order: who begins between the two begins on this state or a later one.
        Snapshot current = committer.current();
        return new Pins(current, past.pins().snapshots());
    }

    private void add(GarbageRun run) {
        synchronized (runs) {
            runs.add(run);
            if (runs.size() > MAX_RUNS) {
                runs.remove();
            }
        }
    }

    /** The runs since the leader started that it still knows, oldest first. */
    public List<GarbageRun> runs() {
        synchronized (runs) {
            return List.copyOf(runs);
        }
    }

    private long nowMicros() {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
