package io.colonnade.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Prints the versions of Colonnade and of the Java that runs it. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        for (String line : new ColonnadeVersion().getVersion()) {
            spec.commandLine().getOut().println(line);
        }
        return 0;
    }
}
