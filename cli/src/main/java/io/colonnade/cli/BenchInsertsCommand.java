package io.colonnade.cli;

import io.colonnade.bench.InsertLoad;
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

/** Single-row INSERT commits per second, and what they do to a query. */
@Command(
        name = "inserts",
        description = "Insert single rows by many clients and print the commits per second.",
        footer = {
            "",
            "Each INSERT is a transaction of its own; the rows are counted at the end. Without"
                    + " --host an embedded server is started over a bucket in the folder --data."
        })
final class BenchInsertsCommand implements Callable<Integer> {
    private static final int QUERY_RUNS = 15;

    @Option(
            names = "--clients",
            description = "Clients that insert at the same time (default: ${DEFAULT-VALUE}).",
            paramLabel = "N",
            defaultValue = "16")
    private int clients;

    @Option(
            names = "--seconds",
            description = "Length of each run (default: ${DEFAULT-VALUE}).",
            paramLabel = "S",
            defaultValue = "10")
    private double seconds;

    @Option(
            names = "--rows",
            description = "End a run after so many rows (default: no limit).",
            paramLabel = "N",
            defaultValue = "9223372036854775807")
    private long rows;

    @Mixin private BenchTarget target;

    @Spec private CommandSpec spec;

    private Report out;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        out = new Report(spec.commandLine().getOut());
        if (clients < 1 || seconds <= 0) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "--clients and --seconds must be above 0");
        }
        return target.measure(
                ServerConfig.local(target.data().resolve("warehouse-inserts")), this::measure);
    }

    private int measure(ServerAddress address) throws SQLException, InterruptedException {
        InsertLoad load =
                new InsertLoad(asText -> address.connect("colonnade bench inserts", asText));
        load.createTable();
        long expected = run(load, "warm-up", true, 1_000L * clients);
        expected += run(load, "warm-up", false, 1_000L * clients);
        out.row("query: %.1f ms over %d rows", load.queryMillis(QUERY_RUNS), expected);
        expected += run(load, "prepared", false, rows);
        expected += run(load, "text", true, rows);
        out.row("query: %.1f ms over %d rows", load.queryMillis(QUERY_RUNS), expected);
        long found = load.count();
        out.row("rows: %d acknowledged, %d there", expected, found);
        out.flush();
        return found == expected ? 0 : 1;
    }

    private long run(InsertLoad load, String label, boolean asText, long most)
            throws SQLException, InterruptedException {
        InsertLoad.Outcome outcome = load.run(clients, seconds, most, asText);
        out.row(
                "%-9s %8.0f commits/s   p50 %.1f ms   p99 %.1f ms   (%d in %.1f s, %d clients)",
                label,
                outcome.commitsPerSecond(),
                outcome.millis(0.5),
                outcome.millis(0.99),
                outcome.micros().length,
                outcome.seconds(),
                clients);
        out.flush();
        return outcome.micros().length;
    }
}
