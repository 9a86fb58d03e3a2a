package io.colonnade.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a .test file:
 *
 * <pre>
 * statement ok            statement error 22012        query [rowsort]
 * CREATE TABLE t (a INT)  SELECT 1 / 0                 SELECT a, b FROM t
 *                                                      ----
 *                                                      1|NULL
 *                                                      ====
 * </pre>
 *
 * A statement or query is one line. Rows have their values parted by bars, in the server's text
 * forms. Rows of {@code rowsort} come in any order and stand sorted. Immutable.
 */
record SqlFile(String name, List<Entry> entries) {
    /** Ends the rows of a query; a row may be an empty line. */
    private static final String END = "====";

    /**
     * One statement and what comes of it.
     *
     * @param line where it stands, from 1
     * @param error the SQLSTATE, or null when it succeeds
     * @param rows null when only success counts
     */
    record Entry(int line, String sql, String error, boolean sorted, List<String> rows) {}

    static SqlFile read(Path path) throws IOException {
        List<String> lines = Files.readAllLines(path);
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).isEmpty() || lines.get(at).startsWith("#")) {
                at++;
                continue;
            }
            at = entry(path, lines, at, entries);
        }
        return new SqlFile(path.getFileName().toString(), List.copyOf(entries));
    }

    private static int entry(Path path, List<String> lines, int first, List<Entry> entries) {
        String[] words = lines.get(first).split(" ");
        String sql = lines.get(first + 1);
        int at = first + 2;
        switch (words[0]) {
            case "statement" -> {
                String error = words[1].equals("error") ? words[2] : null;
                entries.add(new Entry(first + 1, sql, error, false, null));
            }
            case "query" -> {
                List<String> rows = new ArrayList<>();
                for (at++; at < lines.size() && !lines.get(at).equals(END); at++) {
                    rows.add(lines.get(at));
                }
                at++;
                entries.add(new Entry(first + 1, sql, null, words.length > 1, List.copyOf(rows)));
            }
            default ->
                    throw new IllegalArgumentException(
                            path + ":" + (first + 1) + ": unknown record " + words[0]);
        }
        return at;
    }
}
