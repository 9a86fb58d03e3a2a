package io.colonnade.cli;

import io.colonnade.bench.LatencyLoad;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** How long small questions take. */
@Command(
        name = "latency",
        description = "Ask small questions one after the other and print how long they take.",
        footer = {
            "",
            "As text: the simple protocol, every statement is parsed and planned. Prepared: the"
                    + " extended protocol with a named statement. No result comes from a cache."
        })
final class BenchLatencyCommand implements Callable<Integer> {
    @Option(
            names = "--times",
            description = "Measured runs, after as many that are not (default: ${DEFAULT-VALUE}).",
            paramLabel = "N",
            defaultValue = "2000")
    private int times;

    @Mixin private BenchTarget target;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        if (times < 1) {
            throw new ColonnadeException(ErrorCode.INVALID_ARGUMENT, "--times must be above 0");
        }
        return target.measure(
                ServerConfig.local(target.data().resolve("warehouse-latency")), this::measure);
    }

    private int measure(ServerAddress address) throws SQLException {
        Report out = new Report(spec.commandLine().getOut());
        LatencyLoad load =
                new LatencyLoad(asText -> address.connect("colonnade bench latency", asText));
        load.createTables();
        out.row("%-24s %9s %9s %9s", "question", "p50 ms", "p99 ms", "worst ms");
        for (LatencyLoad.Question question : LatencyLoad.questions()) {
            LatencyLoad.Outcome outcome = load.ask(question, times);
            out.row(
                    "%-24s %9.2f %9.2f %9.2f",
                    question.label(), outcome.millis(0.5), outcome.millis(0.99), outcome.millis(1));
            out.flush();
        }
        return 0;
    }
}
