package io.colonnade.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The answers that an independent engine gave over the generated data, kept with the sources for
 * scales 0.01 and 1.
 */
public final class RecordedAnswers {
    private RecordedAnswers() {}

    /** The recorded answer, or empty for a scale that none was recorded for. */
    public static Optional<Answer> find(TpchQuery query, double scale) {
        return Resources.find("tpch/answers/" + fileName(query, scale)).map(Answer::decode);
    }

    /** Asks the engine all queries over its loaded data and writes the answers below a folder. */
    public static void record(DuckDb engine, double scale, Path folder)
            throws IOException, SQLException {
        for (TpchQuery query : TpchQuery.all(scale)) {
            Path file = folder.resolve(fileName(query, scale));
            Files.createDirectories(file.getParent());
            Files.writeString(file, engine.answer(query.sql()).encode());
        }
    }

    private static String fileName(TpchQuery query, double scale) {
        return "scale-" + TpchData.plain(scale) + "/" + query.label() + ".txt";
    }
}
