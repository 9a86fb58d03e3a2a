package io.colonnade.leader.query;

import static io.colonnade.leader.query.TestLeader.rows;
import static io.colonnade.leader.query.TestLeader.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.leader.transaction.ClosedSegments;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.snapshot.Snapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** Inline rows become objects; nothing is lost on the way. */
class FoldingTest {
    private static final long SEED = Long.getLong("seed", 1);

    @TempDir Path folder;
    private TestLeader leader;
    private Connection session;

    @BeforeEach
    void start() throws SQLException {
        leader = new TestLeader(folder);
        session = leader.connect();
    }

    @AfterEach
    void stop() throws SQLException {
        session.close();
        leader.close();
    }

    private String names(String table) throws SQLException {
        return rows(
                        session,
                        "SELECT count(DISTINCT segment) FROM stv_blocklist b JOIN svv_table_info t"
                                + " ON b.tbl = t.table_id WHERE t.\"table\" = '"
                                + table
                                + "' AND b.segment <> ''")
                .get(0);
    }

    /** Else its objects could be older than its transaction, and garbage before it commits. */
    @Test
    void aFoldBeginsBeforeItWrites() throws SQLException {
        run(session, "CREATE TABLE v (b INT)", "INSERT INTO v VALUES (1)");
        RecordedFold recorded = new RecordedFold(leader.current());
        FoldingRule.Fold due =
                new FoldingRule(0, 1, 0).due(leader.current(), System.nanoTime()).getFirst();
        new InlineFold(recorded).run(due);
        assertEquals(List.of("begin", "rewrite", "commit"), recorded.calls);
    }

    /** Says in which order a fold asks for what. */
    private static final class RecordedFold implements InlineFold.Outside {
        private final Snapshot current;
        private final ClosedSegments closed = new ClosedSegments();
        private final List<String> calls = new ArrayList<>();

        RecordedFold(Snapshot current) {
            this.current = current;
        }

        @Override
        public Snapshot current() {
            return current;
        }

        @Override
        public ClosedSegments closedSegments() {
            return closed;
        }

        @Override
        public boolean canRewrite(SegmentDescriptor segment) {
            return true;
        }

        @Override
        public List<WriteResult> rewrite(
                TableDefinition table, List<SegmentDescriptor> slice, Snapshot part) {
            calls.add("rewrite");
            return List.of();
        }

        @Override
        public Transaction begin(Snapshot base) {
            calls.add("begin");
            return new Transaction(base);
        }

        @Override
        public void commit(Transaction transaction) {
            calls.add("commit");
        }
    }

    @Test
    void everyTypeIsTheSameAfterwards() throws SQLException {
        run(
                session,
                "CREATE TABLE v (a SMALLINT, b INT, c BIGINT, d DECIMAL(12, 3), e DECIMAL(38, 5),"
                        + " f REAL, g FLOAT8, h BOOLEAN, i DATE, j TIME, k TIMESTAMP,"
                        + " l TIMESTAMPTZ, m CHAR(5), n VARCHAR(65535)) SORTKEY (b)",
                "INSERT INTO v VALUES (1, 9, -3, 1.5, 123456789012345678901234567.5, 0.1, 0.1,"
                        + " true, '2024-02-29', '12:34:56', '2024-02-29 01:02:03.456789',"
                        + " '2024-02-29 01:02:03+02', 'ab   ', 'text')",
                "INSERT INTO v (b) VALUES (5)",
                "INSERT INTO v VALUES (-32768, -2147483648, -9223372036854775808, -0.001,"
                        + " -99999999999999999999999999999999.99999, 'NaN', 'Infinity', false,"
                        + " '0001-01-01', '00:00', '9999-12-31 23:59:59', '1970-01-01 00:00+00',"
                        + " '', '')",
                "INSERT INTO v (b, n) VALUES (7, '" + "é".repeat(30_000) + "')");
        String query = "SELECT *, octet_length(n) FROM v ORDER BY b";
        List<String> before = rows(session, query);
        assertEquals("0", names("v"));
        leader.folding(0, 1, 0).foldDue();
        assertTrue(Integer.parseInt(names("v")) > 0, "there are objects now");
        assertEquals(before, rows(session, query));
        run(session, "INSERT INTO v (b) VALUES (6)", "DELETE FROM v WHERE b IN (5, 6)");
        leader.folding(0, 1, 0).foldDue();
        session.close();
        leader.restart();
        session = leader.connect();
        before.removeIf(row -> row.startsWith("null|5|"));
        assertEquals(before, rows(session, query));
    }

    /** Writers insert, delete and update while everything is folded over and over. */
    @Test
    void nothingIsLostBesideWriters() throws Exception {
        run(session, "CREATE TABLE w (id INT DISTKEY, v INT)");
        int writers = 3;
        int steps = Integer.getInteger("runs", 60);
        AtomicBoolean over = new AtomicBoolean();
        Thread folder =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    InlineFolding folding = leader.folding(0, 1, 0);
                                    while (!over.get()) {
                                        folding.foldDue();
                                    }
                                });
        BitSet[] expected = new BitSet[writers];
        Throwable[] failures = new Throwable[writers];
        Thread[] threads = new Thread[writers];
        for (int w = 0; w < writers; w++) {
            int writer = w;
            expected[w] = new BitSet();
            threads[w] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try (Connection c = leader.connect()) {
                                            write(c, writer, steps, expected[writer]);
                                        } catch (SQLException | RuntimeException e) {
                                            failures[writer] = e;
                                        }
                                    });
        }
        for (int w = 0; w < writers; w++) {
            threads[w].join();
            if (failures[w] != null) {
                throw new AssertionError("seed " + SEED, failures[w]);
            }
        }
        over.set(true);
        folder.join();
        assertTrue(Integer.parseInt(names("w")) > 0, "something was folded");
        for (int round = 0; round < 2; round++) {
            for (int w = 0; w < writers; w++) {
                List<String> found =
                        rows(
                                session,
                                "SELECT id FROM w WHERE id / 1000000 = " + w + " ORDER BY id");
                int base = w * 1_000_000;
                assertEquals(
                        expected[w].stream().mapToObj(i -> "" + (base + i)).toList(),
                        found,
                        "seed " + SEED);
            }
            session.close();
            leader.restart();
            session = leader.connect();
        }
    }

    private static void write(Connection c, int writer, int steps, BitSet mine)
            throws SQLException {
        Random random = new Random(SEED + writer);
        int next = 0;
        int base = writer * 1_000_000;
        for (int step = 0; step < steps; step++) {
            if (mine.isEmpty() || random.nextInt(3) > 0) {
                retrying(c, "INSERT INTO w VALUES (" + (base + next) + ", 0)");
                mine.set(next++);
            } else {
                int victim = mine.nextSetBit(random.nextInt(mine.length()));
                retrying(c, "DELETE FROM w WHERE id = " + (base + victim));
                mine.clear(victim);
            }
        }
    }

    /** Runs a statement again when it met a change of others. */
    private static void retrying(Connection c, String sql) throws SQLException {
        while (true) {
            try {
                run(c, sql);
                return;
            } catch (SQLException e) {
                if (!"40001".equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }
}
