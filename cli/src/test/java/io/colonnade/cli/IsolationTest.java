package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.cli.ListTransaction.Outcome;
import io.colonnade.error.ColonnadeException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Many clients append to lists and transfer money while the server process is killed at random
 * moments and VACUUM runs; afterwards what they saw is searched for anomalies. {@code
 * -Dtransactions=10000} runs longer, {@code -Dseed=} chooses other transactions.
 */
class IsolationTest {
    private static final int CLIENTS = 8;

    /** Transactions between two kills, about. */
    private static final int PER_KILL = 250;

    /** Lists that are appended to at a time: few, so that transactions meet. */
    private static final int HOT_LISTS = 6;

    /** Transactions after which other lists are taken, so that they stay short. */
    private static final int TRANSACTIONS_PER_LISTS = 150;

    private static final int ACCOUNTS = 20;
    private static final long BALANCE = 1_000;
    private static final long RECONNECT_SECONDS = 60;

    @TempDir private static Path folder;

    private final long seed = Long.getLong("seed", 20_261_120L);
    private final int wanted = Integer.getInteger("transactions", 100);
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile ColonnadeProcess server;

    @BeforeEach
    void skipWithoutServer() {
        try (EmbeddedServer probe =
                new EmbeddedServer(ServerConfig.local(folder.resolve("probe")))) {
            TestWarehouse.startOrSkip(probe);
        }
    }

    @Test
    void snapshotAndSerializableHistoriesHaveNoAnomalies() throws Exception {
        Path data = folder.resolve("data");
        server = ColonnadeProcess.server(data);
        try {
            int half = wanted / 2;
            run("snapshot", half, data);
            run("serializable", wanted - half, data);
        } finally {
            server.close();
        }
    }

    private void run(String level, int transactions, Path data) throws Exception {
        started.set(0);
        committed.set(0);
        refused.set(0);
        over.set(false);
        int lists = HOT_LISTS * (1 + transactions / TRANSACTIONS_PER_LISTS);
        try (Connection connection = connect(level)) {
            execute(
                    connection,
                    "CREATE TABLE " + level + "_lists (k INT, v VARCHAR(60000)) SORTKEY (k)");
            execute(
                    connection,
                    "CREATE TABLE " + level + "_bank (id INT, balance BIGINT) SORTKEY (id)");
            for (int k = 0; k < lists; k++) {
                execute(connection, "INSERT INTO " + level + "_lists VALUES (" + k + ", '')");
            }
            for (int id = 0; id < ACCOUNTS; id++) {
                execute(
                        connection,
                        "INSERT INTO " + level + "_bank VALUES (" + id + ", " + BALANCE + ")");
            }
        }
        List<ListTransaction> history = new ArrayList<>();
        int kills = 0;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<ListTransaction>>> clients = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int client = c;
                clients.add(pool.submit(() -> work(level, client, transactions)));
            }
            Future<?> vacuum = pool.submit(() -> vacuum(level));
            SplittableRandom random = new SplittableRandom(seed);
            int next = PER_KILL / 20 + random.nextInt(PER_KILL / 10);
            while (started.get() < transactions && !anyFailed(clients)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                if (started.get() >= next) {
                    server.kill();
                    server = ColonnadeProcess.server(data);
                    kills++;
                    next = started.get() + PER_KILL / 2 + random.nextInt(PER_KILL);
                }
            }
            try {
                for (Future<List<ListTransaction>> client : clients) {
                    history.addAll(client.get());
                }
            } finally {
                over.set(true);
            }
            vacuum.get();
        }
        history.add(readAll(level, lists));
        List<String> anomalies = ListHistory.anomalies(history, level.equals("serializable"));
        System.out.println(
                level
                        + ": "
                        + committed
                        + " transactions committed, "
                        + refused
                        + " refused (40001), "
                        + kills
                        + " kills, "
                        + anomalies.size()
                        + " anomalies, seed "
                        + seed);
        assertEquals(List.of(), anomalies.stream().limit(5).toList(), "seed " + seed);
        assertTrue(committed.get() > transactions / 10, "too few transactions committed");
    }

    private static boolean anyFailed(List<Future<List<ListTransaction>>> clients) {
        return clients.stream().anyMatch(client -> client.state() == Future.State.FAILED);
    }

    private List<ListTransaction> work(String level, int client, int transactions)
            throws SQLException {
        SplittableRandom random = new SplittableRandom(seed * 31 + client);
        List<ListTransaction> history = new ArrayList<>();
        Connection connection = connect(level);
        try {
            int number = started.getAndIncrement();
            while (number < transactions) {
                ListTransaction transaction = new ListTransaction(client);
                try {
                    if (random.nextInt(4) == 0) {
                        bank(connection, level, random);
                    } else {
                        history.add(transaction);
                        lists(connection, level, transaction, number, random);
                    }
                    committed.incrementAndGet();
                } catch (SQLException e) {
                    if (e.getSQLState().equals("40001")) {
                        refused.incrementAndGet();
                        transaction.ends(Outcome.ABORTED);
                        connection.rollback();
                    } else {
                        requireKilled(e);
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                        connection.close();
                        connection = connect(level);
                    }
                }
                number = started.getAndIncrement();
            }
        } finally {
            connection.close();
        }
        return history;
    }

    private static void requireKilled(SQLException e) {
        String state = e.getSQLState();
        assertTrue(
                state != null && (state.startsWith("08") || state.startsWith("57P")),
                state + ": " + e.getMessage());
    }

    private void lists(
            Connection connection,
            String level,
            ListTransaction transaction,
            int number,
            SplittableRandom random)
            throws SQLException {
        int first = number / TRANSACTIONS_PER_LISTS * HOT_LISTS;
        boolean onlyReads = random.nextInt(4) == 0;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int key = first + random.nextInt(HOT_LISTS);
            if (onlyReads || random.nextBoolean()) {
                transaction.operations.add(read(connection, level, key));
            } else {
                int value = numbers.incrementAndGet();
                transaction.append(key, value);
                append(connection, level, key, value);
            }
        }
        transaction.ends(Outcome.UNKNOWN);
        connection.commit();
        transaction.ends(Outcome.COMMITTED);
    }

    private static void append(Connection connection, String level, int key, int value)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertEquals(
                    1,
                    statement.executeUpdate(
                            "UPDATE "
                                    + level
                                    + "_lists SET v = v || ',"
                                    + value
                                    + "' WHERE k = "
                                    + key));
        }
    }

    private static ListTransaction.Read read(Connection connection, String level, int key)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT v FROM " + level + "_lists WHERE k = " + key)) {
            assertTrue(rows.next(), "list " + key + " is gone");
            List<Integer> list = new ArrayList<>();
            for (String value : rows.getString(1).split(",")) {
                if (!value.isEmpty()) {
                    list.add(Integer.parseInt(value));
                }
            }
            assertTrue(!rows.next(), "list " + key + " is there twice");
            return new ListTransaction.Read(key, Collections.unmodifiableList(list));
        }
    }

    /** A read of all accounts, and perhaps a transfer; the sum is the same at all times. */
    private void bank(Connection connection, String level, SplittableRandom random)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet sum =
                    statement.executeQuery(
                            "SELECT count(*), sum(balance) FROM " + level + "_bank")) {
                sum.next();
                assertEquals(ACCOUNTS, sum.getInt(1), "accounts, seed " + seed);
                assertEquals(ACCOUNTS * BALANCE, sum.getLong(2), "money, seed " + seed);
            }
            if (random.nextBoolean()) {
                String update = "UPDATE " + level + "_bank SET balance = balance ";
                int amount = 1 + random.nextInt(9);
                statement.executeUpdate(
                        update + "- " + amount + " WHERE id = " + random.nextInt(ACCOUNTS));
                statement.executeUpdate(
                        update + "+ " + amount + " WHERE id = " + random.nextInt(ACCOUNTS));
            }
        }
        connection.commit();
    }

    private Void vacuum(String level) throws SQLException {
        while (!over.get()) {
            try (Connection connection = server.address().connect("vacuum", false);
                    Statement statement = connection.createStatement()) {
                while (!over.get()) {
                    statement.execute("VACUUM " + level + "_lists TO 100 PERCENT");
                    statement.execute("VACUUM " + level + "_bank TO 100 PERCENT");
                }
            } catch (SQLException e) {
                requireKilled(e);
            } catch (ColonnadeException e) {
                // Nobody listens until the server is there again.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        return null;
    }

    private ListTransaction readAll(String level, int lists) throws SQLException {
        ListTransaction last = new ListTransaction(CLIENTS).ends(Outcome.COMMITTED);
        try (Connection connection = connect(level)) {
            for (int key = 0; key < lists; key++) {
                last.operations.add(read(connection, level, key));
            }
            connection.commit();
        }
        return last;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        connection.commit();
    }

    /** Waits for the server that comes after a kill. */
    private Connection connect(String level) throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECONNECT_SECONDS);
        while (true) {
            try {
                Connection connection = server.address().connect("isolation", false);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET default_transaction_isolation = '" + level + "'");
                    statement.execute("SET enable_result_cache_for_session = off");
                }
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException | ColonnadeException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }
}
