package io.colonnade.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks; does nothing by itself. */
@Command(
        name = "bench",
        description = "Measure queries, also side by side with another engine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchTpchCommand.class,
            BenchInsertsCommand.class,
            BenchExchangeCommand.class,
            BenchLatencyCommand.class,
            BenchStorageCommand.class,
            RecordAnswersCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no benchmark given");
    }
}
