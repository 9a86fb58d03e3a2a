package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** cluster start, status and stop: processes come, are told, and go, and data stays. */
class ClusterLifecycleTest {
    @TempDir private Path folder;

    private final StringWriter text = new StringWriter();

    private int cluster(String command, String... more) {
        text.getBuffer().setLength(0);
        String[] arguments = new String[more.length + 4];
        arguments[0] = "cluster";
        arguments[1] = command;
        arguments[2] = "--data";
        arguments[3] = folder.resolve("cluster").toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        PrintWriter writer = new PrintWriter(text);
        return Colonnade.commandLine().setOut(writer).setErr(writer).execute(arguments);
    }

    private List<ClusterProcess> processes() {
        return ClusterProcess.all(folder.resolve("cluster"));
    }

    @AfterEach
    void stop() {
        ClusterProcess.stopAll(folder.resolve("cluster"));
    }

    private Connection connect() throws SQLException {
        return new ServerAddress(
                        ServerConfig.DEFAULT_LISTEN,
                        processes().getLast().port(),
                        ServerAddress.DEFAULT_DATABASE,
                        ServerAddress.DEFAULT_USER)
                .connect("test", false);
    }

    @Test
    void startsShowsAndStopsItsProcesses() throws Exception {
        assertEquals(1, cluster("status"));
        assertEquals(
                0,
                cluster("start", "--nodes", "2", "--store", "s3", "--port", "0"),
                text::toString);
        assertTrue(
                text.toString().contains("cluster of 2 nodes ready on 127.0.0.1:"), text::toString);
        List<ClusterProcess> first = processes();
        assertEquals(
                List.of("s3", "node-1", "node-2", "leader"),
                first.stream().map(ClusterProcess::name).toList());
        assertEquals(0, cluster("status"));
        assertEquals(4, text.toString().lines().filter(l -> l.endsWith(" running")).count());
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER, v VARCHAR(10)) DISTKEY (id)");
            statement.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        }

        assertEquals(1, cluster("start"));
        assertTrue(text.toString().contains("runs. Stop it"), text::toString);
        ProcessHandle node = first.get(1).handle().orElseThrow();
        node.destroyForcibly();
        node.onExit().get(10, TimeUnit.SECONDS);
        assertEquals(1, cluster("status"));
        assertTrue(text.toString().contains("not running, see "), text::toString);

        assertEquals(0, cluster("stop"));
        assertEquals("colonnade: stopped 3 processes\n", text.toString());
        assertTrue(first.stream().allMatch(process -> process.handle().isEmpty()));
        assertEquals(List.of(), processes());

        assertEquals(1, cluster("start", "--store", "dir"));
        assertTrue(text.toString().contains("keeps its bucket elsewhere"), text::toString);
        assertEquals(0, cluster("start", "--nodes", "1", "--port", "0"), text::toString);
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT sum(id), max(v) FROM t")) {
            assertTrue(rows.next());
            assertEquals("6 c", rows.getString(1) + " " + rows.getString(2));
        }
        assertEquals(0, cluster("stop"));
    }

    /** A file that is left may name a process of somebody else by now. */
    @Test
    void leavesOtherProcessesAlone() throws Exception {
        Path run = Files.createDirectories(folder.resolve("cluster/run"));
        long self = ProcessHandle.current().pid();
        Files.writeString(run.resolve("20-node-1.pid"), self + " 12345 5440\n");
        assertEquals(1, cluster("status"));
        assertEquals(0, cluster("stop"));
        assertTrue(text.toString().contains("no process of the cluster"), text::toString);
        assertFalse(Files.exists(run.resolve("20-node-1.pid")));
    }

    @Test
    void aProcessThatCannotStartIsToldAndNothingStays() throws Exception {
        Path store = Files.createDirectories(folder.resolve("cluster/store"));
        Files.writeString(store.resolve("letter.txt"), "dear all");
        assertEquals(1, cluster("start", "--nodes", "1", "--port", "0"));
        assertTrue(
                text.toString().contains("it holds objects but is no warehouse"), text::toString);
        assertEquals(List.of(), processes());
    }
}
