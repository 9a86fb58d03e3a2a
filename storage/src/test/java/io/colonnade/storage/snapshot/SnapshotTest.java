package io.colonnade.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.CommitRecord;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.object.DirectoryObjectStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

class SnapshotTest {
    @TempDir private Path folder;
    private DirectoryObjectStore store;
    private CommitLog log;
    private Snapshot snapshot;

    @BeforeEach
    void open() {
        store = new DirectoryObjectStore(folder);
        log = new CommitLog(store);
        snapshot = SnapshotLoader.load(log);
    }

    private void commit(CommitRecord.Builder changes) {
        CommitRecord record =
                changes.setVersion(snapshot.version() + 1)
                        .setEpoch(1)
                        .setAttemptId("attempt " + snapshot.version())
                        .setPreviousHash(CommitLog.hashField(snapshot.lastHash()))
                        .build();
        var won = assertInstanceOf(CommitLog.Outcome.Committed.class, log.append(record));
        snapshot = SnapshotBuilder.apply(snapshot, record, won.hash());
    }

    private static CommitRecord.Builder createTable(long id, String name) {
        return CommitRecord.newBuilder()
                .addCatalog(
                        CatalogChange.newBuilder()
                                .setPutTable(
                                        TableDefinition.newBuilder()
                                                .setId(id)
                                                .setSchema("public")
                                                .setName(name)));
    }

    private static SegmentDescriptor segment(String name, long ordinal, long rows) {
        return SegmentDescriptor.newBuilder()
                .setName(name)
                .setOrdinal(ordinal)
                .setRows(rows)
                .build();
    }

    private static CommitRecord.Builder rows(TableChange.Builder change) {
        return CommitRecord.newBuilder().addTables(change.setTableId(16_384));
    }

    @Test
    void startsWithTheSchemaPublicOnly() {
        assertEquals(List.of("public"), List.copyOf(snapshot.schemas().keySet()));
        assertEquals(0, snapshot.version());
    }

    @Test
    void reloadingGivesTheSameState() {
        commit(createTable(16_384, "t"));
        commit(rows(TableChange.newBuilder().addAdd(segment("a", 0, 10))));
        commit(rows(TableChange.newBuilder().addAdd(segment("b", 1, 5))));
        commit(rows(TableChange.newBuilder().addRemove(0)));
        Snapshot loaded = SnapshotLoader.load(log);
        assertEquals(4, loaded.version());
        TableSnapshot table = loaded.table("public", "t").orElseThrow();
        assertEquals(5, table.storedRows());
        assertEquals(2, table.nextOrdinal());
        assertEquals(snapshot.toCheckpoint(1), loaded.toCheckpoint(1));
    }

    @Test
    void aCheckpointStandsForTheSlotsBeforeIt() {
        commit(createTable(16_384, "t"));
        commit(rows(TableChange.newBuilder().addAdd(segment("a", 0, 10))));
        log.writeCheckpoint(snapshot.toCheckpoint(1));
        commit(rows(TableChange.newBuilder().addAdd(segment("b", 1, 7))));
        store.delete("log/00000000000000000001");
        store.delete("log/00000000000000000002");
        Snapshot loaded = SnapshotLoader.load(log);
        assertEquals(3, loaded.version());
        assertEquals(17, loaded.table("public", "t").orElseThrow().storedRows());
    }

    @Test
    void deletesAddUp() {
        commit(createTable(16_384, "t"));
        commit(rows(TableChange.newBuilder().addAdd(segment("a", 0, 10))));
        commit(rows(TableChange.newBuilder().addDeletes(deletes(0, 1, 2))));
        commit(rows(TableChange.newBuilder().addDeletes(deletes(0, 2, 7))));
        SegmentDescriptor a =
                SnapshotLoader.load(log).table("public", "t").orElseThrow().segments().getFirst();
        assertEquals(RoaringBitmap.bitmapOf(1, 2, 7), DeletedRows.decode(a.getDeletedRows()));
    }

    private static DeleteVector deletes(long ordinal, int... rows) {
        return DeleteVector.newBuilder()
                .setSegmentOrdinal(ordinal)
                .setRows(DeletedRows.encode(RoaringBitmap.bitmapOf(rows)))
                .build();
    }

    @Test
    void renamingFreesTheOldName() {
        commit(createTable(16_384, "t"));
        commit(createTable(16_384, "u"));
        assertTrue(snapshot.table("public", "t").isEmpty());
        assertTrue(snapshot.table("public", "u").isPresent());
        commit(
                CommitRecord.newBuilder()
                        .addCatalog(CatalogChange.newBuilder().setDropTable(16_384)));
        assertTrue(snapshot.names().isEmpty());
    }

    @Test
    void aTakenSlotIsLostAndTellsTheWinner() {
        commit(createTable(16_384, "t"));
        CommitRecord rival = CommitRecord.newBuilder().setVersion(1).setAttemptId("rival").build();
        var lost = assertInstanceOf(CommitLog.Outcome.Lost.class, log.append(rival));
        assertEquals("attempt 0", lost.winner().record().getAttemptId());
    }

    @Test
    void aRepeatedAttemptRecognisesItself() {
        CommitRecord record = createTable(16_384, "t").setVersion(1).setAttemptId("mine").build();
        assertInstanceOf(CommitLog.Outcome.Committed.class, log.append(record));
        assertInstanceOf(CommitLog.Outcome.Committed.class, log.append(record));
    }

    @Test
    void aBrokenHashChainStopsTheStart() {
        commit(createTable(16_384, "t"));
        CommitRecord stranger =
                CommitRecord.newBuilder().setVersion(2).setAttemptId("stranger").build();
        log.append(stranger);
        ColonnadeException error =
                assertThrows(ColonnadeException.class, () -> SnapshotLoader.load(log));
        assertEquals(ErrorCode.DATA_CORRUPTED, error.code());
    }

    @Test
    void aFlippedBitIsFound() {
        commit(createTable(16_384, "t"));
        String key = "log/00000000000000000001";
        byte[] bytes = store.get(key).orElseThrow();
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x10;
            store.put(key, List.of(ByteBuffer.wrap(damaged)));
            assertThrows(ColonnadeException.class, () -> SnapshotLoader.load(log), "byte " + i);
        }
    }
}
