package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The commands by which psql's users look around, where psql is installed. */
@EnabledIf("installed")
class PsqlCommandsTest {
    @TempDir private static Path folder;

    static boolean installed() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (new File(directory, "psql").canExecute()) {
                return true;
            }
        }
        return false;
    }

    private static String psql(int port, String input) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "psql",
                                "-X",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-U",
                                "admin",
                                "dev")
                        .redirectErrorStream(true)
                        .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output;
        try (InputStream in = process.getInputStream()) {
            output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        process.waitFor();
        return output;
    }

    @Test
    void everyCommandAnswers() throws IOException, InterruptedException {
        try (TestLeader leader = new TestLeader(folder)) {
            String output =
                    psql(
                            leader.port(),
                            """
                            CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR(20) DEFAULT 'x');
                            CREATE VIEW v AS SELECT b FROM t;
                            COMMENT ON TABLE t IS 'about t';
                            \\d
                            \\dt
                            \\dt+
                            \\d t
                            \\d+ t
                            \\d v
                            \\d+ v
                            \\dv
                            \\di
                            \\dn
                            \\dn+
                            \\l
                            \\du
                            \\df
                            \\dS
                            \\sv v
                            \\timing
                            SELECT 41 + 1 AS answer;
                            """);
            assertFalse(output.contains("ERROR"), output);
            for (String part :
                    new String[] {
                        " public | t    | table | admin",
                        "about t",
                        "\"t_pkey\" PRIMARY KEY, btree (a)",
                        "character varying(20) |           |          | 'x'",
                        "View definition:",
                        "pg_catalog         | pg_class",
                        "Superuser",
                        "Time: "
                    }) {
                assertTrue(output.contains(part), part + " is not in:\n" + output);
            }
        }
    }
}
