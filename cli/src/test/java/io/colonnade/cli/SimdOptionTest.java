package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** A mode that is none stops a command before it starts anything. */
class SimdOptionTest {
    @Test
    void anUnknownModeIsRefused() {
        for (String command : new String[] {"server --data", "bench tpch --data"}) {
            StringWriter errors = new StringWriter();
            CommandLine line = Colonnade.commandLine();
            line.setErr(new PrintWriter(errors, true));
            String folder = Path.of("target", "no-data").toString();
            String[] words = (command + " " + folder + " --simd sideways").split(" ");
            assertEquals(2, line.execute(words), errors.toString());
            assertTrue(
                    errors.toString().contains("\"sideways\" is none of auto, on and off"),
                    errors.toString());
        }
    }
}
