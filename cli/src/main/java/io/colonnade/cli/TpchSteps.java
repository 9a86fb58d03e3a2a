package io.colonnade.cli;

import io.colonnade.bench.DuckDb;
import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchLoader;
import io.colonnade.bench.TpchTable;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** What quickstart and the benchmark do alike, with progress shown: generate, load, analyze. */
final class TpchSteps {
    /** Both engines get as many threads as the embedded server has slices. */
    private static final int COMPARED_THREADS = ServerConfig.DEFAULT_SLICES;

    private final PrintWriter out;
    private final boolean terminal;

    TpchSteps(PrintWriter out) {
        this.out = out;
        this.terminal = System.console() != null && System.console().isTerminal();
    }

    ProgressBar bar(String label, long total) {
        return new ProgressBar(out, terminal, label, total);
    }

    /** Generates the data below {@code root} unless it is there. */
    TpchData generate(Path root, double scale) throws IOException {
        if (!(scale > 0 && scale <= 100_000)) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "scale " + scale + " is not between 0 and 100000");
        }
        TpchData data = TpchData.in(root, scale);
        try (ProgressBar bar = bar("generate", TpchData.estimatedRows(scale))) {
            boolean ready = data.isComplete();
            data.generate(Runtime.getRuntime().availableProcessors(), bar);
            bar.finish(
                    ready
                            ? "files are there from an earlier run"
                            : String.format(
                                    Locale.ROOT,
                                    "scale %s, %.1f s",
                                    TpchData.plain(scale),
                                    bar.seconds()));
        }
        return data;
    }

    /** Times are those of the engine: an answer that is kept from an earlier run proves nothing. */
    static void switchResultCacheOff(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET enable_result_cache_for_session TO off");
        }
    }

    /** The other engine, in a file or (null) in memory. */
    static DuckDb openDuckDb(Path file) throws SQLException {
        try {
            return file == null
                    ? DuckDb.inMemory(COMPARED_THREADS)
                    : DuckDb.inFile(file, COMPARED_THREADS);
        } catch (SQLException e) {
            if ("08001".equals(e.getSQLState())) {
                throw new ColonnadeException(
                                ErrorCode.UNDEFINED_FILE,
                                "DuckDB's driver is not on the class path",
                                e)
                        .hint("Start the benchmark by ./scripts/colonnade bench.");
            }
            throw e;
        }
    }

    /** Creates the tables, loads and analyzes them; returns the seconds of all COPYs. */
    double load(Connection connection, TpchData data) throws SQLException {
        TpchLoader loader = new TpchLoader(connection);
        loader.createTables();
        double seconds;
        try (ProgressBar bar = bar("load", TpchData.estimatedRows(data.scale()))) {
            long rows = 0;
            for (TpchTable table : TpchTable.values()) {
                bar.note(table.tableName());
                long loaded = loader.copy(table, data);
                bar.advance(loaded);
                rows += loaded;
            }
            seconds = bar.seconds();
            bar.finish(String.format(Locale.ROOT, "%,d rows, %.1f s", rows, seconds));
        }
        try (ProgressBar bar = bar("analyze", 1)) {
            loader.analyze();
            bar.finish(String.format(Locale.ROOT, "%.1f s", bar.seconds()));
        }
        return seconds;
    }
}
