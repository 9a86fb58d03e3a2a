package io.colonnade.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints the lines of a benchmark's report. One thread. */
record Report(PrintWriter out) {
    /** A line, formatted the same everywhere. */
    void row(String format, Object... values) {
        out.println(text(format, values));
    }

    String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** An empty line. */
    void line() {
        out.println();
    }

    void flush() {
        out.flush();
    }
}
