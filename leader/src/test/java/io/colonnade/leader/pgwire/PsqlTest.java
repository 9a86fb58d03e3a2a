package io.colonnade.leader.pgwire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The psql client, where it is installed. */
@EnabledIf("installed")
class PsqlTest {
    static boolean installed() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (new File(directory, "psql").canExecute()) {
                return true;
            }
        }
        return false;
    }

    private static String psql(TestServer server, String input) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "psql",
                        "-X",
                        "-A",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(server.server.port()),
                        "-U",
                        "tester",
                        "dev");
        builder.environment().put("PGCONNECT_TIMEOUT", "10");
        Process process = builder.redirectErrorStream(true).start();
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
    void script() throws Exception {
        MemoryBackend backend =
                new MemoryBackend()
                        .query(
                                "SELECT n FROM few",
                                List.of(ResultColumn.of("n", SqlType.BIGINT)),
                                TestBatches.numbers(2))
                        .command("DELETE FROM t", CommandTag.counted("DELETE", 5))
                        .answer(
                                "COPY t FROM STDIN",
                                List.of(),
                                List.of(),
                                (state, parameters, cancellation) -> {
                                    try (InputStream in = state.client().copyIn(1)) {
                                        String text =
                                                new String(
                                                        in.readAllBytes(), StandardCharsets.UTF_8);
                                        // Older clients send the end marker along.
                                        long lines =
                                                text.lines()
                                                        .takeWhile(line -> !line.equals("\\."))
                                                        .count();
                                        return ResultStream.done(CommandTag.counted("COPY", lines));
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                });
        try (TestServer server = new TestServer(backend)) {
            String output =
                    psql(
                            server,
                            """
                            SELECT n FROM few;
                            BEGIN;
                            DELETE FROM t;
                            COMMIT;
                            \\copy t from stdin
                            12
                            345
                            \\.
                            SHOW server_version;
                            SET tiem_zone TO 'UTC';
                            SELECT unknown FROM t;
                            """);
            assertTrue(
                    output.startsWith("n\n0\n1\n(2 rows)\nBEGIN\nDELETE 5\nCOMMIT\nCOPY 2\n"),
                    output);
            assertTrue(output.contains("server_version\n15.8\n(1 row)"));
            assertTrue(output.contains("unrecognized configuration parameter \"tiem_zone\""));
            assertTrue(output.contains("HINT:  Did you mean \"timezone\"?"));
            assertTrue(output.contains("LINE 1: SELECT unknown FROM t;\n        ^\n"), output);
            assertEquals(-1, output.indexOf("server closed"));
        }
    }
}
