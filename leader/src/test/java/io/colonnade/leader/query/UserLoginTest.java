package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Users, their passwords and what only a superuser may do. */
class UserLoginTest {
    private static final String CANARY = "Canary-4711";

    @TempDir private Path folder;

    private static String state(Connection connection, String sql) {
        return assertThrows(SQLException.class, () -> TestLeader.run(connection, sql), sql)
                .getSQLState();
    }

    private static String refused(TestLeader leader, String user, String password) {
        return assertThrows(SQLException.class, () -> leader.connect(user, password).close())
                .getSQLState();
    }

    @Test
    void passwordsAreAskedForOnceThereIsAUser() throws SQLException, IOException {
        try (TestLeader leader = new TestLeader(folder)) {
            try (Connection trusted = leader.connect()) {
                assertEquals("22023", state(trusted, "CREATE USER joe PASSWORD '" + CANARY + "'"));
                TestLeader.run(
                        trusted,
                        "CREATE USER boss PASSWORD '" + CANARY + "' CREATEUSER",
                        "CREATE USER joe PASSWORD '" + CANARY + "j' IN GROUP etl",
                        "CREATE TABLE t (a INTEGER)");
                assertEquals("42710", state(trusted, "CREATE USER joe PASSWORD 'x'"));
            }
            assertEquals("28P01", refused(leader, "boss", "wrong"));
            assertEquals("28P01", refused(leader, "nobody", CANARY));
            ordinaryUser(leader);
            superuser(leader);
            leader.restart();
            assertEquals("28P01", refused(leader, "joe", CANARY + "j"));
            leader.connect("boss", CANARY).close();
        }
        assertNoCanary();
    }

    private static void ordinaryUser(TestLeader leader) throws SQLException {
        try (Connection joe = leader.connect("joe", CANARY + "j")) {
            assertEquals(List.of("joe"), TestLeader.rows(joe, "SELECT current_user"));
            assertEquals("42501", state(joe, "CREATE USER jim PASSWORD 'x'"));
            assertEquals("42501", state(joe, "ALTER USER boss PASSWORD 'x'"));
            assertEquals("42501", state(joe, "ALTER USER joe CREATEUSER"));
            assertEquals("42501", state(joe, "DROP USER boss"));
            assertEquals("42501", state(joe, "COPY t FROM '/etc/hostname'"));
            TestLeader.run(joe, "ALTER USER joe PASSWORD '" + CANARY + "2'");
        }
        assertEquals("28P01", refused(leader, "joe", CANARY + "j"));
    }

    private static void superuser(TestLeader leader) throws SQLException {
        try (Connection boss = leader.connect("boss", CANARY)) {
            assertEquals("22023", state(boss, "DROP USER boss"));
            assertEquals("22023", state(boss, "ALTER USER boss PASSWORD DISABLE"));
            assertEquals("42704", state(boss, "DROP USER nobody"));
            TestLeader.run(boss, "ALTER USER joe PASSWORD DISABLE", "DROP USER IF EXISTS nobody");
            assertEquals(
                    List.of("boss|t", "joe|f"),
                    TestLeader.rows(
                            boss, "SELECT usename, usesuper FROM pg_user ORDER BY usename"));
            String history =
                    String.join(
                            "\n",
                            TestLeader.rows(
                                    boss,
                                    "SELECT query_text, error_message FROM sys_query_history"));
            assertFalse(history.contains(CANARY), history);
            String activity =
                    String.join("\n", TestLeader.rows(boss, "SELECT query FROM pg_stat_activity"));
            assertFalse(activity.contains(CANARY), activity);
        }
    }

    /** Not in any object of the bucket. */
    private void assertNoCanary() throws IOException {
        int files = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files++;
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(CANARY), file.toString());
            }
        }
        assertTrue(files > 0);
    }
}
