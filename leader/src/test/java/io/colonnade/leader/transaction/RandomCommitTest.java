package io.colonnade.leader.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CatalogChange;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.Rng;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Random transactions over random tables, with faults of the store and leaders that are replaced at
 * random moments. A model knows what was acknowledged; exactly that must be there.
 */
class RandomCommitTest {
    private static final int STEPS = 600;

    private final long seed = Long.getLong("seed", 20_261_120L);
    private final Random random = new Random(seed);
    private final FaultyObjectStore store = new FaultyObjectStore();
    private final Map<Long, TreeSet<String>> model = new TreeMap<>();
    private Committer committer = open();
    private int names;

    private Committer open() {
        return Committer.open(new CommitLog(store), Clock.system(), Rng.system());
    }

    @Test
    void exactlyTheAcknowledgedStateIsThere() {
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(40) == 0) {
                replaceLeader();
            }
            if (random.nextInt(15) == 0) {
                store.fail(
                        random.nextBoolean()
                                ? FaultyObjectStore.Fault.FAIL_BEFORE
                                : FaultyObjectStore.Fault.LOSE_REPLY,
                        1 + random.nextInt(2));
            }
            if (model.size() < 3 || random.nextInt(30) == 0) {
                model.put(TestTransactions.createTable(committer, "t" + names++), new TreeSet<>());
            } else {
                transactions();
            }
            verify("step " + step);
        }
        replaceLeader();
        verify("end");
        committer.close();
    }

    /** The old one is dropped as a crash would, or lives on and must find itself fenced. */
    private void replaceLeader() {
        Committer old = committer;
        committer = open();
        long table = model.isEmpty() ? 0 : model.keySet().iterator().next();
        if (table != 0 && random.nextBoolean()) {
            Transaction late = new Transaction(old.current());
            TestTransactions.insert(late, table, "late");
            try {
                old.commit(late);
                throw new AssertionError("a fenced leader committed, seed " + seed);
            } catch (ColonnadeException e) {
                assertEquals(ErrorCode.ADMIN_SHUTDOWN, e.code());
            }
        }
        old.close();
    }

    /** One to three transactions from the same snapshot, committed in turn. */
    private void transactions() {
        List<Long> tables = new ArrayList<>(model.keySet());
        List<Transaction> open = new ArrayList<>();
        List<Map<Long, TreeSet<String>>> results = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            open.add(new Transaction(committer.current()));
        }
        for (Transaction transaction : open) {
            int actions = 1 + random.nextInt(3);
            for (int a = 0; a < actions; a++) {
                act(transaction, tables.get(random.nextInt(tables.size())));
            }
            Map<Long, TreeSet<String>> changed = new TreeMap<>();
            for (long table : tables) {
                TreeSet<String> before = TestTransactions.rows(transaction.base(), table);
                TreeSet<String> after = TestTransactions.rows(transaction.view(), table);
                if (!before.equals(after) || transaction.view().table(table).isEmpty()) {
                    changed.put(table, after);
                }
            }
            results.add(changed);
        }
        for (int i = 0; i < open.size(); i++) {
            commit(open.get(i), results.get(i));
        }
    }

    private void act(Transaction transaction, long table) {
        if (transaction.view().table(table).isEmpty()) {
            return;
        }
        TreeSet<String> visible = TestTransactions.rows(transaction.view(), table);
        int kind = random.nextInt(20);
        if (kind < 10 || visible.isEmpty()) {
            TestTransactions.insert(transaction, table, "s" + names++);
        } else if (kind < 17) {
            String row = visible.stream().skip(random.nextInt(visible.size())).findFirst().get();
            int slash = row.indexOf('/');
            TestTransactions.deleteRow(
                    transaction,
                    table,
                    row.substring(0, slash),
                    Integer.parseInt(row.substring(slash + 1)));
        } else if (kind < 19) {
            transaction.truncate(table);
        } else {
            transaction.change(CatalogChange.newBuilder().setDropTable(table).build());
        }
    }

    private void commit(Transaction transaction, Map<Long, TreeSet<String>> changed) {
        Map<Long, TreeSet<String>> bases = new TreeMap<>();
        changed.keySet()
                .forEach(id -> bases.put(id, TestTransactions.rows(transaction.base(), id)));
        try {
            committer.commit(transaction);
        } catch (ColonnadeException e) {
            boolean conflict =
                    e.code() == ErrorCode.SERIALIZATION_FAILURE
                            || e.code() == ErrorCode.UNDEFINED_TABLE;
            if (!conflict) {
                throw e;
            }
            return;
        }
        changed.forEach(
                (id, after) -> {
                    if (transaction.view().table(id).isEmpty()) {
                        model.remove(id);
                    } else {
                        TreeSet<String> now = model.get(id);
                        TreeSet<String> gone = new TreeSet<>(bases.get(id));
                        gone.removeAll(after);
                        TreeSet<String> come = new TreeSet<>(after);
                        come.removeAll(bases.get(id));
                        now.removeAll(gone);
                        now.addAll(come);
                    }
                });
    }

    private void verify(String where) {
        Map<Long, TreeSet<String>> actual = new TreeMap<>();
        committer
                .current()
                .tables()
                .keySet()
                .forEach(id -> actual.put(id, TestTransactions.rows(committer.current(), id)));
        assertEquals(model, actual, where + ", seed " + seed);
    }
}
