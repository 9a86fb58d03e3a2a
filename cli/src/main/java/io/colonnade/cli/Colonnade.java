package io.colonnade.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.List;

/**
 * The colonnade command: the process entry point, and the only place that ends the process. Exit
 * status 0 is success, 1 a failure told in one line, 2 a wrong command line.
 */
@Command(
        name = "colonnade",
        description = "A columnar data warehouse that speaks PostgreSQL's protocol.",
        mixinStandardHelpOptions = true,
        versionProvider = ColonnadeVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServerCommand.class,
            ComputeCommand.class,
            ClusterCommand.class,
            DevS3Command.class,
            QuickstartCommand.class,
            SqlCommand.class,
            BenchCommand.class,
            SimulateCommand.class,
            VersionCommand.class
        })
public final class Colonnade implements Runnable {
    @Spec private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Colonnade());
        commandLine.getSubcommands().values().forEach(Colonnade::addHelp);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionExceptionHandler(
                (exception, command, result) -> {
                    command.getErr().println("colonnade: " + ErrorText.oneLine(exception));
                    return CommandLine.ExitCode.SOFTWARE;
                });
        commandLine.setParameterExceptionHandler(Colonnade::wrongUsage);
        return commandLine;
    }

    /** Gives a command and those below it --help, and -h where that means nothing else. */
    private static void addHelp(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        List<String> names =
                spec.findOption("-h") == null ? List.of("-h", "--help") : List.of("--help");
        spec.addOption(
                OptionSpec.builder(names.toArray(String[]::new))
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build());
        command.getSubcommands().values().forEach(Colonnade::addHelp);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static int wrongUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("colonnade: " + exception.getMessage());
        command.getErr().println("Try " + name + " --help.");
        return CommandLine.ExitCode.USAGE;
    }
}
