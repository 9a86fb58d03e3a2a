package io.colonnade.cli;

import io.colonnade.bench.DuckDb;
import io.colonnade.bench.StoredColumns;
import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Stored bytes of TPC-H, by table, column and encoding, beside other formats' for the same rows.
 */
@Command(
        name = "storage",
        description = "Print the stored size of TPC-H beside DuckDB's file and zstd Parquet.",
        footer = {
            "",
            "Loads an embedded server and DuckDB from the same files. Exit status 1 if Colonnade's"
                    + " bytes exceed the smallest by more than 10 %%."
        })
final class BenchStorageCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1e6;
    private static final double TOLERANCE = 1.1;

    @Mixin private TpchOptions tpch;

    @Spec private CommandSpec spec;

    private Report out;

    @Override
    public Integer call() throws IOException, SQLException {
        PrintWriter writer = spec.commandLine().getOut();
        out = new Report(writer);
        TpchSteps steps = new TpchSteps(writer);
        TpchData files = tpch.generate(steps);
        Path other = Files.createDirectories(tpch.folder("storage"));
        Path database = other.resolve("tpch.duckdb");
        Map<TpchTable, Long> parquet = new EnumMap<>(TpchTable.class);
        long duckDbBytes;
        try (ProgressBar bar = steps.bar("load duckdb", 1)) {
            Files.deleteIfExists(database);
            parquet(files, database, parquet);
            duckDbBytes = Files.size(database);
            bar.finish(String.format(Locale.ROOT, "%.1f s", bar.seconds()));
        }
        Path warehouse = tpch.folder("warehouse-storage");
        try (EmbeddedServer server = new EmbeddedServer(ServerConfig.local(warehouse))) {
            server.start();
            try (Connection connection =
                    ServerAddress.of(server).connect("colonnade bench", false)) {
                steps.load(connection, files);
                return print(connection, parquet, duckDbBytes);
            }
        }
    }

    private static void parquet(TpchData files, Path database, Map<TpchTable, Long> sizes)
            throws SQLException, IOException {
        try (DuckDb engine = TpchSteps.openDuckDb(database, ServerConfig.DEFAULT_SLICES)) {
            engine.load(files);
            for (TpchTable table : TpchTable.values()) {
                Path file = database.resolveSibling(table.tableName() + ".parquet");
                engine.execute(
                        "COPY "
                                + table.tableName()
                                + " TO '"
                                + file
                                + "' (FORMAT parquet, COMPRESSION zstd)");
                sizes.put(table, Files.size(file));
            }
            engine.execute("CHECKPOINT");
        }
    }

    private int print(Connection connection, Map<TpchTable, Long> parquet, long duckDbBytes)
            throws SQLException {
        long ours = 0;
        long theirs = 0;
        out.line();
        out.row("%-26s %-11s %7s %12s %8s", "column", "encoding", "blocks", "MB", "parquet");
        for (TpchTable table : TpchTable.values()) {
            long bytes = bytes(connection, table);
            long other = parquet.get(table);
            out.row(
                    "%-26s %-11s %7s %12.2f %8.2f",
                    table.tableName(), "", "", bytes / MEGABYTE, other / MEGABYTE);
            printColumns(connection, table);
            ours += bytes;
            theirs += other;
        }
        out.line();
        out.row("colonnade     %10.1f MB", ours / MEGABYTE);
        out.row("parquet zstd  %10.1f MB", theirs / MEGABYTE);
        out.row("duckdb file   %10.1f MB", duckDbBytes / MEGABYTE);
        double ratio = (double) ours / Math.min(theirs, duckDbBytes);
        out.row("ratio to the smallest of the others: %.3f", ratio);
        out.flush();
        return ratio <= TOLERANCE ? 0 : 1;
    }

    private static long bytes(Connection connection, TpchTable table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT bytes FROM svv_table_info WHERE \"table\" = '"
                                        + table.tableName()
                                        + "'")) {
            result.next();
            return result.getLong(1);
        }
    }

    private void printColumns(Connection connection, TpchTable table) throws SQLException {
        for (StoredColumns.Size size : StoredColumns.of(connection, table.tableName())) {
            out.row(
                    "  %-24s %-11s %7d %12.2f",
                    size.column(), size.encoding(), size.blocks(), size.bytes() / MEGABYTE);
        }
    }
}
