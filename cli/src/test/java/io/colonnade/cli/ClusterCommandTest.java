package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.compute.node.ComputeConfig;
import io.colonnade.compute.node.ComputeNode;
import io.colonnade.compute.node.ComputeServer;
import io.colonnade.storage.object.BucketIdentity;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.seam.Clock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What stops the start of a cluster's processes: one clear line each. */
class ClusterCommandTest {
    @TempDir private Path folder;

    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        return Colonnade.commandLine().setErr(new PrintWriter(err)).execute(arguments);
    }

    private int server(String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(
                new String[] {"server", "--data", folder.resolve("data").toString(), "--port", "0"},
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return execute(arguments);
    }

    private ComputeServer node(int id, DirectoryObjectStore objects) {
        ComputeConfig config =
                new ComputeConfig(id, 1, 1, 1 << 20, 1 << 20, folder.resolve("spill"));
        return new ComputeServer(new ComputeNode(config, objects), ServerConfig.DEFAULT_LISTEN, 0);
    }

    @Test
    void anUnreachableNode() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertEquals(1, server("--compute", "127.0.0.1:" + port));
        String line = err.toString();
        assertTrue(line.startsWith("colonnade: cannot reach compute node 127.0.0.1:" + port), line);
        assertEquals(1, line.lines().count(), line);
    }

    @Test
    void aWrongAddress() {
        assertEquals(1, server("--compute", "nowhere"));
        assertEquals(
                "colonnade: the address of a compute node is HOST:PORT, not \"nowhere\"\n",
                err.toString());
    }

    @Test
    void twoNodesWithOneId() {
        Path store = folder.resolve("store");
        try (DirectoryObjectStore objects = new DirectoryObjectStore(store);
                ComputeServer one = node(4, objects);
                ComputeServer other = node(4, objects)) {
            String first = "127.0.0.1:" + one.port();
            String second = "127.0.0.1:" + other.port();
            assertEquals(
                    1,
                    server("--store", store.toString(), "--compute", first, "--compute", second));
            assertEquals(
                    "colonnade: compute nodes " + first + " and " + second + " both have id 4\n",
                    err.toString());
        }
    }

    @Test
    void aNodeOfAnotherBucket() {
        try (DirectoryObjectStore objects = new DirectoryObjectStore(folder.resolve("other"));
                ComputeServer node = node(1, objects)) {
            BucketIdentity.claim(objects, Clock.system());
            String address = "127.0.0.1:" + node.port();
            assertEquals(1, server("--compute", address));
            String line = err.toString();
            assertTrue(
                    line.startsWith(
                            "colonnade: compute node "
                                    + address
                                    + " uses another bucket than this server"),
                    line);
        }
    }

    @Test
    void aFolderThatIsNoWarehouse() throws IOException {
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("letter.txt"), "dear all");
        assertEquals(1, server("--store", foreign.toString()));
        assertEquals(
                "colonnade: cannot use the bucket "
                        + foreign
                        + ": it holds objects but is no warehouse, for example \"letter.txt\"\n",
                err.toString());
        try (Stream<Path> files = Files.list(foreign)) {
            assertEquals(List.of(foreign.resolve("letter.txt")), files.toList());
        }
    }

    @Test
    void anUnknownStore() {
        Map<String, String> errors =
                Map.of(
                        "gs://bucket",
                        "the object store gs://bucket is not supported yet",
                        "s3://bucket?regoin=x",
                        "unknown parameter \"regoin\" of an s3: URL. Perhaps you meant"
                                + " region.",
                        "s3://key:secret@bucket",
                        "an s3: URL must not hold credentials",
                        "s3://bucket?endpoint=localhost:9000",
                        "the endpoint of an object store is an http: or https: URL, not"
                                + " \"localhost:9000\"");
        errors.forEach(
                (url, error) -> {
                    err.getBuffer().setLength(0);
                    assertEquals(1, server("--store", url));
                    assertTrue(err.toString().startsWith("colonnade: " + error), err.toString());
                });
    }

    @Test
    void credentialsThatOthersCanRead() throws IOException {
        Path file = folder.resolve("credentials");
        Files.writeString(file, "accessKey=a\nsecretKey=b\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                1,
                server("--store", "s3://bucket?endpoint=http://127.0.0.1:1&credentials=" + file));
        String line = err.toString();
        assertTrue(line.contains(file + " can be read by others than its owner"), line);
    }

    @Test
    void slicesBelongToTheNodes() {
        assertEquals(2, server("--compute", "127.0.0.1:1", "--slices", "2"));
        assertTrue(err.toString().contains("--slices belongs to the nodes"), err.toString());
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int status =
                    execute(
                            "compute",
                            "--node-id",
                            "1",
                            "--store",
                            folder.resolve("store").toString(),
                            "--data",
                            folder.resolve("node").toString(),
                            "--port",
                            String.valueOf(taken.getLocalPort()));
            assertEquals(1, status);
            assertTrue(
                    err.toString().contains("cannot listen on 127.0.0.1:" + taken.getLocalPort()),
                    err.toString());
            assertEquals(1, err.toString().lines().count(), err.toString());
        }
    }

    @Test
    void aNodeIdBelowOne() {
        assertEquals(2, execute("compute", "--node-id", "0", "--store", folder.toString()));
        assertTrue(err.toString().contains("--node-id starts at 1"), err.toString());
    }
}
