package io.colonnade.leader.simulation;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotLoader;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold at the end of a run, when nothing fails any more. */
final class FinalChecks {
    private final World world;
    private final List<Operation> operations;
    private final Snapshot newest;

    FinalChecks(World world, List<Operation> operations) {
        this.world = world;
        this.operations = operations;
        this.newest = world.truth().newest();
    }

    void run() {
        acknowledgedOnce();
        balances();
        lists();
        loads();
        notes();
        bucketHoldsTheNewestState();
        garbageIsGone();
    }

    /** Acknowledged operations took place, failed ones did not. */
    private void acknowledgedOnce() {
        Set<Long> events = new HashSet<>();
        for (Rows.Placed row : rows(Workload.EVENTS)) {
            Truth.require(events.add(row.values()[0]), "operation " + row.values()[0] + " twice");
        }
        for (Operation operation : operations) {
            boolean committed = committed(operation);
            boolean marked = operation.marker != null;
            switch (operation.outcome) {
                case ACKNOWLEDGED -> Truth.require(committed || !marked, operation + " is lost");
                case FAILED -> Truth.require(!committed, operation + " failed and is there");
                case PENDING, UNKNOWN -> {}
            }
            boolean byOwnRows =
                    marked && operation.marker.equals(NotesLedger.marker(operation.number));
            Truth.require(
                    !marked || byOwnRows || committed == events.contains(operation.number),
                    operation + " is there in part");
        }
    }

    private boolean committed(Operation operation) {
        return operation.marker != null && world.truth().isCommitted(operation.marker);
    }

    private List<Rows.Placed> rows(String table) {
        return world.truth().rows(newest.table(Snapshot.DEFAULT_SCHEMA, table).orElseThrow());
    }

    private void balances() {
        Map<Long, Long> expected = new HashMap<>();
        for (long account = 0; account < Workload.BANKS * Workload.ACCOUNTS; account++) {
            expected.put(account, Workload.BALANCE);
        }
        for (Operation operation : operations) {
            if (operation.transfer != null && committed(operation)) {
                expected.merge(operation.transfer[0], -operation.transfer[2], Long::sum);
                expected.merge(operation.transfer[1], operation.transfer[2], Long::sum);
            }
        }
        Map<Long, Long> actual = new HashMap<>();
        for (int bank = 0; bank < Workload.BANKS; bank++) {
            for (Rows.Placed row : rows("bank" + bank)) {
                long account = (long) bank * Workload.ACCOUNTS + row.values()[0];
                Truth.require(
                        actual.put(account, row.values()[1]) == null,
                        "account " + account + " is there twice");
            }
        }
        Truth.require(expected.equals(actual), "balances " + actual + " in place of " + expected);
    }

    private void lists() {
        Map<Long, Set<Long>> expected = new HashMap<>();
        for (Operation operation : operations) {
            if (operation.list >= 0 && committed(operation)) {
                expected.computeIfAbsent(operation.list, key -> new HashSet<>())
                        .add(operation.number);
            }
        }
        for (Rows.Placed row : rows(Workload.LISTS)) {
            Set<Long> elements = new HashSet<>();
            for (int i = 1; i < row.values().length; i++) {
                Truth.require(elements.add(row.values()[i]), row.values()[i] + " is listed twice");
            }
            Set<Long> wanted = expected.getOrDefault(row.values()[0], Set.of());
            Truth.require(elements.equals(wanted), "list " + row.values()[0] + " lost elements");
        }
    }

    /** A label's load is there once or not at all. */
    private void loads() {
        Set<List<Long>> found = new HashSet<>();
        for (Rows.Placed row : rows(Loads.TABLE)) {
            List<Long> values = List.of(row.values()[0], row.values()[1]);
            Truth.require(found.add(values), "row " + values + " of a load is there twice");
        }
        for (Operation operation : operations) {
            if (operation.label < 0) {
                continue;
            }
            boolean loaded = world.truth().hasLabel(Loads.name(operation.label));
            for (long i = 0; i < Loads.ROWS; i++) {
                Truth.require(
                        found.contains(List.of((long) operation.label, i)) == loaded,
                        Loads.name(operation.label) + " is there in part");
            }
        }
    }

    /** What is in the log is folded when nothing disturbs. */
    private void notes() {
        TableSnapshot table = newest.table(Snapshot.DEFAULT_SCHEMA, Notes.TABLE).orElseThrow();
        Truth.require(
                table.segments().stream().noneMatch(InlineSegments::isInline),
                "liveness: inline rows are not folded");
        world.truth().notes().requireSame(world.truth().rows(table), newest.version());
    }

    private void bucketHoldsTheNewestState() {
        CommitLog log = new CommitLog(world.bucket());
        Snapshot read = SnapshotLoader.load(log);
        Truth.require(read.version() == newest.version(), "the newest version cannot be read");
        world.truth().requireSame(read);
        requireObjects(read);
        for (var saved : read.history().saved().values()) {
            Snapshot past =
                    SnapshotLoader.at(log, saved.getVersion())
                            .orElseThrow(
                                    () ->
                                            new Violation(
                                                    "snapshot " + saved.getName() + " is gone"));
            world.truth().requireSame(past);
            requireObjects(past);
        }
    }

    private void requireObjects(Snapshot state) {
        for (TableSnapshot table : state.tables().values()) {
            for (SegmentDescriptor segment : table.segments()) {
                Truth.require(
                        InlineSegments.isInline(segment)
                                || world.bucket().contains(segment.getName()),
                        "version " + state.version() + " lost " + segment.getName());
            }
        }
    }

    private void garbageIsGone() {
        GarbagePolicy policy = world.sabotage().garbage();
        long old = world.storeMicros() - policy.graceMicros() - 2 * policy.waitMicros();
        for (ObjectInfo object : world.bucket().list("data/", "", Integer.MAX_VALUE)) {
            Truth.require(
                    object.modifiedMicros() > old || world.truth().isNeeded(object.key()),
                    "garbage " + object.key() + " stays");
        }
        CommitLog log = new CommitLog(world.bucket());
        Truth.require(log.slotsUpTo(log.boundary()).isEmpty(), "slots up to the boundary stay");
    }
}
