package io.colonnade.cli;

import io.colonnade.bench.DuckDb;
import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchLoader;
import io.colonnade.bench.TpchTable;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * One embedded server for all tests of this JVM, over a folder of its own, with the TPC-H tables of
 * scale 0.01 and the ones with NULLs; and DuckDB with the same. Started by the first test that
 * asks, closed when the JVM ends. Only this class is guarded; connections belong to the tests.
 */
final class TestWarehouse {
    static final double SCALE = 0.01;
    private static final long NULLS_SEED = 1;

    private static TestWarehouse instance;
    private static Exception failure;

    private final EmbeddedServer server;
    private final DuckDb duckDb;

    private TestWarehouse(EmbeddedServer server, DuckDb duckDb) {
        this.server = server;
        this.duckDb = duckDb;
    }

    /** The shared server, loaded; what went wrong the first time goes wrong for every test. */
    static synchronized TestWarehouse open() throws IOException, SQLException {
        if (failure instanceof TestAbortedException skipped) {
            throw skipped;
        }
        if (failure != null) {
            throw new IllegalStateException("the shared server could not be prepared", failure);
        }
        if (instance == null) {
            try {
                instance = create();
            } catch (IOException | SQLException | RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return instance;
    }

    private static TestWarehouse create() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("colonnade-test");
        EmbeddedServer server = new EmbeddedServer(ServerConfig.local(folder.resolve("data")));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
        startOrSkip(server);
        TestWarehouse warehouse = new TestWarehouse(server, DuckDb.inMemory(2));
        try (Connection connection = warehouse.connect()) {
            load(folder, connection, warehouse.duckDb);
        }
        return warehouse;
    }

    /** Starts a server; in a build without leader and compute node the test is skipped, visibly. */
    static void startOrSkip(EmbeddedServer server) {
        try {
            server.start();
        } catch (ColonnadeException e) {
            Assumptions.assumeFalse(
                    e.code() == ErrorCode.FEATURE_NOT_SUPPORTED
                            && e.getMessage().startsWith("the embedded server"),
                    "EmbeddedServer is not wired to a leader yet");
            throw e;
        }
    }

    ServerAddress address() {
        return ServerAddress.of(server);
    }

    Connection connect() throws SQLException {
        return address().connect("test", false);
    }

    DuckDb duckDb() {
        return duckDb;
    }

    /** Loads the same tables into a warehouse and into DuckDB. */
    static void load(Path folder, Connection connection, DuckDb duckDb)
            throws IOException, SQLException {
        TpchData data = TpchData.in(folder, SCALE);
        data.generate(2, amount -> {});
        duckDb.load(data);
        NullableTpch nullable = NullableTpch.generate(folder, NULLS_SEED);
        try (Statement statement = connection.createStatement()) {
            TpchLoader loader = new TpchLoader(connection);
            loader.createTables();
            for (TpchTable table : TpchTable.values()) {
                loader.copy(table, data);
                statement.execute(NullableTpch.createStatement(table));
                statement.execute(nullable.copyStatement(table));
                statement.execute("ANALYZE " + NullableTpch.name(table));
                duckDb.load(
                        NullableTpch.name(table),
                        NullableTpch.plainCreateStatement(table),
                        nullable.folder(table));
            }
            loader.analyze();
        }
    }

    private static void end(EmbeddedServer server, Path folder) {
        server.close();
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.sorted(Comparator.reverseOrder())
                    .map(Path::toFile)
                    .forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
