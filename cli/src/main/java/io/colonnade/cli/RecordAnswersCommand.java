package io.colonnade.cli;

import io.colonnade.bench.DuckDb;
import io.colonnade.bench.RecordedAnswers;
import io.colonnade.bench.TpchData;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** Writes the answer files that quickstart checks against, asked of an independent engine. */
@Command(
        name = "record-answers",
        description = "Record DuckDB's answers to the TPC-H queries over the generated data.")
final class RecordAnswersCommand implements Callable<Integer> {
    @Option(names = "--scale", required = true, description = "Scale factor.", paramLabel = "SCALE")
    private double scale;

    @Option(
            names = "--data",
            description = "Folder to generate the data in (default: ${DEFAULT-VALUE}).",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.colonnade/bench")
    private Path data;

    @Option(
            names = "--into",
            required = true,
            description = "Folder to write to; gets one folder per scale.",
            paramLabel = "DIR")
    private Path target;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException {
        TpchSteps steps = new TpchSteps(spec.commandLine().getOut());
        TpchData generated = steps.generate(data, scale);
        try (DuckDb engine = DuckDb.inMemory(Runtime.getRuntime().availableProcessors())) {
            engine.load(generated);
            RecordedAnswers.record(engine, scale, target);
        }
        return 0;
    }
}
