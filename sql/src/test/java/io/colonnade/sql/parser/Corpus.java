package io.colonnade.sql.parser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the statements that the parser's tests share from the resources beside this class. */
final class Corpus {
    private Corpus() {}

    /** The lines of a file, without blank lines and comments. */
    static List<String> lines(String file) {
        List<String> lines = new ArrayList<>();
        for (String line : text(file).split("\n")) {
            if (!line.isBlank() && !line.startsWith("-- ")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The parts of a file between lines of three dashes, without what stands before the first. */
    static List<String> parts(String file) {
        List<String> parts = List.of(text(file).split("(?m)^---\n"));
        return parts.subList(1, parts.size());
    }

    /** Everything that must parse, each as one statement. */
    static List<String> accepted() {
        List<String> all = new ArrayList<>();
        lines("expressions.txt").forEach(line -> all.add("select " + line + " from t"));
        all.addAll(lines("queries.txt"));
        all.addAll(lines("dialect.txt"));
        all.addAll(parts("tpch.sql"));
        all.addAll(parts("psql15.sql"));
        all.addAll(parts("pgjdbc42.sql"));
        return all;
    }

    static String text(String file) {
        try (InputStream in = Corpus.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
