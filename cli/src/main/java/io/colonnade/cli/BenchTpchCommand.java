package io.colonnade.cli;

import io.colonnade.bench.Answer;
import io.colonnade.bench.AnswerChecker;
import io.colonnade.bench.DuckDb;
import io.colonnade.bench.TimedAnswer;
import io.colonnade.bench.Timings;
import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchQuery;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Medians of the 22 TPC-H queries, alone or in turns with DuckDB over the same data. */
@Command(
        name = "tpch",
        description = "Run the 22 TPC-H queries several times and print their median times.",
        footer = {
            "",
            "Without --host an embedded server is started. With it, the server must be able to read"
                    + " the files below --data. Exit status 1 if an answer differs from DuckDB's."
        })
final class BenchTpchCommand implements Callable<Integer> {
    @Option(
            names = "--scale",
            description = "Scale factor (default: ${DEFAULT-VALUE}).",
            paramLabel = "SCALE",
            defaultValue = "1")
    private double scale;

    @Option(
            names = "--runs",
            description = "Measured runs of each query (default: ${DEFAULT-VALUE}).",
            paramLabel = "N",
            defaultValue = "3")
    private int runs;

    @Option(
            names = "--against",
            description = "Engine to run in turns with this one: duckdb.",
            paramLabel = "ENGINE")
    private Optional<String> against;

    @Option(
            names = "--data",
            description = "Folder for data and bucket (default: ${DEFAULT-VALUE}).",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.colonnade/bench")
    private Path data;

    @Option(
            names = "--host",
            description = "Use the server that runs on this host.",
            paramLabel = "HOST")
    private Optional<String> host;

    @Option(
            names = "--port",
            description = "Port of that server (default: ${DEFAULT-VALUE}).",
            paramLabel = "PORT",
            defaultValue = "5439")
    private int port;

    @Option(names = "--no-load", description = "The tables are loaded already.")
    private boolean noLoad;

    @Spec private CommandSpec spec;

    private PrintWriter out;
    private TpchSteps steps;

    @Override
    public Integer call() throws IOException, SQLException {
        out = spec.commandLine().getOut();
        steps = new TpchSteps(out);
        if (runs < 1) {
            throw new ColonnadeException(ErrorCode.INVALID_ARGUMENT, "--runs must be 1 or more");
        }
        if (against.isPresent() && !against.get().equals("duckdb")) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT, "unknown engine " + against.get())
                    .hint("Known: duckdb.");
        }
        TpchData files = steps.generate(data, scale);
        if (host.isPresent()) {
            return measure(
                    new ServerAddress(
                            host.get(),
                            port,
                            ServerAddress.DEFAULT_DATABASE,
                            ServerAddress.DEFAULT_USER),
                    files);
        }
        Path warehouse = data.resolve("warehouse-" + TpchData.plain(scale));
        try (EmbeddedServer server = new EmbeddedServer(ServerConfig.local(warehouse))) {
            server.start();
            return measure(ServerAddress.of(server), files);
        }
    }

    private int measure(ServerAddress address, TpchData files) throws IOException, SQLException {
        try (Connection connection = address.connect("colonnade bench", false)) {
            if (!noLoad) {
                steps.load(connection, files);
            }
            TpchSteps.switchResultCacheOff(connection);
            if (against.isEmpty()) {
                measureAlone(connection);
                return 0;
            }
            try (DuckDb other = TpchSteps.openDuckDb(null)) {
                try (ProgressBar bar = steps.bar("load duckdb", 1)) {
                    other.load(files);
                    bar.finish(String.format(Locale.ROOT, "%.1f s", bar.seconds()));
                }
                return compare(connection, other.connection());
            }
        }
    }

    private void measureAlone(Connection connection) throws SQLException {
        List<TpchQuery> queries = TpchQuery.all(scale);
        Timings timings = new Timings(queries.size(), runs);
        try (ProgressBar bar = steps.bar("queries", (runs + 1L) * queries.size())) {
            for (int run = -1; run < runs; run++) {
                for (int i = 0; i < queries.size(); i++) {
                    bar.note(queries.get(i).label());
                    TimedAnswer timed = TimedAnswer.run(connection, queries.get(i));
                    if (run >= 0) {
                        timings.add(i, timed.nanos());
                    }
                    bar.advance(1);
                }
            }
            bar.finish(runs + " runs after a warm-up");
        }
        out.println();
        out.println("query  median ms");
        for (int i = 0; i < queries.size(); i++) {
            row("%-5s %10.1f", queries.get(i).label(), timings.medianMillis(i));
        }
        row("%-5s %10.1f", "total", timings.totalMillis());
        row("%-5s %10.1f", "geo", timings.geometricMeanMillis());
        out.flush();
    }

    /** Both engines answer every query in turns, so that a noisy machine disturbs both alike. */
    private int compare(Connection ours, Connection theirs) throws SQLException {
        List<TpchQuery> queries = TpchQuery.all(scale);
        Timings our = new Timings(queries.size(), runs);
        Timings their = new Timings(queries.size(), runs);
        String[] verdicts = new String[queries.size()];
        try (ProgressBar bar = steps.bar("queries", (runs + 1L) * queries.size())) {
            for (int run = -1; run < runs; run++) {
                for (int i = 0; i < queries.size(); i++) {
                    TpchQuery query = queries.get(i);
                    bar.note(query.label());
                    TimedAnswer one = TimedAnswer.run(ours, query);
                    TimedAnswer other = TimedAnswer.run(theirs, query);
                    if (run >= 0) {
                        our.add(i, one.nanos());
                        their.add(i, other.nanos());
                    } else {
                        verdicts[i] = verdict(query, other.answer(), one.answer());
                    }
                    bar.advance(1);
                }
            }
            bar.finish(runs + " runs after a warm-up, in turns");
        }
        printComparison(queries, our, their, verdicts);
        return List.of(verdicts).stream().allMatch("OK"::equals) ? 0 : 1;
    }

    private static String verdict(TpchQuery query, Answer expected, Answer actual) {
        return AnswerChecker.difference(expected, actual, query.orderColumns()).orElse("OK");
    }

    private void printComparison(
            List<TpchQuery> queries, Timings our, Timings their, String[] verdicts) {
        out.println();
        out.println("query  colonnade ms   duckdb ms   ratio  answer");
        for (int i = 0; i < queries.size(); i++) {
            double one = our.medianMillis(i);
            double other = their.medianMillis(i);
            row(
                    "%-5s %13.1f %11.1f %7.2f  %s",
                    queries.get(i).label(), one, other, one / other, verdicts[i]);
        }
        comparisonRow("total", our.totalMillis(), their.totalMillis());
        comparisonRow("geo", our.geometricMeanMillis(), their.geometricMeanMillis());
        out.println("A ratio below 1 means that Colonnade is faster.");
        out.flush();
    }

    private void comparisonRow(String label, double one, double other) {
        row("%-5s %13.1f %11.1f %7.2f", label, one, other, one / other);
    }

    private void row(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
