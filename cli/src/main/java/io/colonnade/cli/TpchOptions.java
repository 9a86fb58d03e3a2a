package io.colonnade.cli;

import io.colonnade.bench.TpchData;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** Which TPC-H data a benchmark uses, and where it lies. Filled by picocli. */
final class TpchOptions {
    @Option(
            names = "--scale",
            description = "Scale factor (default: ${DEFAULT-VALUE}).",
            paramLabel = "SCALE",
            defaultValue = "1")
    private double scale;

    @Option(
            names = "--data",
            description = "Folder for data and buckets (default: ${DEFAULT-VALUE}).",
            paramLabel = "DIR",
            defaultValue = BenchTarget.DEFAULT_DATA)
    private Path data;

    double scale() {
        return scale;
    }

    TpchData generate(TpchSteps steps) throws IOException {
        return steps.generate(data, scale);
    }

    /** A place of this scale. */
    Path folder(String name) {
        return data.resolve(name + "-" + TpchData.plain(scale));
    }
}
