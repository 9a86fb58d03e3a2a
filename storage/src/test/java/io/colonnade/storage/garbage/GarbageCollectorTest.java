package io.colonnade.storage.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.CommitRecord;
import io.colonnade.log.SavedSnapshot;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotBuilder;
import io.colonnade.storage.snapshot.SnapshotLoader;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Times are microseconds of the store's clock: grace 100, wait 10, retention 50, log 200. */
class GarbageCollectorTest {
    private static final GarbagePolicy POLICY = new GarbagePolicy(100, 10, 50, 200);
    private static final long TABLE = 20_000;
    private static final long OTHER = 20_001;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final CommitLog log = new CommitLog(store);
    private final GarbageCollector collector =
            new GarbageCollector(store, POLICY, new StoreClock());
    private final List<Snapshot> pinned = new ArrayList<>();
    private Snapshot state = Snapshot.initial();
    private long epoch = 1;

    /** The leader's clock agrees with the store's. */
    private final class StoreClock implements Clock {
        @Override
        public long micros() {
            return store.nowMicros;
        }

        @Override
        public long nanos() {
            return store.nowMicros * 1_000;
        }

        @Override
        public void sleep(long nanos) {
            store.nowMicros += nanos / 1_000;
        }
    }

    @BeforeEach
    void makeTables() {
        commit(record().addCatalog(putTable(TABLE, "t")).addCatalog(putTable(OTHER, "u")));
    }

    private static CatalogChange putTable(long id, String name) {
        return CatalogChange.newBuilder()
                .setPutTable(
                        TableDefinition.newBuilder().setId(id).setSchema("public").setName(name))
                .build();
    }

    private CommitRecord.Builder record() {
        return CommitRecord.newBuilder()
                .setFormatVersion(CommitLog.formatVersion())
                .setVersion(state.version() + 1)
                .setEpoch(epoch)
                .setAttemptId("a" + state.version())
                .setTimestampMicros(store.nowMicros)
                .setPreviousHash(CommitLog.hashField(state.lastHash()));
    }

    private void commit(CommitRecord.Builder record) {
        CommitRecord built = record.build();
        var won = assertInstanceOf(CommitLog.Outcome.Committed.class, log.append(built));
        state = SnapshotBuilder.apply(state, built, won.hash());
    }

    private void upload(String name) {
        store.put("data/" + name, List.of(ByteBuffer.wrap(new byte[10])));
    }

    private void add(long table, String name, long ordinal) {
        commit(
                record().addTables(
                                TableChange.newBuilder()
                                        .setTableId(table)
                                        .addAdd(
                                                SegmentDescriptor.newBuilder()
                                                        .setName("data/" + name)
                                                        .setOrdinal(ordinal))));
    }

    private void remove(long table, long ordinal) {
        commit(record().addTables(TableChange.newBuilder().setTableId(table).addRemove(ordinal)));
    }

    private void checkpoint() {
        log.writeCheckpoint(state.toCheckpoint(CommitLog.formatVersion()));
    }

    private Garbage collect() {
        return collector.collectNow(this::pins);
    }

    private Pins pins() {
        return new Pins(state, pinned);
    }

    private List<String> objects() {
        return store.keys("data/");
    }

    @Test
    void whatNoVersionNamesGoesAfterTheGraceAndASecondLook() {
        upload("used");
        upload("orphan");
        add(TABLE, "used", 0);
        store.nowMicros += 60;
        upload("young");
        store.nowMicros += 60;
        Garbage dry = collector.dryRun(pins());
        assertEquals(List.of("data/orphan"), dry.objects().stream().map(o -> o.key()).toList());
        assertEquals(10, dry.bytes());
        assertEquals(Garbage.Stage.PLANNED, collector.collect(this::pins).stage());
        assertEquals(Garbage.Stage.WAITING, collector.collect(this::pins).stage());
        assertEquals(3, objects().size());
        store.nowMicros += 10;
        assertEquals(Garbage.Stage.REMOVED, collector.collect(this::pins).stage());
        assertEquals(List.of("data/used", "data/young"), objects());
    }

    @Test
    void anObjectOfThePlanThatACommitNamesMeanwhileStays() {
        upload("late");
        store.nowMicros += 120;
        collector.collect(this::pins);
        add(TABLE, "late", 0);
        store.nowMicros += 10;
        assertEquals(List.of(), collector.collect(this::pins).objects());
        assertEquals(List.of("data/late"), objects());
    }

    @Test
    void removedRowsStayForTheRetentionAndWhileTheyAreRead() {
        upload("a");
        add(TABLE, "a", 0);
        store.nowMicros += 200;
        Snapshot reader = state;
        remove(TABLE, 0);
        store.nowMicros += 30;
        collect();
        assertEquals(List.of("data/a"), objects());
        store.nowMicros += 30;
        pinned.add(reader);
        collect();
        assertEquals(List.of("data/a"), objects());
        pinned.clear();
        collect();
        assertEquals(List.of(), objects());
    }

    @Test
    void aTablesOwnRetentionCounts() {
        upload("a");
        add(TABLE, "a", 0);
        commit(
                record().addCatalog(
                                CatalogChange.newBuilder()
                                        .setPutTable(
                                                putTable(TABLE, "t").getPutTable().toBuilder()
                                                        .setRetentionMicros(1_000))));
        commit(record().addCatalog(CatalogChange.newBuilder().setDropTable(TABLE)));
        store.nowMicros += 900;
        collect();
        assertEquals(List.of("data/a"), objects());
        store.nowMicros += 200;
        collect();
        assertEquals(List.of(), objects());
    }

    @Test
    void anObjectOfTwoTablesStaysUntilNeitherHasIt() {
        upload("shared");
        add(TABLE, "shared", 0);
        add(OTHER, "shared", 0);
        remove(TABLE, 0);
        store.nowMicros += 300;
        collect();
        assertEquals(List.of("data/shared"), objects());
        remove(OTHER, 0);
        store.nowMicros += 300;
        collect();
        assertEquals(List.of(), objects());
    }

    @Test
    void theLogIsShortenedUpToACheckpointAndSavedVersionsStayReadable() {
        upload("a");
        add(TABLE, "a", 0);
        long saved = state.version();
        commit(
                record().addCatalog(
                                CatalogChange.newBuilder()
                                        .setPutSnapshot(
                                                SavedSnapshot.newBuilder()
                                                        .setName("s")
                                                        .setVersion(saved))));
        remove(TABLE, 0);
        checkpoint();
        long boundary = state.version();
        store.nowMicros += 300;
        upload("b");
        add(TABLE, "b", 1);
        checkpoint();
        Garbage garbage = collect();
        assertEquals(boundary, garbage.slots().size());
        assertEquals(boundary, log.boundary());
        assertTrue(log.isCollected(boundary));
        assertTrue(!log.isCollected(boundary + 1));
        assertEquals(1, store.keys("log/").size());
        assertEquals(state.version(), SnapshotLoader.load(log).version());
        Snapshot past = SnapshotLoader.at(log, saved).orElseThrow();
        assertEquals("data/a", past.table(TABLE).orElseThrow().segments().getFirst().getName());
        assertTrue(SnapshotLoader.at(log, saved + 1).isEmpty());
        assertEquals(List.of("data/a", "data/b"), objects());
        store.nowMicros += 300;
        collect();
        assertEquals(1, store.keys("gc/boundary/").size());
        assertEquals("data/a", objects().getFirst());
    }

    /** A writer that slept puts its record into a slot that others used and removed. */
    @Test
    void aSlotThatComesBackIsNotRead() {
        commit(record());
        log.writeCheckpoint(SnapshotLoader.at(log, 1).orElseThrow().toCheckpoint(1));
        CommitRecord late =
                record().setVersion(2)
                        .setAttemptId("late")
                        .setPreviousHash(
                                CommitLog.hashField(
                                        SnapshotLoader.at(log, 1).orElseThrow().lastHash()))
                        .build();
        commit(record());
        checkpoint();
        log.raiseBoundary(2);
        log.removeSlot(1);
        log.removeSlot(2);
        Snapshot behind = SnapshotLoader.at(log, 1).orElseThrow();
        assertInstanceOf(CommitLog.Outcome.Committed.class, log.append(late));
        assertTrue(log.isCollected(2));
        assertEquals(3, SnapshotLoader.catchUp(log, behind).version());
        assertTrue(SnapshotLoader.at(log, 2).isEmpty());
    }

    @Test
    void aReplacedLeaderRemovesNothing() {
        upload("orphan");
        store.nowMicros += 300;
        Snapshot replaced = state;
        epoch = 2;
        commit(record());
        ColonnadeException refused =
                assertThrows(
                        ColonnadeException.class,
                        () -> collector.collect(() -> new Pins(replaced, pinned)));
        assertEquals(ErrorCode.ADMIN_SHUTDOWN, refused.code());
        assertEquals(List.of("data/orphan"), objects());
    }

    @Test
    void aDamagedPlanCountsAsNone() {
        upload("orphan");
        store.nowMicros += 300;
        byte[] cut = "data/orphan\t10\t1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        store.put("gc/plan", List.of(ByteBuffer.wrap(cut)));
        store.nowMicros += 300;
        assertEquals(List.of(), collector.collect(this::pins).objects());
        assertEquals(List.of("data/orphan"), objects());
        collect();
        assertEquals(List.of(), objects());
    }
}
