package io.colonnade.cli;

import io.colonnade.bench.DuckDb;
import io.colonnade.bench.LoadNote;
import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchLoader;
import io.colonnade.bench.TpchOrder;
import io.colonnade.bench.TpchTable;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** What quickstart and the benchmark do alike, with progress shown: generate, load, analyze. */
final class TpchSteps {
    /** Settings by which a statement could be spared work that an earlier one has done. */
    private static final List<String> CACHES =
            List.of("enable_result_cache_for_session", "enable_plan_cache");

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

    /** The same, and every statement is planned anew. */
    static void switchCachesOff(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String cache : CACHES) {
                try (ResultSet known =
                        statement.executeQuery(
                                "SELECT 1 FROM pg_settings WHERE name = '" + cache + "'")) {
                    if (!known.next()) {
                        continue;
                    }
                }
                statement.execute("SET " + cache + " TO off");
            }
        }
    }

    /** The other engine over a file, with as many threads. */
    static DuckDb openDuckDb(Path file, int threads) throws SQLException {
        try {
            return DuckDb.inFile(file, threads);
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
        return load(connection, data, TpchOrder.SORTED);
    }

    /** The same, with or without sort keys. */
    double load(Connection connection, TpchData data, TpchOrder order) throws SQLException {
        TpchLoader loader = new TpchLoader(connection);
        loader.createTables(order);
        double seconds;
        try (ProgressBar bar = bar("load", TpchData.estimatedRows(data.scale()))) {
            long rows = 0;
            double lineitem = 0;
            for (TpchTable table : TpchTable.values()) {
                bar.note(table.tableName());
                double before = bar.seconds();
                long loaded = loader.copy(table, data);
                if (table == TpchTable.LINEITEM) {
                    lineitem = loaded / (bar.seconds() - before);
                }
                bar.advance(loaded);
                rows += loaded;
            }
            seconds = bar.seconds();
            bar.finish(
                    String.format(
                            Locale.ROOT,
                            "%,d rows, %.1f s, lineitem %,.0f rows/s",
                            rows,
                            seconds,
                            lineitem));
        }
        try (ProgressBar bar = bar("analyze", 1)) {
            loader.analyze();
            bar.finish(String.format(Locale.ROOT, "%.1f s", bar.seconds()));
        }
        return seconds;
    }

    /** Loads a warehouse unless it holds just this from an earlier run. */
    void loadOnce(Connection connection, TpchData data, TpchOrder order, boolean again)
            throws SQLException {
        LoadNote note = LoadNote.of(connection, data.scale(), order);
        if (!again && note.isThere()) {
            loadedBefore("load");
            return;
        }
        note.remove();
        load(connection, data, order);
        note.write();
    }

    /** Loads the other engine unless it holds just this from an earlier run. */
    void loadOnce(DuckDb engine, TpchData data, TpchOrder order, boolean again)
            throws SQLException {
        LoadNote note = LoadNote.of(engine.connection(), data.scale(), order);
        if (!again && note.isThere()) {
            loadedBefore("load duckdb");
            return;
        }
        note.remove();
        try (ProgressBar bar = bar("load duckdb", TpchData.estimatedRows(data.scale()))) {
            engine.load(data, order, bar);
            note.write();
            engine.execute("CHECKPOINT");
            bar.finish(String.format(Locale.ROOT, "%.1f s", bar.seconds()));
        }
    }

    private void loadedBefore(String label) {
        try (ProgressBar bar = bar(label, 1)) {
            bar.finish("done by an earlier run; --reload does it again");
        }
    }
}
