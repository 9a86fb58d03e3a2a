package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Identity values never repeat: not among sessions, not after a rollback, not after a restart. */
class IdentityTest {
    private static final int SESSIONS = 8;
    private static final int INSERTS = 12;

    @TempDir private Path folder;

    @Test
    void valuesAreUnique() throws Exception {
        try (TestLeader leader = new TestLeader(folder)) {
            try (Connection connection = leader.connect()) {
                TestLeader.run(
                        connection,
                        "CREATE TABLE t (id BIGINT IDENTITY(1, 1), session INTEGER, n INTEGER)");
            }
            insertFromAllSessions(leader);
            leader.restart();
            insertFromAllSessions(leader);
            try (Connection connection = leader.connect()) {
                int rows = 2 * SESSIONS * (INSERTS - INSERTS / 4);
                assertEquals(
                        List.of(rows + "|" + rows),
                        TestLeader.rows(connection, "SELECT count(*), count(DISTINCT id) FROM t"));
            }
        }
    }

    /** Every fourth transaction of a session is rolled back. */
    private static void insertFromAllSessions(TestLeader leader) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(SESSIONS)) {
            List<Future<?>> sessions = new ArrayList<>();
            for (int s = 0; s < SESSIONS; s++) {
                int number = s;
                sessions.add(
                        pool.submit(
                                () -> {
                                    insert(leader, number);
                                    return null;
                                }));
            }
            for (Future<?> session : sessions) {
                session.get();
            }
        }
    }

    private static void insert(TestLeader leader, int session) throws Exception {
        try (Connection connection = leader.connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO t (session, n) VALUES (?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= INSERTS; i++) {
                insert.setInt(1, session);
                insert.setInt(2, i);
                assertEquals(1, insert.executeUpdate());
                if (i % 4 == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            }
        }
    }
}
