package io.colonnade.leader.past;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.DroppedTable;
import io.colonnade.log.SavedSnapshot;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.sql.catalog.TimePoint;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotLoader;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The states of the past as the log tells them: finds the version of a time, reads its state, and
 * says how long a table's is kept. Those used last stay in memory. Thread-safe.
 */
public final class PastVersions {
    /** A state costs some megabytes in a large warehouse, and its reading some hundred slots. */
    private static final int MAX_SNAPSHOTS = 16;

    /** Slots that are rather read one by one than a checkpoint is looked for. */
    private static final int NEAR = 20;

    /** Times of commits that stay known; a few bytes each. */
    private static final int MAX_TIMES = 100_000;

    private static final long SECOND_MICROS = 1_000_000;

    private final CommitLog log;
    private final ReadPins pins = new ReadPins();
    private final Supplier<Snapshot> current;
    private final long defaultRetentionMicros;
    private final Predicate<String> exists;
    private final Cache<Long, Snapshot> snapshots =
            Caffeine.newBuilder().maximumSize(MAX_SNAPSHOTS).build();
    private final Cache<Long, Long> times = Caffeine.newBuilder().maximumSize(MAX_TIMES).build();

    /**
     * @param current the newest state
     * @param defaultRetentionMicros of tables that say nothing
     * @param exists whether there is an object with this key in the bucket
     */
    public PastVersions(
            CommitLog log,
            Supplier<Snapshot> current,
            long defaultRetentionMicros,
            Predicate<String> exists) {
        this.exists = exists;
        this.log = log;
        this.current = current;
        this.defaultRetentionMicros = defaultRetentionMicros;
    }

    /** What a statement that began on a state, at a time, may see of the past. */
    public record Observer(Snapshot newest, long nowMicros) {}

    /** What is being read of the past and of the present. */
    public ReadPins pins() {
        return pins;
    }

    /** The state after a commit. */
    public Snapshot at(long version) {
        Snapshot newest = current.get();
        return newest.version() == version ? newest : snapshots.get(version, this::read);
    }

    private Snapshot read(long version) {
        return fromNear(version)
                .or(() -> SnapshotLoader.at(log, version))
                .orElseThrow(
                        () ->
                                tooOld("version " + version + " is no longer there")
                                        .hint("Nothing but a saved snapshot keeps it longer."));
    }

    /** A state by the slots after one that is in memory, if there is one not far before it. */
    private Optional<Snapshot> fromNear(long version) {
        Optional<Snapshot> state =
                snapshots.asMap().values().stream()
                        .filter(s -> s.version() < version && version - s.version() <= NEAR)
                        .max(Comparator.comparingLong(Snapshot::version));
        while (state.isPresent() && state.get().version() < version) {
            Snapshot before = state.get();
            state = log.read(before.version() + 1).map(next -> SnapshotLoader.follow(before, next));
        }
        return state;
    }

    /** Stores a state whole, so that it can be opened without the slots before it. */
    public void keep(Snapshot snapshot) {
        log.writeCheckpoint(snapshot.toCheckpoint(CommitLog.formatVersion()));
    }

    /** The version of a point of the past. */
    public long versionOf(TimePoint point, Observer observer) {
        return switch (point) {
            case TimePoint.Version version -> checked(version.version(), observer);
            case TimePoint.Timestamp time -> versionAt(time.micros(), observer);
            case TimePoint.Saved saved -> saved(saved.snapshot(), observer).getVersion();
        };
    }

    /** The saved snapshot of this name; one that has expired is none. */
    public static SavedSnapshot saved(String name, Observer observer) {
        SavedSnapshot saved = observer.newest().history().saved().get(name);
        if (saved == null || !isKept(saved, observer.nowMicros())) {
            throw new ColonnadeException(
                            ErrorCode.UNDEFINED_OBJECT, "snapshot \"" + name + "\" does not exist")
                    .hint("svv_snapshots lists those that there are.");
        }
        return saved;
    }

    public static boolean isKept(SavedSnapshot saved, long nowMicros) {
        return saved.getExpiresMicros() == 0 || saved.getExpiresMicros() > nowMicros;
    }

    private static long checked(long version, Observer observer) {
        long newest = observer.newest().version();
        if (version < 1) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "version " + version + " does not exist");
        }
        if (version > newest) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT,
                            "version " + version + " does not exist yet")
                    .detail("The newest version is " + newest + ".");
        }
        return version;
    }

    /** The newest version that was committed at the time or before. */
    private long versionAt(long micros, Observer observer) {
        Snapshot newest = observer.newest();
        if (micros > Math.max(observer.nowMicros(), newest.history().timestampMicros())) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT, text(micros) + " is in the future")
                    .detail("The newest version is " + newest.version() + ".");
        }
        if (micros >= newest.history().timestampMicros()) {
            return newest.version();
        }
        long after = newest.version();
        long step = 1;
        while (after - step > 0 && isAfter(after - step, micros)) {
            after -= step;
            step *= 2;
        }
        long before = Math.max(0, after - step);
        while (after - before > 1) {
            long middle = (before + after) >>> 1;
            if (isAfter(middle, micros)) {
                after = middle;
            } else {
                before = middle;
            }
        }
        if (before > 0 && time(before).isPresent()) {
            return before;
        }
        String first = "version " + after + ", committed at " + text(time(after).orElseThrow());
        throw before == 0
                ? new ColonnadeException(
                                ErrorCode.INVALID_ARGUMENT,
                                text(micros) + " is before the first version")
                        .detail("The first is " + first + ".")
                : tooOld("what there was at " + text(micros) + " is no longer there")
                        .detail("The oldest that can be found by time is " + first + ".");
    }

    /** A version that is no longer in the log counts as old. */
    private boolean isAfter(long version, long micros) {
        OptionalLong time = time(version);
        return time.isPresent() && time.getAsLong() > micros;
    }

    /** When a version was committed; empty when its slot is gone. */
    private OptionalLong time(long version) {
        Long known = times.getIfPresent(version);
        if (known == null) {
            Optional<Long> read =
                    log.read(version).map(entry -> entry.record().getTimestampMicros());
            if (read.isEmpty()) {
                return OptionalLong.empty();
            }
            known = read.get();
            times.put(version, known);
        }
        return OptionalLong.of(known);
    }

    /**
     * Throws when a table's rows of a version are no longer promised: it was followed by another
     * longer ago than the table's retention, and no saved snapshot keeps it.
     */
    public void requireKept(TableSnapshot table, long version, Observer observer) {
        Snapshot newest = observer.newest();
        if (version >= newest.version() || isSaved(version, observer)) {
            return;
        }
        TableSnapshot now = newest.tables().get(table.id());
        long then = retentionMicros(table.definition().getRetentionMicros());
        long retention =
                now == null ? then : retentionMicros(now.definition().getRetentionMicros());
        OptionalLong end = time(version + 1);
        if (end.isEmpty() || end.getAsLong() <= observer.nowMicros() - retention) {
            throw tooOld(table, version)
                    .detail("Old versions of it are kept for " + duration(retention) + ".")
                    .hint("ALTER TABLE ... SET (retention = '7 days') keeps later ones longer.");
        }
        if (end.getAsLong() <= observer.nowMicros() - then && !isWhole(table, now)) {
            throw tooOld(table, version)
                    .detail("Its rows were collected before the retention was made longer.");
        }
    }

    private static ColonnadeException tooOld(TableSnapshot table, long version) {
        return tooOld(
                "version "
                        + version
                        + " of table \""
                        + table.definition().getName()
                        + "\" is older than the table's retention");
    }

    /** Whether nothing of the table was collected that it no longer has. */
    private boolean isWhole(TableSnapshot table, TableSnapshot now) {
        Set<String> kept = new HashSet<>();
        if (now != null) {
            now.segments().forEach(segment -> kept.add(segment.getName()));
        }
        return table.segments().stream()
                .filter(segment -> segment.getInlineCount() == 0)
                .map(SegmentDescriptor::getName)
                .allMatch(name -> kept.contains(name) || exists.test(name));
    }

    private static boolean isSaved(long version, Observer observer) {
        return observer.newest().history().saved().values().stream()
                .anyMatch(s -> s.getVersion() == version && isKept(s, observer.nowMicros()));
    }

    /** A stored retention, with the warehouse's default for 0. */
    public long retentionMicros(long stored) {
        return stored == 0 ? defaultRetentionMicros : stored;
    }

    /** Until when a dropped table can be taken back. */
    public long keptUntil(DroppedTable table) {
        return table.getDroppedMicros() + retentionMicros(table.getRetentionMicros());
    }

    private static ColonnadeException tooOld(String message) {
        return new ColonnadeException(ErrorCode.SNAPSHOT_TOO_OLD, message);
    }

    private static String duration(long micros) {
        long seconds = micros / SECOND_MICROS;
        long days = seconds / 86_400;
        return seconds % 86_400 == 0 && days > 0 ? days + " days" : seconds + " seconds";
    }

    private static String text(long micros) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(micros, SECOND_MICROS),
                        Math.floorMod(micros, SECOND_MICROS) * 1_000)
                .toString();
    }
}
