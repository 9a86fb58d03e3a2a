package io.colonnade.cli;

import io.colonnade.bench.InsertLoad;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
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

    @Option(
            names = "--data",
            description = "Folder for the bucket (default: ${DEFAULT-VALUE}).",
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

    @Spec private CommandSpec spec;

    private PrintWriter out;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        out = spec.commandLine().getOut();
        if (clients < 1 || seconds <= 0) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT, "--clients and --seconds must be above 0");
        }
        if (host.isPresent()) {
            return measure(
                    new ServerAddress(
                            host.get(),
                            port,
                            ServerAddress.DEFAULT_DATABASE,
                            ServerAddress.DEFAULT_USER));
        }
        try (EmbeddedServer server =
                new EmbeddedServer(ServerConfig.local(data.resolve("warehouse-inserts")))) {
            server.start();
            return measure(ServerAddress.of(server));
        }
    }

    private int measure(ServerAddress address) throws SQLException, InterruptedException {
        InsertLoad load =
                new InsertLoad(asText -> address.connect("colonnade bench inserts", asText));
        load.createTable();
        long expected = run(load, "warm-up", true, 1_000L * clients);
        expected += run(load, "warm-up", false, 1_000L * clients);
        row("query: %.1f ms over %d rows", load.queryMillis(QUERY_RUNS), expected);
        expected += run(load, "prepared", false, rows);
        expected += run(load, "text", true, rows);
        row("query: %.1f ms over %d rows", load.queryMillis(QUERY_RUNS), expected);
        long found = load.count();
        row("rows: %d acknowledged, %d there", expected, found);
        out.flush();
        return found == expected ? 0 : 1;
    }

    private long run(InsertLoad load, String label, boolean asText, long most)
            throws SQLException, InterruptedException {
        InsertLoad.Outcome outcome = load.run(clients, seconds, most, asText);
        row(
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

    private void row(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
