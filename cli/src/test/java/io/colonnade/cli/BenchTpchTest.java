package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The benchmark runs, compares, writes its reports and uses again what it has loaded. */
class BenchTpchTest {
    private static final String LOADED = "done by an earlier run";

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void bothEnginesInBothOrders() throws IOException {
        Path json = folder.resolve("figures.json");
        Path html = folder.resolve("chart.html");
        String[] arguments = {
            "--against",
            "duckdb",
            "--order",
            "both",
            "--queries",
            "1,6,15",
            "--threads",
            "1",
            "--memory",
            "200m",
            "--json",
            json.toString(),
            "--html",
            html.toString()
        };
        assertEquals(0, run(arguments), err + "\n" + out);
        String text = out.toString();
        assertFalse(text.contains(LOADED), text);
        assertTrue(text.contains(", 1 threads"), text);
        assertTrue(text.contains("rows in natural order"), text);
        assertTrue(text.contains("rows in sorted order"), text);
        assertEquals(6, text.split("  OK\n", -1).length - 1, text);
        assertTrue(text.contains("q06 reads "), text);
        assertEquals(2, Files.readString(json).split("\"order\":", -1).length - 1);
        assertTrue(Files.readString(html).contains("<svg"));

        out.getBuffer().setLength(0);
        assertEquals(0, run("--queries", "6"), err + "\n" + out);
        assertTrue(out.toString().contains(LOADED), out.toString());
        assertTrue(out.toString().contains("query  median ms"), out.toString());
    }

    @Test
    void whatItDoesNotKnowIsSaid() {
        assertEquals(1, run("--against", "sqlite"));
        assertEquals("colonnade: unknown engine sqlite. Known: duckdb.\n", err.toString());
        err.getBuffer().setLength(0);
        assertEquals(1, run("--order", "random"));
        assertEquals(
                "colonnade: unknown order random. Known: sorted, natural, both.\n", err.toString());
    }

    private int run(String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "bench",
                                "tpch",
                                "--scale",
                                "0.01",
                                "--runs",
                                "1",
                                "--data",
                                folder.toString()));
        all.addAll(List.of(arguments));
        return Colonnade.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
