package io.colonnade.compute.load;

import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.log.LoadError;
import io.colonnade.plan.LoadFiles;
import io.colonnade.plan.LoadOptions;
import io.colonnade.plan.PlanNode;
import io.colonnade.rpc.FileRange;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Loads bytes as files of a table with the given column types, and gives rows as text. */
final class LoadRun {
    private final Path folder;
    private final List<SqlType> types;
    private final LoadOptions.Builder options = LoadOptions.newBuilder();
    private boolean notNull;
    private LoadErrors errors;

    LoadRun(Path folder, SqlType... types) {
        this.folder = folder;
        this.types = List.of(types);
    }

    LoadRun with(Consumer<LoadOptions.Builder> change) {
        change.accept(options);
        return this;
    }

    LoadRun notNull() {
        notNull = true;
        return this;
    }

    /** Rows of one file; fields joined by {@code ,} and NULL as {@code -}. */
    List<String> rows(String content) {
        return rows(content.getBytes(StandardCharsets.UTF_8));
    }

    List<String> rows(byte[] content) {
        return rows(List.of(whole(write(content))));
    }

    Path write(byte[] content) {
        try {
            Path file = folder.resolve("rows.txt");
            Files.write(file, content);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FileRange whole(Path file) {
        return range(file, 0, -1);
    }

    static FileRange range(Path file, long offset, long length) {
        return FileRange.newBuilder()
                .setPath(file.toString())
                .setOffset(offset)
                .setLength(length)
                .setFirst(offset == 0)
                .build();
    }

    List<String> rows(List<FileRange> ranges) {
        errors = new LoadErrors(options.getMaxErrors());
        LoadFiles.Builder load = LoadFiles.newBuilder().setOptions(options);
        PlanNode.Builder plan = PlanNode.newBuilder().setId(1);
        for (int i = 0; i < types.size(); i++) {
            load.addColumnNames("c" + (i + 1));
            plan.addOutput(types.get(i).toProto(!notNull));
        }
        FileSource source =
                new FileSource(ranges, plan.setLoadFiles(load).build(), errors, new CancelToken());
        List<String> rows = new ArrayList<>();
        try (SourceReader reader = source.open()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    rows.add(row(batch, batch.position(i)));
                }
            }
        }
        return rows;
    }

    List<LoadError> errors() {
        return errors.errors();
    }

    private static String row(Batch batch, int position) {
        List<String> fields = new ArrayList<>();
        for (int c = 0; c < batch.columnCount(); c++) {
            fields.add(value(batch.column(c), position));
        }
        return String.join(",", fields);
    }

    private static String value(Vector vector, int position) {
        if (vector.isNull(position)) {
            return "-";
        }
        return switch (vector) {
            case BooleanVector v -> String.valueOf(v.value(position));
            case IntVector v -> String.valueOf(v.value(position));
            case LongVector v -> String.valueOf(v.value(position));
            case DoubleVector v -> String.valueOf(v.value(position));
            case Int128Vector v ->
                    java.math.BigInteger.valueOf(v.highAt(position))
                            .shiftLeft(64)
                            .add(new java.math.BigInteger(Long.toUnsignedString(v.lowAt(position))))
                            .toString();
            case BytesVector v -> v.text(position);
        };
    }
}
