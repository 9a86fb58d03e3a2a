package io.colonnade.cli;

import io.colonnade.bench.Comparison;
import io.colonnade.bench.DuckDb;
import io.colonnade.bench.HtmlReport;
import io.colonnade.bench.JsonReport;
import io.colonnade.bench.MemoryBandwidth;
import io.colonnade.bench.RunFacts;
import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchOrder;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Medians of the 22 TPC-H queries, alone or in turns with DuckDB over the same data. */
@Command(
        name = "tpch",
        description = "Run the 22 TPC-H queries several times and print their median times.",
        footer = {
            "",
            "Without --host an embedded server is started. With it, the server must be able to read"
                    + " the files below --data. Data and tables of an earlier run are used again."
                    + " Exit status 1 if an answer differs from DuckDB's, or from the recorded one."
        })
final class BenchTpchCommand implements Callable<Integer> {
    @Mixin private TpchOptions tpch;

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
    private Optional<String> against = Optional.empty();

    @Option(
            names = "--order",
            description =
                    "Order of the rows in both engines: sorted (by our sort keys), natural (as"
                            + " generated, without sort keys) or both (default: sorted).",
            paramLabel = "ORDER",
            defaultValue = "sorted")
    private String order;

    @Option(
            names = "--threads",
            description = "Threads of both engines (default: one per core).",
            paramLabel = "N")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--memory",
            description =
                    "What queries may use in both engines, as in 500m or 1g (default: what each"
                            + " takes by itself).",
            paramLabel = "SIZE")
    private Optional<String> memory = Optional.empty();

    @Option(
            names = "--queries",
            description = "Only these, as in 1,6,21 (default: all).",
            paramLabel = "LIST",
            split = ",")
    private List<Integer> queries = List.of();

    @Option(names = "--json", description = "Write the figures here.", paramLabel = "FILE")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--html", description = "Write a page with a chart.", paramLabel = "FILE")
    private Optional<Path> html = Optional.empty();

    @Mixin private RunningServer running;

    @Mixin private SimdOption simd;

    @Option(names = "--reload", description = "Load again what an earlier run has loaded.")
    private boolean reload;

    @Option(names = "--no-load", description = "The tables are there; do not look whether.")
    private boolean noLoad;

    @Spec private CommandSpec spec;

    private PrintWriter out;
    private TpchSteps steps;
    private double bytesPerSecond;
    private final List<Comparison> comparisons = new ArrayList<>();

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        simd.apply();
        out = spec.commandLine().getOut();
        steps = new TpchSteps(out);
        List<TpchOrder> orders = checkedOrders();
        // before any other memory is in use
        bytesPerSecond = MemoryBandwidth.measure(threadCount());
        RunFacts facts = facts();
        facts.lines().forEach(out::println);
        out.println();
        TpchData files = tpch.generate(steps);
        for (TpchOrder each : orders) {
            measure(files, each);
        }
        if (json.isPresent()) {
            Files.writeString(json.get(), JsonReport.of(facts, comparisons));
        }
        if (html.isPresent()) {
            Files.writeString(html.get(), HtmlReport.of(facts, comparisons));
        }
        out.flush();
        return comparisons.stream().allMatch(Comparison::isCorrect) || against.isEmpty() ? 0 : 1;
    }

    private List<TpchOrder> checkedOrders() {
        if (runs < 1) {
            throw invalid("--runs must be 1 or more");
        }
        if (against.isPresent() && !against.get().equals("duckdb")) {
            throw invalid("unknown engine " + against.get()).hint("Known: duckdb.");
        }
        return switch (order) {
            case "sorted" -> List.of(TpchOrder.SORTED);
            case "natural" -> List.of(TpchOrder.NATURAL);
            case "both" -> List.of(TpchOrder.NATURAL, TpchOrder.SORTED);
            default ->
                    throw invalid("unknown order " + order).hint("Known: sorted, natural, both.");
        };
    }

    private static ColonnadeException invalid(String message) {
        return new ColonnadeException(ErrorCode.INVALID_ARGUMENT, message);
    }

    private int threadCount() {
        return threads.orElse(Runtime.getRuntime().availableProcessors());
    }

    private Optional<Long> memoryBytes() {
        return memory.map(CacheSettings::bytes);
    }

    private RunFacts facts() {
        RunFacts facts =
                new RunFacts()
                        .add("scale", TpchData.plain(tpch.scale()))
                        .add("runs", runs + " after a warm-up, medians")
                        .add(
                                "threads",
                                running.isGiven()
                                        ? "those of the server"
                                        : threadCount() + " of Colonnade")
                        .add(
                                "memory",
                                memory.orElse("each engine's default")
                                        + ", heap "
                                        + ProcessFigures.bytes(Runtime.getRuntime().maxMemory()))
                        .add("bandwidth", new Report(out).text("%.1f GB/s", bytesPerSecond / 1e9));
        return facts;
    }

    private void measure(TpchData files, TpchOrder each)
            throws IOException, SQLException, InterruptedException {
        NodeSettings node =
                new NodeSettings(
                        ServerConfig.DEFAULT_SLICES,
                        Optional.of(threadCount()),
                        memoryBytes(),
                        CacheSettings.DEFAULT);
        ServerConfig config =
                ServerConfig.local(tpch.folder("warehouse-" + each.word())).withNode(node);
        running.orStarted(
                config,
                address -> {
                    try (Connection connection = address.connect("colonnade bench", false)) {
                        measure(connection, files, each);
                    }
                    return 0;
                });
    }

    private void measure(Connection connection, TpchData files, TpchOrder each)
            throws IOException, SQLException {
        if (!noLoad) {
            steps.loadOnce(connection, files, each, reload);
        }
        TpchSteps.switchCachesOff(connection);
        TpchRun run =
                new TpchRun(connection, each, new TpchRun.Plan(tpch.scale(), runs, queries, steps));
        Comparison comparison;
        if (against.isEmpty()) {
            comparison = run.measure(null, bytesPerSecond);
        } else {
            Path file = tpch.folder("duckdb-" + each.word() + ".db");
            try (DuckDb other = TpchSteps.openDuckDb(file, threadCount())) {
                if (memoryBytes().isPresent()) {
                    other.limitMemory(memoryBytes().get());
                }
                steps.loadOnce(other, files, each, reload);
                out.println("DuckDB " + other.version() + ", " + other.threads() + " threads");
                comparison = run.measure(other.connection(), bytesPerSecond);
            }
        }
        comparisons.add(comparison);
        new ComparisonText(new Report(out)).print(comparison);
    }
}
