package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients insert, update and delete rows, each of its own, while VACUUM runs all the time. In the
 * end every row is there exactly as its client left it, and no client was ever refused. {@code
 * -Dtransactions=} sets how many each client runs, {@code -Dseed=} what they do.
 */
class VacuumConcurrencyTest {
    private static final int CLIENTS = 8;

    @TempDir private static Path folder;

    private final long seed = Long.getLong("seed", 20_261_120L);
    private final int transactions = Integer.getInteger("transactions", 10);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger vacuums = new AtomicInteger();

    /** A client's rows: id to value. */
    private final List<TreeMap<Integer, Long>> ledgers = new ArrayList<>();

    @Test
    void noChangeIsLostAndNoneHappensTwice() throws Exception {
        try (TestLeader leader = new TestLeader(folder);
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            try (Connection connection = leader.connect()) {
                TestLeader.run(
                        connection,
                        "CREATE TABLE t (client INTEGER, id INTEGER, v BIGINT, pad VARCHAR(50))"
                                + " DISTKEY (id) SORTKEY (v)",
                        "CREATE TABLE bank (id INTEGER, balance BIGINT) SORTKEY (balance)",
                        "INSERT INTO bank SELECT n, 100 FROM generate_series(1, 50) AS n");
            }
            List<Future<?>> clients = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int client = c;
                ledgers.add(new TreeMap<>());
                clients.add(pool.submit(() -> change(leader, client)));
            }
            Future<?> vacuum = pool.submit(() -> vacuum(leader));
            Future<?> reader = pool.submit(() -> read(leader));
            for (Future<?> client : clients) {
                client.get();
            }
            over.set(true);
            vacuum.get();
            reader.get();
            try (Connection connection = leader.connect()) {
                compare(connection, "seed " + seed + ", " + vacuums + " vacuums");
                TestLeader.run(connection, "VACUUM t TO 100 PERCENT");
                compare(connection, "seed " + seed + ", after the last vacuum");
            }
        }
        assertTrue(vacuums.get() > 0, "VACUUM never ran");
    }

    private Void change(TestLeader leader, int client) throws SQLException {
        SplittableRandom random = new SplittableRandom(seed + client);
        TreeMap<Integer, Long> ledger = ledgers.get(client);
        int nextId = 0;
        try (Connection connection = leader.connect()) {
            for (int i = 0; i < transactions; i++) {
                TestLeader.run(connection, "BEGIN");
                for (int s = random.nextInt(3); s >= 0; s--) {
                    nextId = act(connection, client, random, ledger, nextId);
                }
                TestLeader.run(connection, "COMMIT");
                transfer(connection, random);
            }
        }
        return null;
    }

    private static int act(
            Connection connection,
            int client,
            SplittableRandom random,
            TreeMap<Integer, Long> ledger,
            int nextId)
            throws SQLException {
        int id = ledger.isEmpty() ? 0 : random.nextInt(ledger.lastKey() + 1);
        String where = " WHERE client = " + client + " AND id BETWEEN " + id + " AND " + (id + 9);
        switch (random.nextInt(4)) {
            case 0, 1 -> {
                int count = 1 + random.nextInt(60);
                int first = nextId;
                long value = random.nextInt(1_000);
                TestLeader.run(
                        connection,
                        "INSERT INTO t SELECT "
                                + client
                                + ", n, "
                                + value
                                + " + n, 'row ' || n FROM generate_series("
                                + first
                                + ", "
                                + (first + count - 1)
                                + ") AS n");
                for (int n = first; n < first + count; n++) {
                    ledger.put(n, value + n);
                }
                return first + count;
            }
            case 2 -> {
                int add = random.nextInt(5_000);
                TestLeader.run(connection, "UPDATE t SET v = v + " + add + where);
                ledger.subMap(id, id + 10).replaceAll((key, value) -> value + add);
            }
            default -> {
                TestLeader.run(connection, "DELETE FROM t" + where);
                ledger.subMap(id, id + 10).clear();
            }
        }
        return nextId;
    }

    /** May fail, as others transfer too; the sum must not change. */
    private static void transfer(Connection connection, SplittableRandom random)
            throws SQLException {
        int from = 1 + random.nextInt(50);
        int to = 1 + random.nextInt(50);
        try {
            TestLeader.run(
                    connection,
                    "BEGIN",
                    "UPDATE bank SET balance = balance - 7 WHERE id = " + from,
                    "UPDATE bank SET balance = balance + 7 WHERE id = " + to,
                    "COMMIT");
        } catch (SQLException e) {
            assertEquals("40001", e.getSQLState(), e.getMessage());
            TestLeader.run(connection, "ROLLBACK");
        }
    }

    private Void vacuum(TestLeader leader) throws SQLException {
        try (Connection connection = leader.connect()) {
            while (!over.get()) {
                TestLeader.run(connection, "VACUUM t TO 100 PERCENT", "VACUUM bank TO 100 PERCENT");
                vacuums.incrementAndGet();
            }
        }
        return null;
    }

    /** A snapshot gives the same answers for as long as it is read. */
    private Void read(TestLeader leader) throws SQLException {
        String sql = "SELECT count(*), sum(v), sum(id), sum(client * v) FROM t";
        try (Connection connection = leader.connect()) {
            TestLeader.run(connection, "SET enable_result_cache_for_session = off");
            while (!over.get()) {
                TestLeader.run(connection, "BEGIN");
                List<String> first = TestLeader.rows(connection, sql);
                for (int i = 0; i < 5; i++) {
                    assertEquals(first, TestLeader.rows(connection, sql), "seed " + seed);
                    assertEquals(
                            List.of("50|5000"),
                            TestLeader.rows(connection, "SELECT count(*), sum(balance) FROM bank"));
                }
                TestLeader.run(connection, "COMMIT");
            }
        }
        return null;
    }

    private void compare(Connection connection, String where) throws SQLException {
        List<String> expected = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
            int client = c;
            ledgers.get(c).forEach((id, value) -> expected.add(client + "|" + id + "|" + value));
        }
        assertEquals(
                expected,
                TestLeader.rows(connection, "SELECT client, id, v FROM t ORDER BY client, id"),
                where);
    }
}
