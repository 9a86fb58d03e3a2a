package io.colonnade.cli;

import io.colonnade.bench.DuckDb;
import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
                    + " bytes exceed the smallest by more than 10 %."
        })
final class BenchStorageCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1e6;
    private static final double TOLERANCE = 1.1;

    private static final String COLUMN_SIZES =
            "SELECT c.column_name, b.encoding, sum(b.encoded_bytes) AS bytes, count(*) FROM"
                + " stv_blocklist b JOIN information_schema.columns c ON c.ordinal_position = b.col"
                + " + 1 AND c.table_name = '%1$s' WHERE b.tbl = (SELECT table_id FROM"
                + " svv_table_info WHERE \"table\" = '%1$s') GROUP BY 1, 2 ORDER BY 3 DESC";

    @Option(
            names = "--scale",
            description = "Scale factor (default: ${DEFAULT-VALUE}).",
            paramLabel = "SCALE",
            defaultValue = "1")
    private double scale;

    @Option(
            names = "--data",
            description = "Folder for data, bucket and files (default: ${DEFAULT-VALUE}).",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.colonnade/bench")
    private Path data;

    @Spec private CommandSpec spec;

    private PrintWriter out;

    @Override
    public Integer call() throws IOException, SQLException {
        out = spec.commandLine().getOut();
        TpchSteps steps = new TpchSteps(out);
        TpchData files = steps.generate(data, scale);
        String name = "storage-" + TpchData.plain(scale);
        Path other = Files.createDirectories(data.resolve(name));
        Path database = other.resolve("tpch.duckdb");
        Map<TpchTable, Long> parquet = new EnumMap<>(TpchTable.class);
        long duckDbBytes;
        try (ProgressBar bar = steps.bar("load duckdb", 1)) {
            Files.deleteIfExists(database);
            parquet(files, database, parquet);
            duckDbBytes = Files.size(database);
            bar.finish(String.format(Locale.ROOT, "%.1f s", bar.seconds()));
        }
        Path warehouse = data.resolve("warehouse-" + name);
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
        try (DuckDb engine = TpchSteps.openDuckDb(database)) {
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
        out.println();
        row("%-26s %-11s %7s %12s %8s", "column", "encoding", "blocks", "MB", "parquet");
        for (TpchTable table : TpchTable.values()) {
            long bytes = bytes(connection, table);
            long other = parquet.get(table);
            row(
                    "%-26s %-11s %7s %12.2f %8.2f",
                    table.tableName(), "", "", bytes / MEGABYTE, other / MEGABYTE);
            printColumns(connection, table);
            ours += bytes;
            theirs += other;
        }
        out.println();
        row("colonnade     %10.1f MB", ours / MEGABYTE);
        row("parquet zstd  %10.1f MB", theirs / MEGABYTE);
        row("duckdb file   %10.1f MB", duckDbBytes / MEGABYTE);
        double ratio = (double) ours / Math.min(theirs, duckDbBytes);
        row("ratio to the smallest of the others: %.3f", ratio);
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

    /** Blocks only: what a segment has beside them are dictionaries and the footer. */
    private void printColumns(Connection connection, TpchTable table) throws SQLException {
        String sql = String.format(Locale.ROOT, COLUMN_SIZES, table.tableName());
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                row(
                        "  %-24s %-11s %7d %12.2f",
                        result.getString(1),
                        result.getString(2),
                        result.getLong(4),
                        result.getLong(3) / MEGABYTE);
            }
        }
    }

    private void row(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
