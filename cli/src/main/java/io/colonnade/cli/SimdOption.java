package io.colonnade.cli;

import io.colonnade.storage.simd.SimdMode;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The option of the SIMD kernels, for the commands that compute. Filled by picocli; holds for the
 * process, so a command applies it before anything loads a kernel.
 */
final class SimdOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--simd",
            description =
                    "Kernels with SIMD registers: auto (those that beat their scalar twin in a"
                            + " trial at start; the default), on (all, at once) or off.",
            paramLabel = "MODE")
    private Optional<String> mode = Optional.empty();

    void apply() {
        mode.ifPresent(this::apply);
    }

    private void apply(String text) {
        SimdMode wanted =
                Arrays.stream(SimdMode.values())
                        .filter(m -> m.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst()
                        .orElseThrow(() -> wrong("\"" + text + "\" is none of auto, on and off"));
        if (wanted == SimdMode.ON && !SimdMode.isPossible()) {
            throw wrong("on needs registers of 512 bits and the module jdk.incubator.vector");
        }
        System.setProperty(SimdMode.PROPERTY, text);
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(command.commandLine(), "--simd: " + problem);
    }
}
