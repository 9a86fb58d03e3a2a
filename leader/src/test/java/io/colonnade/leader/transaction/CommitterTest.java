package io.colonnade.leader.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CatalogChange;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.Rng;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotLoader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class CommitterTest {
    private static final long ANSWER_MILLIS = 1_000;

    private final FaultyObjectStore store = new FaultyObjectStore();
    private final List<Committer> opened = new ArrayList<>();
    private final Committer committer = open();

    private Committer open() {
        Committer made =
                Committer.open(new CommitLog(store), Clock.system(), Rng.system(), ANSWER_MILLIS);
        opened.add(made);
        return made;
    }

    @AfterEach
    void close() {
        opened.forEach(Committer::close);
    }

    private Snapshot reread() {
        return SnapshotLoader.load(new CommitLog(store));
    }

    private void insert(long table, String segment) {
        Transaction transaction = new Transaction(committer.current());
        TestTransactions.insert(transaction, table, segment);
        committer.commit(transaction);
    }

    private ErrorCode insertFails(Committer by, long table) {
        Transaction transaction = new Transaction(by.current());
        TestTransactions.insert(transaction, table, "never");
        return assertThrows(ColonnadeException.class, () -> by.commit(transaction)).code();
    }

    @Test
    void aFailureBeforeTheWriteIsTriedAgain() {
        long table = TestTransactions.createTable(committer, "t");
        store.fail(FaultyObjectStore.Fault.FAIL_BEFORE, 2);
        insert(table, "s");
        assertEquals(Set.of("s{}"), TestTransactions.contents(reread(), table));
    }

    @Test
    void aLostReplyIsTheOwnCommit() {
        long table = TestTransactions.createTable(committer, "t");
        store.fail(FaultyObjectStore.Fault.LOSE_REPLY, 1);
        insert(table, "s");
        insert(table, "s2");
        assertEquals(Set.of("s{}", "s2{}"), TestTransactions.contents(committer.current(), table));
        assertEquals(Set.of("s{}", "s2{}"), TestTransactions.contents(reread(), table));
    }

    @Test
    void anUnknownOutcomeHoldsUpTheCommitterUntilItIsKnown() {
        long table = TestTransactions.createTable(committer, "t");
        int slots = store.slots();
        store.fail(FaultyObjectStore.Fault.LOSE_REPLY, Integer.MAX_VALUE);
        store.setUnreadable(true);
        assertEquals(ErrorCode.COMMIT_OUTCOME_UNKNOWN, insertFails(committer, table));
        // What never got near a slot is known to have failed.
        assertEquals(ErrorCode.STORE_UNAVAILABLE, insertFails(committer, table));
        assertEquals(slots + 1, store.slots());
        store.fail(FaultyObjectStore.Fault.LOSE_REPLY, 0);
        store.setUnreadable(false);
        insert(table, "s");
        assertEquals(slots + 2, store.slots());
        assertEquals(Set.of("never{}", "s{}"), TestTransactions.contents(reread(), table));
    }

    @Test
    void aStoreThatRefusesFailsOnlyTheCommit() {
        long table = TestTransactions.createTable(committer, "t");
        int slots = store.slots();
        store.fail(FaultyObjectStore.Fault.FAIL_BEFORE, 3);
        assertEquals(ErrorCode.IO_ERROR, insertFails(committer, table));
        insert(table, "s");
        assertEquals(slots + 1, store.slots());
        assertEquals(Set.of("s{}"), TestTransactions.contents(reread(), table));
    }

    @Test
    void aSlotThatWasRemovedAsGarbageDoesNotCount() {
        long table = TestTransactions.createTable(committer, "t");
        Committer next = open();
        CommitLog log = new CommitLog(store);
        long taken = next.current().version();
        Transaction transaction = new Transaction(next.current());
        TestTransactions.insert(transaction, table, "s");
        next.commit(transaction);
        log.writeCheckpoint(next.current().toCheckpoint(CommitLog.formatVersion()));
        log.raiseBoundary(taken);
        log.removeSlot(taken);
        // The old leader creates the slot that the new one's fence was in.
        assertEquals(ErrorCode.COMMIT_OUTCOME_UNKNOWN, insertFails(committer, table));
        assertEquals(ErrorCode.ADMIN_SHUTDOWN, insertFails(committer, table));
        assertEquals(Set.of("s{}"), TestTransactions.contents(reread(), table));
    }

    @Test
    void timestampsNeverGoBack() {
        TestTransactions.createTable(committer, "t");
        Snapshot before = committer.current();
        TestTransactions.createTable(committer, "u");
        assertTrue(
                committer.current().history().timestampMicros()
                        > before.history().timestampMicros());
    }

    @Test
    void aNewLeaderFencesTheOldOne() {
        long table = TestTransactions.createTable(committer, "t");
        insert(table, "old");
        Committer next = open();
        assertEquals(ErrorCode.ADMIN_SHUTDOWN, insertFails(committer, table));
        assertEquals(ErrorCode.ADMIN_SHUTDOWN, insertFails(committer, table));
        Transaction transaction = new Transaction(next.current());
        TestTransactions.insert(transaction, table, "new");
        next.commit(transaction);
        assertEquals(Set.of("old{}", "new{}"), TestTransactions.contents(reread(), table));
    }

    @Test
    void transactionsThatWaitTogetherShareASlot() throws Exception {
        long table = TestTransactions.createTable(committer, "t");
        long other = TestTransactions.createTable(committer, "u");
        int threads = 8;
        int before = store.slots();
        CountDownLatch started = new CountDownLatch(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> commits = new ArrayList<>();
            synchronized (store.gate) {
                for (int t = 0; t < threads; t++) {
                    int number = t;
                    commits.add(
                            pool.submit(
                                    () -> {
                                        started.countDown();
                                        insert(number % 2 == 0 ? table : other, "s" + number);
                                    }));
                }
                started.await();
            }
            for (Future<?> commit : commits) {
                commit.get();
            }
        }
        Snapshot now = reread();
        assertEquals(4, now.table(table).orElseThrow().segments().size());
        assertEquals(4, now.table(other).orElseThrow().segments().size());
        assertTrue(store.slots() - before < threads, "each transaction took its own slot");
        assertEquals(
                4,
                now.table(table).orElseThrow().segments().stream()
                        .map(s -> s.getOrdinal())
                        .distinct()
                        .count());
    }

    @Test
    void manySmallInsertsOfManySessions() throws Exception {
        long table = TestTransactions.createTable(committer, "t");
        int threads = 8;
        int each = 50;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> sessions = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int number = t;
                sessions.add(
                        pool.submit(
                                () -> {
                                    for (int i = 0; i < each; i++) {
                                        insert(table, "s" + number + "-" + i);
                                    }
                                }));
            }
            for (Future<?> session : sessions) {
                session.get();
            }
        }
        assertEquals(threads * each, TestTransactions.contents(reread(), table).size());
    }

    @Test
    void aConflictInAGroupFailsOnlyItsOwnTransaction() {
        long table = TestTransactions.createTable(committer, "t");
        insert(table, "s");
        Transaction first = new Transaction(committer.current());
        Transaction second = new Transaction(committer.current());
        first.runs("UPDATE t SET a = 1  WHERE\n a = 2");
        TestTransactions.deleteRow(first, table, "s", 1);
        Transaction third = new Transaction(committer.current());
        TestTransactions.deleteRow(second, table, "s", 1);
        TestTransactions.deleteRow(third, table, "s", 2);
        committer.commit(first);
        ColonnadeException error =
                assertThrows(ColonnadeException.class, () -> committer.commit(second));
        assertEquals(ErrorCode.SERIALIZATION_FAILURE, error.code());
        assertEquals(
                "Another transaction changed table \"t\" since this one began. The other,"
                        + " committed as version 4: UPDATE t SET a = 1 WHERE a = 2.",
                error.detail());
        committer.commit(third);
        assertEquals(Set.of("s{1,2}"), TestTransactions.contents(reread(), table));
    }

    @Test
    void rowsOfAChangedDefinitionConflict() {
        long table = TestTransactions.createTable(committer, "t");
        Transaction insert = new Transaction(committer.current());
        TestTransactions.insert(insert, table, "s");
        Transaction alter = new Transaction(committer.current());
        alter.change(
                CatalogChange.newBuilder()
                        .setPutTable(
                                alter.view().table(table).orElseThrow().definition().toBuilder()
                                        .setOwner("somebody"))
                        .build());
        committer.commit(alter);
        ColonnadeException error =
                assertThrows(ColonnadeException.class, () -> committer.commit(insert));
        assertEquals(ErrorCode.SERIALIZATION_FAILURE, error.code());
    }

    @Test
    void checkpointsShortenTheStart() {
        long table = TestTransactions.createTable(committer, "t");
        for (int i = 0; i < 150; i++) {
            insert(table, "s" + i);
        }
        committer.close();
        assertEquals(1, store.list("ckpt/", "", 10).size());
        // With the checkpoint, the slots before it are not needed any more.
        store.list("log/", "", 90).forEach(slot -> store.delete(slot.key()));
        Committer next = open();
        assertEquals(150, TestTransactions.contents(next.current(), table).size());
        assertTrue(next.newObjectId() > table);
    }

    @Test
    void identityCountsSurvive() {
        long table = TestTransactions.createTable(committer, "t");
        Transaction transaction = new Transaction(committer.current());
        TestTransactions.insert(transaction, table, "s");
        transaction.identityCount(table, 7);
        committer.commit(transaction);
        for (int i = 0; i < 100; i++) {
            insert(table, "s" + i);
        }
        assertEquals(7, open().current().table(table).orElseThrow().identityCount());
    }
}
