package io.colonnade.cli;

import io.colonnade.bench.TpchData;
import io.colonnade.bench.TpchTable;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TPC-H tables in which many values are missing: the generated files with fields replaced by \N,
 * and tables without NOT NULL to load them into. Keys of a table itself are never NULL.
 */
final class NullableTpch {
    /** Small enough for quick queries, large enough for every join to find partners. */
    static final double SCALE = 0.001;

    private static final Set<String> PRIMARY_KEYS =
            Set.of(
                    "r_regionkey",
                    "n_nationkey",
                    "s_suppkey",
                    "c_custkey",
                    "p_partkey",
                    "ps_partkey",
                    "ps_suppkey",
                    "o_orderkey",
                    "l_orderkey",
                    "l_linenumber");

    private static final Pattern COLUMN = Pattern.compile("^ {4}(\\w+) (\\S+) NOT NULL,?$");
    private static final String NULL_FIELD = "\\N";

    private final Path folder;

    private NullableTpch(Path folder) {
        this.folder = folder;
    }

    /** Generates the data below {@code root} and takes values away, the same ones for a seed. */
    static NullableTpch generate(Path root, long seed) throws IOException {
        TpchData complete = TpchData.in(root, SCALE);
        complete.generate(2, amount -> {});
        NullableTpch data = new NullableTpch(root.resolve("nullable"));
        for (TpchTable table : TpchTable.values()) {
            SplittableRandom random = new SplittableRandom(seed + table.ordinal());
            Files.createDirectories(data.folder.resolve(table.tableName()));
            List<String> columns = columnNames(table);
            for (Path file : complete.files(table)) {
                Path target = data.folder.resolve(table.tableName()).resolve(file.getFileName());
                copy(file, target, columns, random);
            }
        }
        return data;
    }

    private static void copy(
            Path source, Path target, List<String> columns, SplittableRandom random)
            throws IOException {
        try (BufferedReader in = Files.newBufferedReader(source);
                BufferedWriter out = Files.newBufferedWriter(target)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] fields = line.split("\\|", -1);
                for (int i = 0; i < columns.size(); i++) {
                    boolean keep = PRIMARY_KEYS.contains(columns.get(i));
                    if (!keep && random.nextInt(100) < nullPercent(i)) {
                        fields[i] = NULL_FIELD;
                    }
                }
                out.write(String.join("|", fields));
                out.write('\n');
            }
        }
    }

    /** Every third column has many NULLs, the others few or none. */
    private static int nullPercent(int column) {
        return switch (column % 3) {
            case 0 -> 25;
            case 1 -> 5;
            default -> 0;
        };
    }

    private static List<String> columnNames(TpchTable table) {
        List<String> names = new ArrayList<>();
        for (String line : table.plainCreateStatement().lines().toList()) {
            Matcher column = COLUMN.matcher(line);
            if (column.matches()) {
                names.add(column.group(1));
            }
        }
        return names;
    }

    Path folder(TpchTable table) {
        return folder.resolve(table.tableName());
    }

    /** The name under which queries use the table, beside the complete one. */
    static String name(TpchTable table) {
        return table.tableName() + "_n";
    }

    /** CREATE TABLE with keys, for Colonnade. */
    static String createStatement(TpchTable table) {
        return nullable(table.createStatement(), table).replaceFirst(",\n    PRIMARY KEY.*", "");
    }

    /** CREATE TABLE without keys, for other engines. */
    static String plainCreateStatement(TpchTable table) {
        return nullable(table.plainCreateStatement(), table);
    }

    private static String nullable(String statement, TpchTable table) {
        return statement
                .replace(" NOT NULL", "")
                .replaceFirst("CREATE TABLE \\w+", "CREATE TABLE " + name(table));
    }

    /** COPY for Colonnade. */
    String copyStatement(TpchTable table) {
        return "COPY " + name(table) + " FROM '" + folder(table) + "/' DELIMITER '|' NULL AS '\\N'";
    }
}
