package io.colonnade.leader.query;

import io.colonnade.compute.node.CacheConfig;
import io.colonnade.compute.node.ComputeConfig;
import io.colonnade.compute.node.ComputeNode;
import io.colonnade.leader.admin.Leader;
import io.colonnade.rpc.Node;
import io.colonnade.storage.garbage.GarbagePolicy;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.wlm.queue.WlmConfig;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A leader with one compute node in this process, over a bucket in a folder; can restart. */
final class TestLeader implements AutoCloseable {
    private static final int SLICES = 2;

    private final Path folder;
    private final WlmConfig wlm;
    private final GarbagePolicy garbage;
    private final Clock clock;
    private final CacheConfig cache;
    private ObjectStore objects;
    private ComputeNode node;
    private Leader leader;

    TestLeader(Path folder) {
        this(folder, WlmConfig.DEFAULT);
    }

    TestLeader(Path folder, WlmConfig wlm) {
        this(folder, wlm, GarbagePolicy.standard(), Clock.systemUTC());
    }

    /**
     * @param clock that retention goes by
     */
    TestLeader(Path folder, WlmConfig wlm, GarbagePolicy garbage, Clock clock) {
        this(folder, wlm, garbage, clock, CacheConfig.NONE);
    }

    TestLeader(Path folder, WlmConfig wlm, GarbagePolicy garbage, Clock clock, CacheConfig cache) {
        this.folder = folder;
        this.wlm = wlm;
        this.garbage = garbage;
        this.clock = clock;
        this.cache = cache;
        start();
    }

    private void start() {
        objects = new DirectoryObjectStore(folder.resolve("store"));
        node =
                new ComputeNode(
                        ComputeConfig.forHeap(1, SLICES, folder.resolve("local")).withCache(cache),
                        objects);
        ComputeCluster cluster =
                new ComputeCluster(
                        List.of(
                                new ComputeCluster.Member(
                                        Node.newBuilder().setId(1).setSlices(SLICES).build(),
                                        node)));
        leader =
                new Leader(
                        new Leader.Config("127.0.0.1", 0, wlm, node.queryMemoryBytes(), garbage),
                        cluster,
                        objects,
                        clock);
        leader.start();
    }

    void restart() {
        close();
        start();
    }

    Connection connect() throws SQLException {
        return connect("admin", null);
    }

    /** A connection that sends each text as one simple query. */
    Connection connectSimple() throws SQLException {
        Properties properties = new Properties();
        properties.put("user", "admin");
        properties.put("preferQueryMode", "simple");
        return connect(properties);
    }

    Connection connect(String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", user);
        if (password != null) {
            properties.put("password", password);
        }
        return connect(properties);
    }

    private Connection connect(Properties properties) throws SQLException {
        properties.put("sslmode", "disable");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + leader.port() + "/dev", properties);
    }

    /** Folding by other rules than those of the background thread. */
    /** The newest committed state. */
    Snapshot current() {
        return leader.services().committer().current();
    }

    InlineFolding folding(long budgetBytes, int minRows, long maxAgeNanos) {
        return new InlineFolding(
                leader.services(), new FoldingRule(budgetBytes, minRows, maxAgeNanos));
    }

    int port() {
        return leader.port();
    }

    /** Automatic maintenance that works only when it is told. */
    AutoVacuum autoVacuum() {
        return autoVacuum(0);
    }

    /** As above; it looks for work after each pause once it is started. */
    AutoVacuum autoVacuum(long pauseMillis) {
        return new AutoVacuum(leader.services(), pauseMillis);
    }

    /** Runs one statement after the other in a session. */
    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Rows as text, columns separated by bars. */
    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return rows(result);
        }
    }

    static List<String> rows(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                row.append(i == 1 ? "" : "|").append(result.getString(i));
            }
            rows.add(row.toString());
        }
        return rows;
    }

    @Override
    public void close() {
        leader.close();
        node.close();
        objects.close();
    }
}
