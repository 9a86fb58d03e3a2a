package io.colonnade.cli;

import io.colonnade.bench.Timings;
import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchLoader;
import io.colonnade.bench.TpchQuery;
import io.colonnade.bench.TpchTable;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** A warehouse with TPC-H in it, whose 22 answers are checked, in one command. */
@Command(
        name = "quickstart",
        description = "Start a warehouse, load TPC-H, run the 22 queries and check every answer.",
        footer = {"", "Exit status 1 if any answer differs."})
final class QuickstartCommand implements Callable<Integer> {
    /** Marks a data folder as made by this command, which may drop the tables in it. */
    private static final String MARKER = "QUICKSTART";

    @Option(
            names = "--scale",
            description = "Scale factor: 1 is about 1 GB of text (default: ${DEFAULT-VALUE}).",
            paramLabel = "SCALE",
            defaultValue = "1")
    private double scale;

    @Option(
            names = "--data",
            description = "Folder for everything (default: ${DEFAULT-VALUE}).",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.colonnade/quickstart")
    private Path data;

    @Option(names = "--reload", description = "Load again what an earlier run has loaded.")
    private boolean reload;

    @Option(names = "--keep-running", description = "Serve on after the report, until Ctrl-C.")
    private boolean keepRunning;

    @Spec private CommandSpec spec;

    private PrintWriter out;
    private TpchSteps steps;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        out = spec.commandLine().getOut();
        steps = new TpchSteps(out);
        Path folder = ownFolder();
        out.println("TPC-H at scale " + TpchData.plain(scale) + " in " + folder);
        TpchData files = steps.generate(folder.resolve("files"), scale);
        ServerConfig config = ServerConfig.local(folder.resolve("warehouse")).withPort(freePort());
        try (EmbeddedServer server = new EmbeddedServer(config)) {
            server.start();
            server.startWarmUp();
            List<CheckedQuery> results;
            ServerAddress address = ServerAddress.of(server);
            try (Connection connection = address.connect("colonnade quickstart", false)) {
                String load = load(connection, files);
                TpchSteps.switchResultCacheOff(connection);
                results = runQueries(connection);
                report(results);
                summary(results, load, server.storedBytes());
            }
            connectHint(server, folder);
            if (keepRunning) {
                CountDownLatch stop = StopSignal.latch();
                out.println("Serving on; Ctrl-C stops.");
                out.flush();
                stop.await();
            }
            boolean different = results.stream().anyMatch(result -> !result.isCorrect());
            return different ? 1 : 0;
        }
    }

    /** The data folder, which is empty, new, or of an earlier quickstart. */
    private Path ownFolder() throws IOException {
        Path folder = data.toAbsolutePath().normalize();
        Files.createDirectories(folder);
        Path marker = folder.resolve(MARKER);
        if (!Files.exists(marker)) {
            if (ProcessFigures.folderBytes(folder) > 0) {
                throw new ColonnadeException(
                                ErrorCode.INVALID_ARGUMENT,
                                folder + " holds files that quickstart did not make")
                        .hint("Name an empty or a new folder with --data.");
            }
            Files.writeString(marker, "made by colonnade quickstart\n");
        }
        return folder;
    }

    /** The usual port, unless somebody has it. */
    private static int freePort() throws IOException {
        InetAddress address = InetAddress.getByName(ServerConfig.DEFAULT_LISTEN);
        try (ServerSocket probe = new ServerSocket(ServerConfig.DEFAULT_PORT, 1, address)) {
            return probe.getLocalPort();
        } catch (BindException e) {
            return 0;
        }
    }

    private String load(Connection connection, TpchData files) throws SQLException {
        if (!reload && isLoaded(connection)) {
            return "done by an earlier run; --reload does it again";
        }
        return String.format(Locale.ROOT, "%.1f s", steps.load(connection, files));
    }

    /** True if the eight tables hold about as many rows as this scale has. */
    private boolean isLoaded(Connection connection) {
        TpchLoader loader = new TpchLoader(connection);
        try {
            for (TpchTable table : TpchTable.values()) {
                long estimated = table.estimatedRows(scale);
                if (Math.abs(loader.rowCount(table) - estimated) > estimated / 50) {
                    return false;
                }
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private List<CheckedQuery> runQueries(Connection connection) {
        List<TpchQuery> queries = TpchQuery.all(scale);
        List<CheckedQuery> results = new ArrayList<>();
        try (ProgressBar bar = steps.bar("queries", 2L * queries.size())) {
            for (TpchQuery query : queries) {
                bar.note("warm-up " + query.label());
                CheckedQuery.run(connection, query, scale);
                bar.advance(1);
            }
            for (TpchQuery query : queries) {
                bar.note(query.label());
                results.add(CheckedQuery.run(connection, query, scale));
                bar.advance(1);
            }
            bar.finish(String.format(Locale.ROOT, "twice, %.1f s", bar.seconds()));
        }
        return results;
    }

    private void report(List<CheckedQuery> results) {
        out.println();
        out.println("query    rows         ms   blocks read/skipped  answer");
        for (CheckedQuery result : results) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%-5s %7s %10.1f %21s  %s",
                            result.query().label(),
                            result.rows() < 0 ? "-" : Long.toString(result.rows()),
                            result.millis(),
                            result.blocks().map(BlockCounts::toString).orElse("-"),
                            result.verdict()));
        }
    }

    private void summary(List<CheckedQuery> results, String load, long storedBytes)
            throws IOException {
        Timings timings = new Timings(results.size(), 1);
        for (int i = 0; i < results.size(); i++) {
            timings.add(i, (long) (results.get(i).millis() * 1e6));
        }
        long correct = results.stream().filter(CheckedQuery::isCorrect).count();
        OptionalLong peak = ProcessFigures.peakMemoryBytes();
        out.println();
        line("answers", correct + " of " + results.size() + " OK");
        line("load", load);
        line("warm total", String.format(Locale.ROOT, "%.3f s", timings.totalMillis() / 1e3));
        line("peak memory", peak.isPresent() ? ProcessFigures.bytes(peak.getAsLong()) : "unknown");
        line("data on disk", ProcessFigures.bytes(storedBytes));
        out.flush();
    }

    private void line(String label, String value) {
        out.println(String.format(Locale.ROOT, "%-13s %s", label, value));
    }

    private void connectHint(EmbeddedServer server, Path folder) {
        out.println();
        if (!keepRunning) {
            out.println(
                    "Start it again:  ./scripts/colonnade server --data " + folder + "/warehouse");
        }
        int port = keepRunning ? server.port() : ServerConfig.DEFAULT_PORT;
        out.println(
                "Connect:         psql -h " + server.listen() + " -p " + port + " -U admin dev");
        out.println("            or:  ./scripts/colonnade sql -p " + port);
        out.flush();
    }
}
